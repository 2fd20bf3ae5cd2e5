{#-
  Rulings on documents that are here, each with the figure that it is about. `problem` says in words why a ruling no
  longer fits its place; the test rulings_fit stops the build then.
-#}
with rulings as (

    select * from {{ ref('rulings') }}

),

reports as (

    select * from {{ ref('stg_reports') }}

),

figures as (

    select * from {{ ref('stg_figures') }}

),

placed as (

    select
        rulings.*,
        {{ ruling_id('rulings') }} as ruling_id,
        reports.report_id,
        reports.source_file,
        figures.figure_id,
        substring(reports.text, rulings.char_start + 1, rulings.char_end - rulings.char_start) as standing,
        figures.value as original_value,
        figures.value_max as original_value_max,
        figures.unit as original_unit,
        figures.role as original_role,
        figures.period as original_period
    from rulings
    inner join reports on rulings.source_sha256 = reports.source_sha256
    left join figures
        on
            reports.report_id = figures.report_id
            and rulings.char_start = figures.char_start
            and rulings.char_end = figures.char_end

)

select
    ruling_id,
    report_id,
    figure_id,
    char_start,
    char_end,
    printed,
    ruling,
    value,
    value_max,
    unit,
    role,
    period,
    domain,
    fact_table,
    code,
    second_code,
    scope,
    scenario,
    ruled_by,
    ruled_on,
    reason,
    original_value,
    original_value_max,
    original_unit,
    original_role,
    original_period,
    case
        when standing <> printed
            then format(
                'seeds/rulings.csv rules on “{}” at {}–{} of {}, and “{}” stands there: mend the row or take it out',
                printed, char_start, char_end, source_file, standing
            )
        when figure_id is null
            then format(
                'seeds/rulings.csv rules on “{}” at {}–{} of {}, where no figure of just these digits is read any more: '
                'look at `soxa show`, mend the row or take it out',
                printed, char_start, char_end, source_file
            )
    end as problem
from placed
