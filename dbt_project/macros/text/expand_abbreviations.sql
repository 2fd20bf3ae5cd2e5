{#-
  A folded text with its abbreviations written out, so that a rule needs one wording and not three.

  known   a column that holds the map abbreviation → expansion, both folded.
-#}
{% macro expand_abbreviations(column, known) %}
    array_to_string(
        list_transform(
            regexp_extract_all({{ column }}, '\pL+(?:[/&-]\pL+)*|[^\pL]+'),
            lambda word: coalesce({{ known }}[word], word)
        ),
        ''
    )
{% endmacro %}
