select
    fact_id,
    figure_id,
    report_id,
    admin_unit_code,
    period,
    as_of,
    scenario,
    code as category_code,
    scope as measure,
    value,
    unit,
    is_corrected,
    char_start,
    char_end,
    quote
from {{ ref('int_facts') }}
where fact_table = 'security' and not is_target
