{#- Text in small composed letters with single spaces: what cue words are looked for in. Most of it is so already. -#}
{% macro audit_spaced(text) -%}
    trim(lower(
        case
            when regexp_matches({{ text }}, '{{ not_composed_or_spaced() }}')
                then regexp_replace(nfc_normalize({{ text }}), '\s+', ' ', 'g')
            else {{ text }}
        end
    ))
{%- endmacro %}

{#- The words of a folded text that say which quantity it means. -#}
{% macro audit_words(text, stopwords) -%}
    list_filter(
        regexp_split_to_array({{ text }}, '[^a-zà-ỹ]+'),
        lambda word: word <> '' and not list_contains({{ stopwords }}, word)
    )
{%- endmacro %}


{#- How many words two folded texts have in common. -#}
{% macro audit_common_words(left, right, stopwords) -%}
    len(list_intersect({{ audit_words(left, stopwords) }}, {{ audit_words(right, stopwords) }}))
{%- endmacro %}
