{#-
  Whose series a unit goes on with: where it went on under the new list with its area as it was, that of the old unit.
-#}
with successions as (

    select * from {{ ref('dim_admin_unit_successions') }}
    where is_same_area

)

select
    new_unit_key as unit_key,
    old_unit_key as earlier_unit_key
from successions
