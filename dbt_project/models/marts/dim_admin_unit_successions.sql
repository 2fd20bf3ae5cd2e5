{#- The change of 2025-07-01 from each old unit to each new one that took it or a part of it. -#}
with units as not materialized (

    select * from {{ ref('dim_admin_units') }}

),

steps as (

    select
        units.admin_unit_key,
        units.admin_unit_code,
        units.name,
        units.successor_code,
        successors.admin_unit_code as new_code
    from units
    cross join unnest(string_split(units.successor_codes, '|')) as successors(admin_unit_code)
    where units.valid_to is not null and units.successor_codes is not null

),

paired as (

    select
        steps.admin_unit_key as old_unit_key,
        steps.admin_unit_code as old_unit_code,
        steps.name as old_unit_name,
        new_units.admin_unit_key as new_unit_key,
        new_units.admin_unit_code as new_unit_code,
        new_units.name as new_unit_name,
        steps.successor_code is not null as is_whole,
        count(*) over (partition by new_units.admin_unit_key) as units_merged
    from steps
    inner join units as new_units on steps.new_code = new_units.admin_unit_code and new_units.valid_to is null

)

select
    old_unit_key,
    old_unit_code,
    old_unit_name,
    new_unit_key,
    new_unit_code,
    new_unit_name,
    is_whole,
    units_merged,
    is_whole and units_merged = 1 as is_same_area
from paired
