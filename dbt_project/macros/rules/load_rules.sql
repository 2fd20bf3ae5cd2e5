{#-
  Rows of a table of rules, in the order in which they are tried.

  Rules are data: they are read from their table when the model is built, so that each pattern stands in the SQL
  as a constant and DuckDB compiles it once instead of once a row. Empty while dbt only parses, and before the first
  seed has been loaded.
-#}
{% macro load_rules(table_name, where='true', schema='seeds') %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set relation = adapter.get_relation(database=target.database, schema=schema, identifier=table_name) -%}
    {%- if relation is none -%}{{ return([]) }}{%- endif -%}
    {%- set found = run_query('select * from ' ~ numbered_rules(relation) ~ ' where ' ~ where ~ ' order by rule_no') -%}
    {%- set rules = [] -%}
    {%- for row in found.rows -%}
        {%- set rule = {} -%}
        {%- for name in found.column_names -%}
            {%- do rule.update({name: row[name]}) -%}
        {%- endfor -%}
        {%- do rules.append(rule) -%}
    {%- endfor -%}
    {{ return(rules) }}
{% endmacro %}


{#- A table of rules with the number of each: its place in the order in which they are tried. -#}
{% macro numbered_rules(relation) -%}
    (select *, cast(row_number() over (order by priority, rule_id) as integer) as rule_no from {{ relation }})
{%- endmacro %}
