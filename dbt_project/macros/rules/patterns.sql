{#-
  Patterns are RE2, written on folded text. `\<` and `\>` are the edges of a word, as in grep: the `\b` of RE2 knows
  English letters only, and its `\pL` takes milliseconds to compile.
-#}
{% macro word_edges() %}
    {{- return({'\\<': '(?:^|[^a-z0-9à-ỹ])', '\\>': '(?:[^a-z0-9à-ỹ]|$)'}) -}}
{% endmacro %}


{#- A pattern known while the model is compiled, as a SQL string. -#}
{% macro pattern_literal(pattern) %}
    {%- set found = namespace(pattern=pattern) -%}
    {%- for edge, meaning in word_edges().items() -%}
        {%- set found.pattern = found.pattern.replace(edge, meaning) -%}
    {%- endfor -%}
    {{- return("'" ~ found.pattern.replace("'", "''") ~ "'") -}}
{% endmacro %}


{#- The patterns of a column, as a SQL expression. -#}
{% macro pattern_column(column) %}
    {%- set found = namespace(sql=column) -%}
    {%- for edge, meaning in word_edges().items() -%}
        {%- set found.sql = "replace(" ~ found.sql ~ ", '" ~ edge ~ "', '" ~ meaning ~ "')" -%}
    {%- endfor -%}
    {{- return(found.sql) -}}
{% endmacro %}


{#- Stop with the name of the rule where a pattern of a table of rules cannot be read: DuckDB alone would not say which. -#}
{% macro check_patterns(table_name, schema='seeds') %}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set relation = adapter.get_relation(database=target.database, schema=schema, identifier=table_name) -%}
    {%- if relation is none -%}{{ return('') }}{%- endif -%}
    {%- set checks = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name.endswith('_re') -%}
        {%- do checks.append(
            "select rule_id, '" ~ column.name ~ "' as column_name, " ~ column.name ~ " as pattern from " ~ relation
            ~ " where " ~ column.name ~ " is not null and try(regexp_matches('', " ~ pattern_column(column.name) ~ ")) is null"
        ) -%}
    {%- endfor -%}
    {%- for row in run_query(checks | join(' union all ')).rows -%}
        {{ exceptions.raise_compiler_error(
            "Rule " ~ row['rule_id'] ~ " of " ~ table_name ~ ": the pattern in " ~ row['column_name']
            ~ " cannot be read: " ~ row['pattern'] ~ " - a bracket without its partner, most often."
        ) }}
    {%- endfor -%}
{% endmacro %}
