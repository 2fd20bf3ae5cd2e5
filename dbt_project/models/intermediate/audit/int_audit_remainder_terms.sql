{#-
  One row per term of a claim "what is left = target - reached", where an amount and its plan, a part and its whole or
  the two sides of a fraction stand in one place and what is left in another. It is found by its value, so such a claim is published only
  where it holds, or where two digits swapped, or one of six or more wrong, keep it from holding.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

plan_terms as (

    select * from {{ ref('int_audit_plan_terms') }}
    union all by name
    select * from {{ ref('int_audit_structural_terms') }} where claim_type = 'ratio'

),

pairs as (

    select
        max(figure_id) filter (where term_role = 'numerator') as reached_id,
        max(figure_id) filter (where term_role = 'denominator') as target_id
    from plan_terms
    group by claim_key
    having
        count(*) filter (where term_role = 'numerator') = 1
        and count(*) filter (where term_role = 'denominator') = 1

    union

    -- a fraction whose percentage is not printed
    select
        reached.figure_id as reached_id,
        targets.figure_id as target_id
    from figures as reached
    inner join figures as targets
        on reached.report_id = targets.report_id
        and targets.place = reached.place + 1
    where reached.role = 'numerator' and targets.role = 'denominator'

),

-- "198 hộ nghèo, … 38 hộ thoát nghèo, còn lại 160 hộ": the two figures of the same unit before what is left
beside as (

    select
        rests.report_id,
        reached.figure_id as reached_id,
        targets.figure_id as target_id,
        rests.figure_id as rest_id,
        rests.label,
        rests.char_start - targets.char_start as distance
    from figures as rests
    inner join figures as targets
        on rests.report_id = targets.report_id
        and rests.block_no = targets.block_no
        and rests.unit = targets.unit
        and targets.place between rests.place - 8 and rests.place - 2
    inner join figures as reached
        on rests.report_id = reached.report_id
        and rests.block_no = reached.block_no
        and rests.unit = reached.unit
        and reached.place between targets.place + 1 and rests.place - 1
    where
        rests.dimension <> 'percent'
        and targets.value_micro - reached.value_micro = rests.value_micro
        -- small numbers differ by a third by chance
        and rests.digits >= 2
        and reached.value_micro > 0
        and regexp_matches(rests.before_text, '(còn|còn lại|tồn|tồn đọng|dư)$')

),

gaps as (

    select
        pairs.*,
        reached.report_id,
        reached.unit,
        reached.block_no,
        reached.char_start,
        targets.value_micro - reached.value_micro as gap_micro
    from pairs
    inner join figures as reached on pairs.reached_id = reached.figure_id
    inner join figures as targets on pairs.target_id = targets.figure_id
    where reached.unit = targets.unit and targets.value_micro > reached.value_micro

),

matched as (

    select
        gaps.report_id,
        gaps.reached_id,
        gaps.target_id,
        figures.figure_id as rest_id,
        figures.label,
        false as is_slip
    from gaps
    inner join figures
        on gaps.report_id = figures.report_id
        and gaps.gap_micro = figures.value_micro
        and gaps.unit = figures.unit
        and figures.char_start > gaps.char_start
    where
        figures.digits >= 3
        or (
            figures.block_no = gaps.block_no
            and regexp_matches(figures.before_text, {{ pattern_literal('\\<(còn|chưa|thiếu|tồn|đang|nữa)\\>') }})
        )
    qualify row_number() over (partition by figures.figure_id order by figures.char_start - gaps.char_start) = 1

    union all

    select
        report_id,
        reached_id,
        target_id,
        rest_id,
        label,
        false as is_slip
    from beside
    qualify row_number() over (partition by rest_id order by distance, reached_id) = 1

    union all

    -- "phần còn lại 3.028.881.132 đồng" for 3.082.881.132
    select
        gaps.report_id,
        gaps.reached_id,
        gaps.target_id,
        figures.figure_id as rest_id,
        figures.label,
        true as is_slip
    from gaps
    inner join figures
        on gaps.report_id = figures.report_id
        and gaps.unit = figures.unit
        and figures.char_start > gaps.char_start
        and figures.digits >= 4
    where
        regexp_matches(figures.before_text, {{ pattern_literal('\\<(còn|thêm|lại|nữa|thiếu)\\>') }})
        and (
            {{ audit_slip_digits('gaps.gap_micro', 'figures.value_micro') }} >= 6
            or {{ audit_is_swap('gaps.gap_micro', 'figures.value_micro') }}
        )

),

one_each as (

    select *
    from matched
    qualify row_number() over (partition by rest_id order by is_slip, target_id, reached_id) = 1

),

final as (

    select
        'remainder:' || one_each.rest_id as claim_key,
        one_each.report_id,
        'difference' as claim_type,
        one_each.label,
        'còn lại' as cue,
        one_each.is_slip as exhaustive,
        one_each.is_slip as is_certain,
        false as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then one_each.rest_id
            when 1 then one_each.target_id
            else one_each.reached_id
        end as figure_id,
        roles.sign
    from one_each
    cross join (
        values (0, 'total', 1), (1, 'minuend', 1), (2, 'subtrahend', -1)
    ) as roles (position, term_role, sign)

)

select * from final
