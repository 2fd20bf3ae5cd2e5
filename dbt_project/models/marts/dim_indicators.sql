select
    indicator_code,
    domain,
    name_vi,
    name_en,
    unit,
    official_reference,
    description,
    fact_table,
    fact_code,
    legal_doc,
    legal_status,
    valid_from,
    valid_to
from {{ ref('indicators') }}
