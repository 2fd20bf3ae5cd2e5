{#-
  Whose report it is, so that reports of one unit come together: the unit of the official list where its code is known,
  else the words that the report names it by, else nobody's but its own.
-#}
with reports as (

    select * from {{ ref('int_reports') }}

),

units as (

    select * from {{ ref('dim_admin_units') }}

)

select
    reports.report_id,
    coalesce(
        units.admin_unit_key,
        case when reports.unit_name is not null then concat_ws(
            ', ',
            reports.unit_type || ' ' || {{ place_key('reports.unit_name') }},
            {{ place_key('reports.district_name') }},
            {{ place_key('reports.province_name') }}
        ) end,
        reports.report_id
    ) as unit_key,
    units.admin_unit_key,
    reports.admin_unit_code,
    reports.unit_name,
    reports.unit_type,
    reports.district_name,
    coalesce(reports.province_name, units.province_name) as province_name,
    units.district_code,
    units.province_code,
    case when units.valid_to is null then units.admin_unit_code else units.successor_code end as current_unit_code,
    reports.period,
    reports.period_start,
    reports.period_end,
    reports.period_basis,
    reports.issued_on
from reports
left join units
    on
        reports.admin_unit_code = units.admin_unit_code
        and coalesce(reports.period_end, reports.issued_on)
        between coalesce(units.valid_from, date '0001-01-01') and coalesce(units.valid_to, date '9999-12-31')
