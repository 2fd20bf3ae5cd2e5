{#-
  The headline measures of every unit and period, one by one, each beside its value of a year before and beside the
  middle of its district and province.
-#}
with comparisons as (

    select * from {{ ref('int_unit_comparisons') }}

)

select
    {{- unit_period_columns('comparisons') }}
    measure,
    domain,
    unit,
    value,
    is_derived,
    figure_id,
    prior_period,
    prior_value,
    prior_source,
    prior_is_derived,
    prior_unit_key,
    prior_figure_id,
    change,
    change_pct,
    change_is_derived,
    printed_change_pct,
    printed_change_figure_id,
    printed_prior_value,
    printed_prior_figure_id,
    printed_prior_differs,
    case when district_code is not null then cast(median(value) over in_district as decimal(38, 6)) end as district_median,
    case when district_code is not null then cast(count(*) over in_district as integer) end as district_units,
    case when province_code is not null then cast(median(value) over in_province as decimal(38, 6)) end as province_median,
    case when province_code is not null then cast(count(*) over in_province as integer) end as province_units
from comparisons
window
    in_district as (partition by measure, period, province_code, district_code),
    in_province as (partition by measure, period, province_code)
