-- depends_on: {{ ref('scope_rules') }}

{#- The coded figures: one row for each fact that a figure states, with what the fact is of (fund, residence, measure, field). -#}
{% set text_columns = {
    'label': 'label_text', 'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text'
} %}

with coded as (

    select
        figures.*,
        slots.coding_slot,
        slots.rule_id
    from {{ ref('int_figures_classified') }} as figures
    cross join unnest([
        {coding_slot: 1, rule_id: figures.code_rule_id},
        {coding_slot: 2, rule_id: figures.second_code_rule_id}
    ]) as slots(slots)
    where slots.rule_id is not null

),

ruled as (

    select
        coded.* exclude (indicator_code),
        rules.fact_table,
        rules.code,
        {{ indicator_code('rules.fact_table', 'rules.code') }} as indicator_code,
        rules.scope as rule_scope
    from coded
    inner join {{ ref('indicator_rules') }} as rules on coded.rule_id = rules.rule_id
    where rules.code is not null

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
