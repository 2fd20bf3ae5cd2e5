{#-
  The condition of one rule as SQL. Every filled column of the rule must hold; an empty one is not asked.

  columns   what the rule looks at: {rule column prefix: SQL column}, for instance {'label': 'label_text'}.
            `<prefix>_re` must be found in it, `<prefix>_not_re` must not.
  lists     Asked with list_contains: DuckDB turns every `in` into a join, which is slow by the hundred.
            {rule column: SQL column}, for instance {'unit_in': 'unit'}: the value must be one of those separated by |.
-#}
{% macro rule_condition(rule, columns, lists) %}
    {%- set parts = [] -%}
    {%- for name, column in lists.items() -%}
        {%- if rule.get(name) -%}
            {%- set values = rule[name].split('|') | map('trim') | join("', '") -%}
            {%- do parts.append("list_contains(['" ~ values ~ "'], " ~ column ~ ")") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for prefix, column in columns.items() -%}
        {%- if rule.get(prefix ~ '_re') -%}
            {%- do parts.append('regexp_matches(' ~ column ~ ', ' ~ pattern_literal(rule[prefix ~ '_re']) ~ ')') -%}
        {%- endif -%}
        {%- if rule.get(prefix ~ '_not_re') -%}
            {%- do parts.append('not regexp_matches(' ~ column ~ ', ' ~ pattern_literal(rule[prefix ~ '_not_re']) ~ ')') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(parts | join(' and ') if parts else 'true') }}
{% endmacro %}


{#-
  All rules that hold for a row, best first, as a list: [1] is the rule that decides, [2] the runner-up. Rules are told by
  their identity, or by their number (key rule_no), which is quicker to compare.
-#}
{% macro matching_rules(rules, columns, lists, key='rule_id') %}
    {%- if not rules -%}
        []::{{ 'varchar' if key == 'rule_id' else 'integer' }}[]
    {%- else -%}
        list_filter([
        {%- for rule in rules %}
            case when {{ rule_condition(rule, columns, lists) }} then {{ rule_key(rule, key) }} end{{ ',' if not loop.last }}
        {%- endfor %}
        ], lambda rule: rule is not null)
    {%- endif -%}
{% endmacro %}


{% macro rule_key(rule, key) -%}
    {{- return("'" ~ rule.rule_id ~ "'" if key == 'rule_id' else rule[key] | string) -}}
{%- endmacro %}
