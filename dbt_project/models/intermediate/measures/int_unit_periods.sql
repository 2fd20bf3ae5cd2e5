{#-
  The units and periods that the wide tables have rows for: those of which any report prints a measured value. The days
  are those of the unit's own report of the period; other periods are counted as that report counts its own.
-#}
with measures as (

    select * from {{ ref('int_measures') }}
    where kind = 'actual'

),

sources as (

    select
        unit_key,
        period,
        min_by(report_id, (is_prior, not is_of_its_period, report_id)) as report_id,
        bool_and(is_prior) as is_prior
    from measures
    group by unit_key, period

)

select
    sources.unit_key,
    sources.period,
    sources.report_id,
    case when sources.is_prior then 'later_report' else 'report' end as source,
    units.admin_unit_code,
    units.unit_name,
    units.unit_type,
    units.district_code,
    units.district_name,
    units.province_code,
    units.province_name,
    units.current_unit_code,
    periods.period_kind,
    periods.is_cumulative,
    periods.year_before,
    case
        when units.period = sources.period then units.period_start
        when units.period_basis = 'administrative_cutoff' then periods.cutoff_start
        when units.period_basis = 'calendar' then periods.calendar_start
    end as period_start,
    case
        when units.period = sources.period then units.period_end
        when units.period_basis = 'administrative_cutoff' then periods.cutoff_end
        when units.period_basis = 'calendar' then periods.calendar_end
    end as period_end,
    case
        when units.period = sources.period or units.period_basis in ('administrative_cutoff', 'calendar')
            then units.period_basis
    end as period_basis
from sources
inner join {{ ref('int_report_units') }} as units on sources.report_id = units.report_id
inner join {{ ref('dim_periods') }} as periods on sources.period = periods.period
