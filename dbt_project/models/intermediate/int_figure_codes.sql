-- depends_on: {{ ref('scope_rules') }}

{#- The coded figures: one row for each fact that a figure states, with what the fact is of (fund, residence, measure, field). -#}
{% set text_columns = {
    'label': 'label_text', 'own': 'own_text', 'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text'
} %}

with ruled as (

    select
        figures.* exclude (indicator_code),
        rules.rule_id,
        rules.fact_table,
        codes.coding_slot,
        codes.code,
        {{ indicator_code('rules.fact_table', 'codes.code') }} as indicator_code,
        rules.scope as rule_scope
    from {{ ref('int_figures_classified') }} as figures
    inner join {{ ref('indicator_rules') }} as rules on figures.code_rule_id = rules.rule_id
    cross join unnest([rules.code, rules.second_code]) with ordinality as codes(code, coding_slot)
    where codes.code is not null

),

scope_matches as (

    select
        *,
        case fact_table
            {%- for fact_table in ['budget', 'population', 'security', 'admin_proc'] %}
            when '{{ fact_table }}' then {{ matching_rules(
                load_rules('scope_rules', "fact_table = '" ~ fact_table ~ "'"),
                text_columns,
                {'code_in': 'code', 'unit_in': 'unit', 'role_in': 'coding_role'}
            ) }}
            {%- endfor %}
            else []
        end as scope_rules
    from ruled

)

select
    scope_matches.figure_id,
    scope_matches.report_id,
    scope_matches.coding_slot,
    scope_matches.fact_table,
    scope_matches.code,
    scope_matches.indicator_code,
    coalesce(scope_matches.rule_scope, scope_rules.scope) as scope,
    scope_matches.rule_id,
    scope_matches.scope_rules[1] as scope_rule_id
from scope_matches
left join {{ ref('scope_rules') }} as scope_rules on scope_matches.scope_rules[1] = scope_rules.rule_id
