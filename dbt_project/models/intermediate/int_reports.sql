{#-
  A report's unit is named in words; its official code is looked up among the units in force at the end of its period.
  Null where the words fit no unit, or more than one: a code is never guessed.
-#}
with reports as not materialized (

    select * from {{ ref('stg_reports') }}

),

named_units as (

    select
        report_id,
        unit_type,
        coalesce(period_end, issued_on) as valid_on,
        {{ place_key('unit_name') }} as unit_name,
        {{ place_key('district_name') }} as district_name,
        {{ place_key('province_name') }} as province_name
    from reports
    where unit_name is not null

),

official_units as (

    select * from {{ ref('int_admin_unit_names') }}

),

matched as (

    select
        named_units.report_id,
        min(official_units.admin_unit_code) as admin_unit_code
    from named_units
    inner join official_units
        on
            named_units.unit_name = official_units.unit_name
            and named_units.unit_type = official_units.unit_type
            and named_units.valid_on >= coalesce(official_units.valid_from, named_units.valid_on)
            and named_units.valid_on <= coalesce(official_units.valid_to, named_units.valid_on)
            and coalesce(named_units.district_name, official_units.district_name, '')
            = coalesce(official_units.district_name, '')
            and coalesce(named_units.province_name, official_units.province_name)
            = official_units.province_name
    group by named_units.report_id
    having count(*) = 1

),

figure_counts as (

    select
        report_id,
        count(*) as figure_count
    from {{ ref('int_figures') }}
    group by report_id

)

select
    reports.report_id,
    reports.source_file,
    reports.source_sha256,
    matched.admin_unit_code,
    reports.unit_name,
    reports.unit_type,
    reports.district_name,
    reports.province_name,
    reports.document_number,
    reports.issued_on,
    reports.title,
    reports.period,
    reports.period_start,
    reports.period_end,
    reports.period_basis,
    reports.as_of,
    reports.char_count,
    coalesce(figure_counts.figure_count, 0)::integer as figure_count,
    reports.ingested_at,
    reports.extractor_version
from reports
left join matched on reports.report_id = matched.report_id
left join figure_counts on reports.report_id = figure_counts.report_id
