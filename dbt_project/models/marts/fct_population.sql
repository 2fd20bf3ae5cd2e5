select
    fact_id,
    figure_id,
    report_id,
    admin_unit_code,
    period,
    as_of,
    scenario,
    scope as residence,
    code as measure_code,
    value,
    unit,
    pct,
    is_corrected,
    char_start,
    char_end,
    quote
from {{ ref('int_facts') }}
where fact_table = 'population' and not is_target
