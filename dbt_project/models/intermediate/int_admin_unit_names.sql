{#- The official list with its names in the form that names are compared in: thousands of them, folded once for all runs. -#}

select
    admin_unit_code,
    unit_type,
    valid_from,
    valid_to,
    {{ place_key('name') }} as unit_name,
    {{ place_key('district_name') }} as district_name,
    {{ place_key('province_name') }} as province_name
from {{ ref('admin_units') }}
