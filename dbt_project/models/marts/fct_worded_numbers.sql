select
    report_id,
    char_start,
    char_end,
    printed,
    value,
    unit,
    noun,
    quote
from {{ ref('stg_worded_numbers') }}
