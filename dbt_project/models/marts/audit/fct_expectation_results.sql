-- A view, alone among the marts: the run that publishes a snapshot adds its own results after dbt is done, and the
-- snapshot is to have them (`renew_results` in warehouse/publish.py copies it last). In the snapshot it is a table.
{{ config(materialized='view') }}

select
    run_id,
    checked_at,
    suite,
    expectation,
    says,
    kind,
    severity,
    success,
    evaluated,
    unexpected,
    sample,
    seconds
from {{ ref('stg_expectation_results') }}
