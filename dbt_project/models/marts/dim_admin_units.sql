select
    admin_unit_code || '@' || coalesce(strftime(valid_from, '%Y-%m-%d'), 'before') as admin_unit_key,
    admin_unit_code,
    name,
    unit_type,
    district_code,
    district_name,
    province_code,
    province_name,
    valid_from,
    valid_to,
    successor_code,
    successor_codes
from {{ ref('admin_units') }}
