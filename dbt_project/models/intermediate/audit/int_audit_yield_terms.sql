{#-
  One row per term of a claim "area x yield = output", told by the units alone: the last area before a yield and the
  first output after it. An output that follows several yields is that of all of them together and makes no claim here.
-#}

with figures as (

    select * from {{ ref('int_audit_figures') }} where role = 'actual'

),

yields as (

    select * from figures where dimension = 'mass per area'

),

areas as (

    select
        yields.figure_id as yield_id,
        figures.figure_id as area_id,
        figures.char_start as area_start
    from yields
    inner join figures
        on yields.report_id = figures.report_id
        and yields.block_no = figures.block_no
        and figures.char_start < yields.char_start
        and figures.dimension = 'area'
    qualify
        row_number() over (partition by yields.figure_id order by figures.char_start desc) = 1
        and row_number() over (partition by figures.figure_id order by yields.char_start) = 1

),

outputs as (

    select
        yields.figure_id as yield_id,
        figures.figure_id as output_id,
        figures.char_start as output_start
    from yields
    inner join figures
        on yields.report_id = figures.report_id
        and yields.block_no = figures.block_no
        and figures.char_start > yields.char_start
        and figures.dimension = 'mass'
    qualify row_number() over (partition by yields.figure_id order by figures.char_start) = 1

),

claims as (

    select
        yields.report_id,
        yields.figure_id as yield_id,
        areas.area_id,
        outputs.output_id,
        output_figures.label
    from yields
    inner join areas on yields.figure_id = areas.yield_id
    inner join outputs on yields.figure_id = outputs.yield_id
    inner join figures as output_figures on outputs.output_id = output_figures.figure_id
    qualify count(*) over (partition by outputs.output_id) = 1

),

final as (

    select
        'yield:' || claims.yield_id as claim_key,
        claims.report_id,
        'product' as claim_type,
        claims.label,
        'diện tích × năng suất' as cue,
        true as exhaustive,
        true as is_certain,
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
