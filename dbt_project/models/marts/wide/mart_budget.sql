{#- Lines of the commune's budget: done, planned, share of the plan, and what is aimed at next. -#}
{% set lines = mart_measures('budget') | map(attribute='name') | list %}
{% set planned, targeted = planned_lines(), targeted_lines() %}

with measures as (

    select * from {{ ref('int_measures') }}
    where mart = 'budget'

),

periods as (

    select
        period,
        cast(period_year as varchar) as year_period,
        period_year * 12 + first_month as opens,
        period_year * 12 + last_month as closes
    from {{ ref('dim_periods') }}

),

unit_periods as (

    select
        unit_periods.*,
        -- the plan of the year is what a year is measured by from its beginning on; a month or quarter has its own
        case when unit_periods.is_cumulative then periods.year_period else unit_periods.period end as plan_period
    from {{ ref('int_unit_periods') }} as unit_periods
    inner join periods on unit_periods.period = periods.period

),

actuals as (

    select
        unit_key,
        period,
        {%- for line in lines %}
        {{ of_measure(line, 'value') }} as {{ line }}_vnd,
        {{ of_measure(line, 'figure_id') }} as {{ line }}_figure_id,
        {%- endfor %}
        {%- for line in planned %}
        {{ of_measure(line, 'pct') }} as {{ line }}_pct,
        {{ of_measure(line, 'pct_figure_id') }} as {{ line }}_pct_figure_id,
        {%- endfor %}
        {{ of_measure('revenue', 'as_of') }} as revenue_as_of,
        {{ of_measure('expenditure', 'as_of') }} as expenditure_as_of,
        {{- row_notes() }}
    from measures
    where kind = 'actual'
    group by unit_key, period

),

-- the plan that was voted, else what an earlier report aimed at for that period
plan_lines as (

    select measures.*
    from measures
    inner join periods on measures.period = periods.period
    inner join {{ ref('int_report_units') }} as setters on measures.report_id = setters.report_id
    left join periods as setter_periods on setters.period = setter_periods.period
    where measures.kind = 'plan' or (measures.kind = 'target' and setter_periods.closes < periods.opens)
    qualify row_number() over (
        partition by measures.unit_key, measures.period, measures.measure
        order by measures.kind, measures.reported_on desc nulls last, measures.report_id
    ) = 1

),

plans as (

    select
        unit_key,
        period,
        {%- for line in planned %}
        {{ of_measure(line, 'value') }} as {{ line }}_vnd,
        {{ of_measure(line, 'figure_id') }} as {{ line }}_figure_id{{ ',' if not loop.last }}
        {%- endfor %}
    from plan_lines
    group by unit_key, period

),

-- of the periods that a report sets targets for, the last one
targets as (

    select
        measures.report_id,
        measures.period,
        {%- for line in targeted %}
        {{ of_measure(line, 'value') }} as {{ line }}_vnd,
        {{ of_measure(line, 'figure_id') }} as {{ line }}_figure_id{{ ',' if not loop.last }}
        {%- endfor %}
    from measures
    inner join periods on measures.period = periods.period
    where measures.kind = 'target' and measures.measure in ('{{ targeted | join("', '") }}')
    group by measures.report_id, measures.period
    qualify row_number() over (
        partition by measures.report_id order by max(periods.closes) desc, min(periods.opens)
    ) = 1

),

joined as (

    select
        {{- unit_period_columns() }}
        unit_periods.plan_period,
        targets.period as next_target_period,
        actuals.* exclude (unit_key, period),
        {%- for line in planned %}
        plans.{{ line }}_vnd as {{ line }}_plan_vnd,
        plans.{{ line }}_figure_id as {{ line }}_plan_figure_id,
        {%- endfor %}
        {%- for line in targeted %}
        targets.{{ line }}_vnd as {{ line }}_next_target_vnd,
        targets.{{ line }}_figure_id as {{ line }}_next_target_figure_id,
        {%- endfor %}
        -- of one report and, where it dates them, of one day: else the difference would mean nothing
        {{ report_of('actuals.revenue_figure_id') }} = {{ report_of('actuals.expenditure_figure_id') }}
        and actuals.revenue_as_of is not distinct from actuals.expenditure_as_of as is_of_one_day
    from unit_periods
    inner join actuals on unit_periods.unit_key = actuals.unit_key and unit_periods.period = actuals.period
    left join plans on unit_periods.unit_key = plans.unit_key and unit_periods.plan_period = plans.period
    left join targets on {{ own_report('unit_periods') }} = targets.report_id

),

derived as (

    select
        *,
        case when balance_vnd is null and is_of_one_day then revenue_vnd - expenditure_vnd end as derived_balance_vnd,
        {%- for line in planned %}
        case when {{ line }}_pct is null then {{ percent_of(line ~ '_vnd', line ~ '_plan_vnd') }} end
            as {{ line }}_derived_pct{{ ',' if not loop.last }}
        {%- endfor %}
    from joined

)

select
    {{- unit_period_columns('derived') }}
    first_as_of,
    last_as_of,
    plan_period,
    next_target_period,
    {%- for line in lines if line != 'balance' %}
    {{ line }}_vnd,
    {%- if line in planned %}
    {{ line }}_plan_vnd,
    coalesce({{ line }}_pct, {{ line }}_derived_pct) as {{ line }}_pct_of_plan,
    {{ is_derived(line ~ '_pct', line ~ '_derived_pct') }} as {{ line }}_pct_of_plan_is_derived,
    {%- endif %}
    {%- if line in targeted %}
    {{ line }}_next_target_vnd,
    {%- endif %}
    {%- endfor %}
    coalesce(balance_vnd, derived_balance_vnd) as balance_vnd,
    {{ is_derived('balance_vnd', 'derived_balance_vnd') }} as balance_is_derived,
    {%- for line in lines %}
    {{ line }}_figure_id,
    {%- if line in planned %}
    {{ line }}_plan_figure_id,
    {{ line }}_pct_figure_id as {{ line }}_pct_of_plan_figure_id,
    {%- endif %}
    {%- if line in targeted %}
    {{ line }}_next_target_figure_id,
    {%- endif %}
    {%- endfor %}
    other_figure_ids
from derived
