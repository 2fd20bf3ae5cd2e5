{#-
  A folded text with its abbreviations written out, so that a rule needs one wording and not three.

  known   a column that holds the map abbreviation → expansion, both folded. Two texts in three have none of the seed,
          which one pattern tells: it is read from the seed while the model is compiled, see load_rules.
-#}
{% macro expand_abbreviations(column, known) %}
    case
        when regexp_matches({{ column }}, '(?:^|[^\pL])(?:{{ abbreviations_found() }})(?:[^\pL]|$)') then array_to_string(
            list_transform(
                regexp_extract_all({{ column }}, '\pL+(?:[/&-]\pL+)*|[^\pL]+'),
                lambda word: coalesce({{ known }}[word], word)
            ),
            ''
        )
        else {{ column }}
    end
{% endmacro %}


{#- The folded abbreviations of the seed as the branches of a pattern; nothing but the empty one before it is loaded. -#}
{% macro abbreviations_found() %}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set relation = adapter.get_relation(database=target.database, schema='seeds', identifier='abbreviations') -%}
    {%- if relation is none -%}{{ return('') }}{%- endif -%}
    {%- set found = run_query('select distinct regexp_escape(' ~ fold('abbreviation') ~ ') from ' ~ relation ~ ' order by 1') -%}
    {{ return(found.columns[0].values() | join('|')) }}
{% endmacro %}
