select
    fact_id,
    figure_id,
    report_id,
    admin_unit_code,
    period,
    as_of,
    scope as fund,
    case
        when code like 'REV%' then 'revenue'
        when code like 'EXP%' then 'expenditure'
        else 'balance'
    end as side,
    scenario,
    code as line_code,
    label as line_label,
    value as amount_vnd,
    pct as pct_of_plan,
    yoy_pct,
    is_corrected,
    char_start,
    char_end,
    quote
from {{ ref('int_facts') }}
where fact_table = 'budget'
