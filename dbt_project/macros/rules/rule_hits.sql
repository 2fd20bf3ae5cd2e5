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


{#- The numbers of the rules that hold wherever their own text satisfies them: they ask nothing of these columns. -#}
{% macro rules_that_settle(rules, columns) %}
    {%- set found = [] -%}
    {%- for rule in rules if rule_condition(rule, columns, {}) == 'true' -%}
        {%- do found.append(rule.rule_no) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{#-
  The rules found for each of several texts of a row, a row for each: `hit` has place (which of the texts) and rule_no.

  found          the tables that these texts were looked up in, nearest text first: `rules` has the rules of a text, and
                 `settles` is true where one of them holds in any case. What lies behind such a text is never asked.
  kept_out       a column with rules that are left out; a rule that can be kept out must not settle anything.
  kept_to_first  a column with rules that count in the first text alone; where it has any, only that one settles.
-#}
{% macro hits_by_place(found, kept_out, kept_to_first=none) %}
    {%- set before = [] -%}
    unnest(flatten([
        {%- for table in found %}
        {%- if before %}
        case when not coalesce({{ before | join(' or ') }}, false) then
        {%- endif %}
        list_transform(
            list_filter(
                {{ table }}.rules,
                lambda rule_no: list_contains({{ kept_out }}, rule_no) is not true
                {%- if kept_to_first and not loop.first %} and list_contains({{ kept_to_first }}, rule_no) is not true {%- endif %}
            ),
            lambda rule_no: {'place': {{ loop.index }}, 'rule_no': rule_no}
        )
        {%- if before %} end {%- endif %}
        {%- do before.append(
            table ~ '.settles' if loop.first or not kept_to_first
            else '(' ~ table ~ '.settles and coalesce(len(' ~ kept_to_first ~ '), 0) = 0)'
        ) %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    ])) as hit
{% endmacro %}


{#-
  Does all else hold that the rule of a hit asks of the columns beside it? Not to be asked inside a lambda: that compiles
  the patterns anew for every few rows. Asked a dozen at a time: one long list is gone through to its end for most hits.
-#}
{% macro hit_holds(rules, columns) %}
    {%- set asking = [] -%}
    {%- for rule in rules if rule_condition(rule, columns, {}) != 'true' -%}
        {%- do asking.append(rule) -%}
    {%- endfor -%}
    case
        {%- for some in asking | sort(attribute='rule_no') | batch(12) %}
        when hit.rule_no <= {{ some[-1].rule_no }} then
            case hit.rule_no
                {%- for rule in some %}
                when {{ rule.rule_no }} then {{ rule_condition(rule, columns, {}) }}
                {%- endfor %}
                else true
            end
        {%- endfor %}
        else true
    end
{% endmacro %}


{#- The rules of the first place that has any, best first; `hits` is in order. -#}
{% macro rules_of_first_place(hits) %}
    list_transform(list_filter({{ hits }}, lambda hit: hit.place = {{ hits }}[1].place), lambda hit: hit.rule_no)
{% endmacro %}
