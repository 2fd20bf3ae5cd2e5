{#- The distinct words of a folded text that say which quantity it means, in order of the alphabet. -#}
{% macro audit_words(text, stopwords) -%}
    list_sort(list_distinct(list_filter(
        regexp_split_to_array({{ text }}, '[^a-z0-9à-ỹ]+'),
        lambda word: word <> '' and not regexp_matches(word, '^[0-9]') and not list_contains({{ stopwords }}, word)
    )))
{%- endmacro %}
