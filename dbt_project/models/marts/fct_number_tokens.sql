select
    report_id || ':' || char_start as token_id,
    report_id,
    char_start,
    char_end,
    printed,
    kind,
    figure_id
from {{ ref('stg_number_tokens') }}
