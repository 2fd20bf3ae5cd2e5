{#-
  One row per term of a claim that a coded whole is the sum of its coded kinds: the one-stop shop of its fields, the cases
  of a period of their categories. Not all kinds need be reported, so such a claim is published only where it holds, or,
  where nothing else stands between the kinds, where a slip keeps it from holding.
-#}

with facts as (

    select
        facts.report_id,
        facts.fact_table,
        facts.figure_id,
        facts.code,
        facts.scope,
        facts.scenario,
        facts.period_slot,
        figures.char_start,
        figures.place,
        figures.block_no,
        figures.unit,
        figures.value_micro
    from {{ ref('int_audit_facts') }} as facts
    inner join {{ ref('int_audit_figures') }} as figures on facts.figure_id = figures.figure_id

),

-- each whole with the first telling of each of its kinds
fields as (

    select
        wholes.report_id,
        concat_ws(':', wholes.code, wholes.figure_id) as whole_key,
        'Hồ sơ một cửa = tổng các lĩnh vực' as label,
        wholes.figure_id as whole_id,
        wholes.place as whole_place,
        kinds.figure_id,
        kinds.place,
        kinds.block_no = wholes.block_no as is_same_block,
        kinds.unit
    from facts as wholes
    inner join facts as kinds
        on wholes.report_id = kinds.report_id
        and wholes.code = kinds.code
        and wholes.scenario = kinds.scenario
        and wholes.period_slot = kinds.period_slot
    where wholes.fact_table = 'admin_proc' and wholes.scope = 'ALL' and kinds.fact_table = 'admin_proc' and kinds.scope <> 'ALL'
    qualify
        row_number() over (partition by wholes.figure_id, wholes.code, kinds.scope order by kinds.char_start) = 1
        and wholes.char_start = min(wholes.char_start) over (
            partition by wholes.report_id, wholes.code, wholes.scenario, wholes.period_slot
        )

),

-- "... địa chính 48, lĩnh vực khác 20": the others, right behind the last field that has a name
with_others as (

    select * from fields
    union all
    select
        lasts.report_id,
        lasts.whole_key,
        lasts.label,
        lasts.whole_id,
        lasts.whole_place,
        others.figure_id,
        others.place,
        lasts.is_same_block,
        others.unit
    from (
        select * from fields qualify row_number() over (partition by whole_key order by place desc) = 1
    ) as lasts
    inner join facts as others
        on lasts.report_id = others.report_id
        and others.fact_table = 'admin_proc'
        and others.code = 'OTHER'
        and others.scope = 'OTHER'
        and others.place = lasts.place + 1

),

first_tellings as (

    select figure_id
    from facts
    where fact_table = 'security'
    qualify
        row_number() over (
            partition by report_id, code, scope, scenario, period_slot, block_no order by char_start
        ) = 1

),

categories as (

    select
        wholes.report_id,
        concat_ws(':', wholes.code, wholes.scope, wholes.figure_id) as whole_key,
        'Tổng số vụ = tổng các loại vụ' as label,
        wholes.figure_id as whole_id,
        wholes.place as whole_place,
        kinds.figure_id,
        kinds.place,
        true as is_same_block,
        kinds.unit,
        wholes.value_micro as whole_micro,
        sum(kinds.value_micro) over (partition by wholes.figure_id order by kinds.place) as running_micro
    from facts as wholes
    inner join facts as kinds
        on wholes.report_id = kinds.report_id
        and wholes.scope = kinds.scope
        and wholes.scenario = kinds.scenario
        and wholes.period_slot = kinds.period_slot
        and wholes.block_no = kinds.block_no
        and wholes.char_start < kinds.char_start
        and wholes.unit = kinds.unit
    where
        wholes.fact_table = 'security'
        and wholes.code = 'TOTAL'
        and wholes.scope = 'cases'
        -- told again ("làm rõ 11/14 vụ"), it is not what the list behind it breaks down
        and wholes.figure_id in (select figure_id from first_tellings)
        and kinds.fact_table = 'security'
        and kinds.code <> 'TOTAL'
        and kinds.figure_id in (select figure_id from first_tellings)

),

-- traffic accidents and fires may be told after the cases without being among them: as many kinds as come nearest
nearest_categories as (

    select * exclude (whole_micro, running_micro)
    from categories
    qualify
        place <= min_by(place, abs(running_micro - whole_micro)) over (partition by whole_key)

),

parts as (

    select
        *,
        count(*) over (partition by whole_key) as kind_count,
        min(place) over (partition by whole_key) as first_place,
        max(place) over (partition by whole_key) as last_place,
        bool_and(is_same_block) over (partition by whole_key) as is_one_block
    from (
        select * from with_others
        union all
        select * from nearest_categories
    )

),

-- what else is counted in the same unit between the kinds
between_kinds as (

    select
        parts.whole_key,
        count(distinct figures.figure_id) as counted
    from parts
    inner join {{ ref('int_audit_figures') }} as figures
        on parts.report_id = figures.report_id
        and parts.unit = figures.unit
        and figures.place between parts.first_place and parts.last_place
    where figures.role = 'actual'
    group by parts.whole_key

),

claims as (

    select
        parts.*,
        parts.is_one_block and parts.kind_count >= 4 and between_kinds.counted = parts.kind_count as is_certain
    from parts
    inner join between_kinds on parts.whole_key = between_kinds.whole_key
    where parts.kind_count >= 2

),

terms as (

    select
        report_id,
        whole_key,
        label,
        is_certain,
        row_number() over (partition by whole_key order by place) as position,
        'part' as term_role,
        figure_id
    from claims
    union all
    select distinct
        report_id,
        whole_key,
        label,
        is_certain,
        0 as position,
        'total' as term_role,
        whole_id as figure_id
    from claims

),

final as (

    select
        'breakdown:' || whole_key as claim_key,
        report_id,
        'sum' as claim_type,
        label,
        'tổng các loại' as cue,
        false as exhaustive,
        is_certain,
        false as is_anchored,
        position,
        term_role,
        figure_id,
        1 as sign
    from terms

)

select * from final
