select
    report_id,
    unit_key,
    period,
    is_current,
    supersedes_report_id,
    superseded_by_report_id,
    relation,
    shared_labels,
    earlier_labels,
    later_labels,
    other_report_ids
from {{ ref('int_report_versions') }}
