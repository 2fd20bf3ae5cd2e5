{#- Coded figures with everything that the fact tables share: whose, when, as what, and where it stands in the text. -#}
with codes as (

    select * from {{ ref('int_figure_codes') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

reports as (

    select * from {{ ref('int_reports') }}

),

dated as (

    select
        codes.figure_id || '/' || codes.coding_slot as fact_id,
        codes.figure_id,
        codes.coding_slot,
        codes.fact_table,
        codes.code,
        codes.scope,
        {{ indicator_code('codes.fact_table', 'codes.code') }} as indicator_code,
        figures.report_id,
        reports.admin_unit_code,
        figures.role,
        codes.is_target,
        figures.label,
        figures.value,
        figures.value_max,
        figures.unit,
        figures.as_of,
        figures.is_corrected,
        figures.char_start,
        figures.char_end,
        figures.quote,
        case
            when codes.rule_scenario is not null then codes.rule_scenario
            when codes.is_target or figures.role = 'plan' then 'plan'
            else 'actual'
        end as scenario,
        case
            -- what is planned is planned for the year, also where a half-year report says so
            when figures.role = 'plan' or codes.rule_scenario = 'plan' then left(coalesce(figures.period, reports.period), 4)
            else coalesce(figures.period, reports.period)
        end as period
    from codes
    inner join figures on codes.figure_id = figures.figure_id
    inner join reports on figures.report_id = reports.report_id
    where figures.value is not null

)

select
    dated.*,
    percentages.pct,
    percentages.yoy_pct,
    percentages.pct_figure_id,
    percentages.yoy_figure_id
from dated
left join {{ ref('int_figure_percentages') }} as percentages on dated.figure_id = percentages.figure_id
