{#- Text in small composed letters with single spaces: what cue words are looked for in. -#}
{% macro audit_spaced(text) -%}
    trim(regexp_replace(lower(nfc_normalize({{ text }})), '\s+', ' ', 'g'))
{%- endmacro %}

{#- The words of a folded text that say which quantity it means. -#}
{% macro audit_words(text, stopwords) -%}
    list_filter(
        regexp_split_to_array({{ text }}, '[^a-zà-ỹ]+'),
        lambda word: word <> '' and not list_contains({{ stopwords }}, word)
    )
{%- endmacro %}
