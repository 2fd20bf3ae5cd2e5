{#-
  One row per term of a claim "area x yield = output", told by the units alone: the areas before a yield, back to the yield
  before it, and the first output after it. Where several areas stand there, the one that fits best is meant, and its not
  fitting is no finding. An output that follows several yields is that of all of them together and makes no claim.
-#}

with figures as (

    -- "318/315 ha": an area beside its plan is one too
    select * from {{ ref('int_audit_figures') }}
    where role = 'actual' or (role = 'numerator' and dimension = 'area')

),

yields as (

    select
        *,
        lag(char_start, 1, 0) over (partition by report_id, block_no order by char_start) as yield_before
    from figures
    where dimension = 'mass per area'

),

outputs as (

    select
        yields.figure_id as yield_id,
        figures.figure_id as output_id,
        figures.label,
        figures.value_micro
    from yields
    inner join figures
        on yields.report_id = figures.report_id
        and yields.block_no = figures.block_no
        and figures.char_start > yields.char_start
        and figures.dimension = 'mass'
    qualify row_number() over (partition by yields.figure_id order by figures.char_start) = 1

),

own_outputs as (

    select *
    from outputs
    qualify count(*) over (partition by output_id) = 1

),

claims as (

    select
        yields.report_id,
        yields.figure_id as yield_id,
        areas.figure_id as area_id,
        own_outputs.output_id,
        own_outputs.label,
        count(*) over (partition by yields.figure_id) as area_count,
        -- the last of several, where it nearly fits
        areas.char_start = max(areas.char_start) over (partition by yields.figure_id)
        and abs(areas.value_micro // 1000000 * yields.value_micro - own_outputs.value_micro) * 5
        <= own_outputs.value_micro as is_nearest_and_near
    from yields
    inner join own_outputs on yields.figure_id = own_outputs.yield_id
    inner join figures as areas
        on yields.report_id = areas.report_id
        and yields.block_no = areas.block_no
        and areas.char_start between yields.yield_before and yields.char_start
        and areas.dimension = 'area'
    qualify
        row_number() over (
            partition by yields.figure_id
            order by
                abs(areas.value_micro // 1000000 * yields.value_micro - own_outputs.value_micro),
                areas.char_start desc
        ) = 1

),

final as (

    select
        'yield:' || claims.yield_id as claim_key,
        claims.report_id,
        'product' as claim_type,
        claims.label,
        'diện tích × năng suất' as cue,
        true as exhaustive,
        claims.area_count = 1 or claims.is_nearest_and_near as is_certain,
        true as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then claims.output_id
            when 1 then claims.area_id
            else claims.yield_id
        end as figure_id,
        1 as sign
    from claims
    cross join (values (0, 'total'), (1, 'count'), (2, 'unit_price')) as roles (position, term_role)

)

select * from final
