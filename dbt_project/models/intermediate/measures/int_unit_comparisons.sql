{#-
  The headline measures of every unit and period, one by one, each beside its value of a year before. What they are
  among those of other units is worked out apart, in mart_comparisons: this is made of the unit's own reports.
-#}
{% set headlines = headline_measures() %}

with unit_periods as not materialized (

    select * from {{ ref('int_unit_periods') }}

),

listed as (
    {% for mart in headlines | map(attribute='mart') | unique %}
    select
        unit_key,
        period,
        unnest([
            {%- for one in headlines if one.mart == mart %}
            {
                'measure': '{{ one.column }}', 'stated_measure': '{{ one.measure }}', 'domain': '{{ one.domain }}',
                'unit': '{{ one.unit }}', 'value': {{ one.column }}, 'is_derived': {{ one.is_derived }},
                'figure_id': {{ one.figure_id or 'null::varchar' }}
            }{{ ',' if not loop.last }}
            {%- endfor %}
        ], max_depth := 2)
    from {{ ref('mart_' ~ mart) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

measured as (

    select
        listed.*,
        -- the measure itself, where it is what is compared, rather than a percentage worked out from it
        case when listed.measure = listed.stated_measure or listed.unit = 'VND' then listed.stated_measure end as amount_measure,
        -- printed by a later report as the value of the year before
        statements.figure_id is not null or unit_periods.source = 'later_report' as is_told_later
    from listed
    inner join unit_periods on listed.unit_key = unit_periods.unit_key and listed.period = unit_periods.period
    left join {{ ref('int_measures') }} as statements
        on
            listed.figure_id = statements.figure_id
            and listed.stated_measure = statements.measure
            and statements.is_prior
    where listed.value is not null

),

-- where a unit went on under the new list with its area as it was, its series goes on
forerunners as (

    select
        unit_key,
        earlier_unit_key
    from {{ ref('int_unit_forerunners') }}
    where earlier_unit_key in (select unit_key from unit_periods)
    union all
    select distinct
        unit_key,
        unit_key as earlier_unit_key
    from unit_periods

),

own_earlier as (

    select
        unit_periods.unit_key,
        unit_periods.period,
        measured.measure,
        measured.unit_key as earlier_unit_key,
        measured.value,
        measured.is_derived,
        measured.figure_id
    from unit_periods
    inner join forerunners on unit_periods.unit_key = forerunners.unit_key
    inner join measured
        on forerunners.earlier_unit_key = measured.unit_key and unit_periods.year_before = measured.period
    where not measured.is_told_later

),

printed_earlier as (

    select * from {{ ref('int_measure_statements') }}
    where is_prior and kind = 'actual'
    qualify row_number() over (partition by report_id, measure, period order by choice) = 1

),

printed_changes as (

    select * from {{ ref('int_measures') }}
    where kind = 'actual' and yoy_pct is not null

),

compared as (

    select
        {{- unit_period_columns() }}
        measured.measure,
        measured.domain,
        measured.unit,
        measured.value,
        measured.is_derived,
        measured.figure_id,
        unit_periods.year_before as prior_period,
        own_earlier.value as own_value,
        own_earlier.is_derived as own_is_derived,
        own_earlier.figure_id as own_figure_id,
        own_earlier.earlier_unit_key,
        printed_earlier.value as printed_prior_value,
        printed_earlier.figure_id as printed_prior_figure_id,
        abs(own_earlier.value - printed_earlier.value) >= printed_earlier.step
        and own_earlier.value <> printed_earlier.value as printed_prior_differs,
        printed_changes.yoy_pct as printed_change_pct,
        printed_changes.yoy_figure_id as printed_change_figure_id,
        unit_periods.district_code,
        unit_periods.province_code
    from measured
    inner join unit_periods on measured.unit_key = unit_periods.unit_key and measured.period = unit_periods.period
    left join own_earlier
        on
            measured.unit_key = own_earlier.unit_key
            and measured.period = own_earlier.period
            and measured.measure = own_earlier.measure
    left join printed_earlier
        on
            unit_periods.report_id = printed_earlier.report_id
            and unit_periods.year_before = printed_earlier.period
            and measured.amount_measure = printed_earlier.measure
    left join printed_changes
        on
            measured.unit_key = printed_changes.unit_key
            and measured.period = printed_changes.period
            and measured.amount_measure = printed_changes.measure

),

followed as (

    select
        *,
        coalesce(own_value, printed_prior_value) as prior_value
    from compared

)

select
    {{- unit_period_columns('followed') }}
    measure,
    domain,
    unit,
    value,
    is_derived,
    figure_id,
    prior_period,
    prior_value,
    case when own_value is not null then 'own_report' when printed_prior_value is not null then 'printed' end as prior_source,
    case when own_value is not null then own_is_derived when printed_prior_value is not null then false end as prior_is_derived,
    earlier_unit_key as prior_unit_key,
    case when own_value is not null then own_figure_id else printed_prior_figure_id end as prior_figure_id,
    value - prior_value as change,
    case
        when unit not in ('%', '‰') then coalesce({{ percent_of('(value - prior_value)', 'prior_value') }}, printed_change_pct)
    end as change_pct,
    case
        when prior_value is not null then true
        when unit not in ('%', '‰') and printed_change_pct is not null then false
    end as change_is_derived,
    printed_change_pct,
    printed_change_figure_id,
    printed_prior_value,
    printed_prior_figure_id,
    printed_prior_differs,
    district_code,
    province_code
from followed
