-- A view, as fct_expectation_results is and for the same reason: a snapshot tells of the run that published it.
{{ config(materialized='view') }}

select
    run_no,
    run_id,
    kind,
    started_at,
    finished_at,
    -- Who reads of a run that is publishing reads what it published.
    if(outcome = 'publishing', 'published', outcome) as outcome,
    message,
    inbox,
    files_found,
    files_known,
    files_read,
    files_read_again,
    files_duplicate,
    files_refused,
    built,
    soxa_version,
    extractor_version,
    reader_fingerprint,
    rules_fingerprint,
    cast(list_sum(map_values(seconds)) as double) as seconds,
    cast(to_json(seconds) as varchar) as step_seconds
from {{ ref('stg_runs') }}
