{#-
  Labels and headings are the same in report after report, what else stands around them is not. So the patterns of a label
  are tried once on each text (matching_rules over the distinct ones), those of a heading once on each heading, and what
  else a rule asks only where it came that far: at its hits. Rules are told by their number.
-#}

{#- The rules that ask something of these columns, and do not get it. -#}
{% macro rules_kept_out(rules, columns) %}
    list_filter([
        {%- for rule in rules if rule_condition(rule, columns, {}) != 'true' %}
        case when not ({{ rule_condition(rule, columns, {}) }}) then {{ rule.rule_no }} end{{ ',' if not loop.last }}
        {%- endfor %}
    ]::integer[], lambda rule: rule is not null)
{% endmacro %}


{#-
  The rules found for each of several texts of a row, a row for each: `hit` has place (which of the texts) and rule_no.
  `kept_out` is a column with rules that are left out, `kept_to_first` one with rules that count in the first text alone.
-#}
{% macro hits_by_place(found, kept_out, kept_to_first=none) %}
    unnest(flatten([
        {%- for rules in found %}
        list_transform(
            list_filter(
                {{ rules }},
                lambda rule_no: list_contains({{ kept_out }}, rule_no) is not true
                {%- if kept_to_first and not loop.first %} and list_contains({{ kept_to_first }}, rule_no) is not true {%- endif %}
            ),
            lambda rule_no: {'place': {{ loop.index }}, 'rule_no': rule_no}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ])) as hit
{% endmacro %}


{#-
  Does all else hold that the rule of a hit asks of the columns beside it? Not to be asked inside a lambda: that compiles
  the patterns anew for every few rows.
-#}
{% macro hit_holds(rules, columns) %}
    case hit.rule_no
        {%- for rule in rules %}
        {%- set condition = rule_condition(rule, columns, {}) %}
        {%- if condition != 'true' %}
        when {{ rule.rule_no }} then {{ condition }}
        {%- endif %}
        {%- endfor %}
        else true
    end
{% endmacro %}


{#- The rules of the first place that has any, best first; `hits` is in order. -#}
{% macro rules_of_first_place(hits) %}
    list_transform(list_filter({{ hits }}, lambda hit: hit.place = {{ hits }}[1].place), lambda hit: hit.rule_no)
{% endmacro %}
