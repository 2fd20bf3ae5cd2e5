select
    figures.figure_id,
    figures.report_id,
    figures.char_start,
    figures.char_end,
    figures.printed,
    figures.value,
    figures.value_max,
    figures.unit,
    figures.approx,
    figures.role,
    classified.domain,
    figures.label,
    figures.heading,
    coalesce(figures.period, reports.period) as period,
    figures.as_of,
    classified.indicator_code,
    figures.quote,
    figures.confidence,
    figures.is_corrected,
    figures.is_confirmed,
    classified.domain_rule_id,
    coalesce(classified.code_ruling_id, classified.code_rule_id) as code_rule_id,
    pages.page_number
from {{ ref('int_figures') }} as figures
inner join {{ ref('int_figures_classified') }} as classified on figures.figure_id = classified.figure_id
inner join {{ ref('int_reports') }} as reports on figures.report_id = reports.report_id
asof left join {{ ref('stg_report_pages') }} as pages
    on figures.report_id = pages.report_id and figures.char_start >= pages.char_start
