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
  Identities of all rules that hold for a row, best first, as a list: [1] is the rule that decides, [2] the runner-up.
-#}
{% macro matching_rules(rules, columns, lists) %}
    {%- if not rules -%}
        []::varchar[]
    {%- else -%}
        list_filter([
        {%- for rule in rules %}
            case when {{ rule_condition(rule, columns, lists) }} then '{{ rule.rule_id }}' end{{ ',' if not loop.last }}
        {%- endfor %}
        ], lambda rule_id: rule_id is not null)
    {%- endif -%}
{% endmacro %}


{#-
  Labels are the same in report after report, what stands around them is not. So the patterns of a label are tried once
  on each text (matching_rules over the distinct ones), and what else a rule asks only where its label was found.

  The rules found for each of several texts of a row, one row for each: `hit` has place (which of the texts), position
  (best first) and rule_id.
-#}
{% macro hits_by_place(found) %}
    unnest(flatten([
        {%- for rule_ids in found %}
        list_transform(
            {{ rule_ids }},
            lambda rule_id, position: {'place': {{ loop.index }}, 'position': position, 'rule_id': rule_id}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ])) as hit
{% endmacro %}


{#- Does all else that the rule of a hit asks hold, in the columns beside it? Not for a lambda: that compiles the
    patterns anew for every few rows. -#}
{% macro hit_holds(rules, columns) %}
    case hit.rule_id
        {%- for rule in rules %}
        {%- set condition = rule_condition(rule, columns, {}) %}
        {%- if condition != 'true' %}
        when '{{ rule.rule_id }}' then {{ condition }}
        {%- endif %}
        {%- endfor %}
        else true
    end
{% endmacro %}


{#- The rules of the first place that has any, best first; `hits` is in order. -#}
{% macro rules_of_first_place(hits) %}
    list_transform(
        list_filter({{ hits }}, lambda hit: hit.place = {{ hits }}[1].place), lambda hit: hit.rule_id
    )
{% endmacro %}
