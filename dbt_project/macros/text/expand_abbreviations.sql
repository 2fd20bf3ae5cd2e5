{#-
  A folded text with its abbreviations written out, so that a rule needs one wording and not three. They are read from
  the seed while the model is compiled, as rules are. An abbreviation of several readings stays as it is, and so does one
  inside a word that is joined by a stroke or hyphen ("kt-xh" is looked up as a whole).

  One pass sets them apart from the text around them by a control character, a second one those that follow another
  at the distance of one space: then only the few pieces between are looked up, and not each word of the text.
-#}
{% macro expand_abbreviations(column) %}
    {%- set known = known_abbreviations() -%}
    {%- if not known -%}
        {{ column }}
    {%- else -%}
        {%- set shorts = known | map(attribute='pattern') | join('|') -%}
        {%- set apart = "'(^|[^\\pL/&-]|(?:^|[^\\pL])[/&-])(" ~ shorts ~ ")([^\\pL/&-]|[/&-](?:[^\\pL]|$)|$)', '\\1\x1e\\2\x1e\\3', 'g'" -%}
        {%- set apart = apart.replace('\x1e', "' || chr(30) || '") -%}
        {#- what is set apart already is passed over -#}
        {%- set apart_again = apart.replace('[^\\pL/&-]', '[^\\pL/&\\x1e-]', 1) -%}
        array_to_string(
            list_transform(
                string_split(regexp_replace(regexp_replace({{ column }}, {{ apart }}), {{ apart_again }}), chr(30)),
                lambda piece: case piece
                    {%- for one in known %}
                    when '{{ one.abbreviation }}' then '{{ one.expansion }}'
                    {%- endfor %}
                    else piece
                end
            ),
            ''
        )
    {%- endif -%}
{% endmacro %}


{#- Abbreviations of one reading, folded, and the same as a pattern; none before the seed has been loaded. -#}
{% macro known_abbreviations() %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set relation = adapter.get_relation(database=target.database, schema='seeds', identifier='abbreviations') -%}
    {%- if relation is none -%}{{ return([]) }}{%- endif -%}
    {%- set query -%}
        with folded as (
            select {{ fold('abbreviation') }} as abbreviation, {{ fold('expansion') }} as expansion from {{ relation }}
        )
        select abbreviation, regexp_escape(abbreviation) as pattern, min(expansion) as expansion
        from folded
        group by abbreviation
        having count(distinct expansion) = 1
        order by abbreviation
    {%- endset -%}
    {%- set known = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do known.append({'abbreviation': row[0], 'pattern': row[1], 'expansion': row[2]}) -%}
    {%- endfor -%}
    {{ return(known) }}
{% endmacro %}
