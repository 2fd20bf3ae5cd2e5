{#-
  The condition of one rule as SQL. Every filled column of the rule must hold; an empty one is not asked.

  columns   what the rule looks at: {rule column prefix: SQL column}, for instance {'label': 'label_text'}.
            `<prefix>_re` must be found in it, `<prefix>_not_re` must not.
  lists     Asked with list_contains: DuckDB turns every `in` into a join, which is slow by the hundred.
            {rule column: SQL column}, for instance {'unit_in': 'unit'}: the value must be one of those separated by |.
  asked     the columns that have the answers of lists already, see list_answers.
-#}
{% macro rule_condition(rule, columns, lists, asked={}) %}
    {%- set parts = [] -%}
    {%- for name, column in lists.items() if rule.get(name) -%}
        {%- set question = list_question(rule[name], column) -%}
        {%- do parts.append(asked.get(question, question)) -%}
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
{% macro matching_rules(rules, columns, lists, key='rule_id', asked={}) %}
    {%- if not rules -%}
        []::{{ 'varchar' if key == 'rule_id' else 'integer' }}[]
    {%- else -%}
        list_filter([
        {%- for rule in rules %}
            case when {{ rule_condition(rule, columns, lists, asked) }} then {{ rule_key(rule, key) }} end{{ ',' if not loop.last }}
        {%- endfor %}
        ], lambda rule: rule is not null)
    {%- endif -%}
{% endmacro %}


{% macro rule_key(rule, key) -%}
    {{- return("'" ~ rule.rule_id ~ "'" if key == 'rule_id' else rule[key] | string) -}}
{%- endmacro %}


{% macro list_question(values, column) -%}
    {{- return("list_contains(['" ~ values.split('|') | map('trim') | join("', '") ~ "'], " ~ column ~ ")") -}}
{%- endmacro %}


{#-
  The questions that rules ask with lists, each once, and the column for its answer: {question: column}. Hundreds of rules
  ask the same few; a column for each makes the statement a third as long to read and to plan.
-#}
{% macro list_answers(rules, lists) %}
    {%- set asked = {} -%}
    {%- for rule in rules -%}
        {%- for name, column in lists.items() if rule.get(name) -%}
            {%- set question = list_question(rule[name], column) -%}
            {%- if question not in asked -%}
                {%- do asked.update({question: 'answer_' ~ (asked | length + 1)}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(asked) }}
{% endmacro %}


{#- A table with a column for the answer to each of these questions. -#}
{% macro answered(table, asked) -%}
    (
        select
            *
            {%- for question, answer in asked.items() %},
            {{ question }} as {{ answer }}
            {%- endfor %}
        from {{ table }}
    )
{%- endmacro %}
