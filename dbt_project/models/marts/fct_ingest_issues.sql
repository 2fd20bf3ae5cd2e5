select
    source_file,
    source_sha256,
    severity,
    code,
    message,
    report_id,
    noticed_at
from {{ ref('stg_ingest_issues') }}
