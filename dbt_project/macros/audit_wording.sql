{#- Numbers and sentences of findings, as a Vietnamese reader writes and reads them. -#}

{#- DECIMAL -> 2.622.219.745 or 11,9; zeros at the end only as far as `decimals` are printed (3,10). -#}
{% macro audit_number(value, decimals='0') -%}
    {%- set digits = 'cast(abs(' ~ value ~ ') as varchar)' -%}
    {%- set fraction = "rtrim(split_part(" ~ digits ~ ", '.', 2), '0')" -%}
    concat(
        if({{ value }} < 0, '−', ''),
        reverse(rtrim(regexp_replace(reverse(split_part({{ digits }}, '.', 1)), '([0-9]{3})', '\1.', 'g'), '.')),
        if({{ fraction }} = '' and {{ decimals }} = 0, '', ','),
        rpad({{ fraction }}, cast(greatest(length({{ fraction }}), {{ decimals }}) as integer), '0')
    )
{%- endmacro %}

{#- A number and its unit word: 21 vụ, 66,7%, 1,5 (no word). -#}
{% macro audit_amount(value, word, decimals='0') -%}
    concat({{ audit_number(value, decimals) }}, if({{ word }} in ('', '%'), '', ' '), {{ word }})
{%- endmacro %}

{#- The same in English, where one case is not two cases. -#}
{% macro audit_amount_en(value, word, words, decimals='0') -%}
    {{ audit_amount(value, 'if(abs(' ~ value ~ ') = 1, ' ~ word ~ ', ' ~ words ~ ')', decimals) }}
{%- endmacro %}

{#- How often 10 divides a whole number: 0 for 0. -#}
{% macro audit_zeros(whole) -%}
    if({{ whole }} = 0, 0, length(cast({{ whole }} as varchar)) - length(rtrim(cast({{ whole }} as varchar), '0')))
{%- endmacro %}

{#- A sentence with its {places} filled from columns of those names (`suffix` added); what is null fills with nothing. -#}
{% macro audit_fill(template, places, suffix='') -%}
    {%- set ns = namespace(sentence=template) -%}
    {%- for place in places -%}
        {%- set ns.sentence = 'replace(' ~ ns.sentence ~ ", '{" ~ place ~ "}', coalesce(" ~ place ~ suffix ~ ", ''))" -%}
    {%- endfor -%}
    {{ ns.sentence }}
{%- endmacro %}
