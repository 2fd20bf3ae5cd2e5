select
    facts.fact_id,
    facts.figure_id,
    facts.report_id,
    facts.admin_unit_code,
    facts.period,
    facts.as_of,
    facts.scenario,
    facts.indicator_code,
    figures.domain,
    facts.role,
    facts.value,
    facts.value_max,
    facts.unit,
    facts.is_corrected,
    facts.char_start,
    facts.char_end,
    facts.quote
from {{ ref('int_facts') }} as facts
inner join {{ ref('int_figures_classified') }} as figures on facts.figure_id = figures.figure_id
where facts.fact_table = 'indicator' and not facts.is_target
