{#-
  One row per term of a claim that a figure is the sum of those that follow it in its block, in one unit and without a
  gap, though no word says so ("20 vùng (9 vùng cà rốt, 3 vùng ngô, 8 vùng lúa)"). The run is found by its adding up, so such
  a claim is published only where it holds, and with large numbers also where one slip of the pen keeps it from holding.
-#}

with figures as (

    select
        *,
        row_number() over (partition by report_id, block_no, unit order by char_start) as place_in_unit
    from {{ ref('int_audit_figures') }}
    where
        role in ('actual', 'numerator')
        and dimension <> 'percent'
        and not approx
        and value_micro > 0
        -- the columns of a table are things apart
        and row_label = ''

),

runs as (

    -- the parts after the total

    select
        totals.report_id,
        totals.figure_id as total_id,
        totals.label,
        totals.value_micro as total_micro,
        totals.digits,
        totals.unit = 'VND' as is_money,
        parts.figure_id,
        'after' as side,
        parts.place_in_unit - totals.place_in_unit as position,
        sum(parts.value_micro) over (
            partition by totals.figure_id order by parts.place_in_unit
        ) as running_micro
    from figures as totals
    inner join figures as parts
        on totals.report_id = parts.report_id
        and totals.block_no = parts.block_no
        and totals.unit = parts.unit
        and parts.place_in_unit between totals.place_in_unit + 1 and totals.place_in_unit + 12

    union all

    -- or before it: "…, tổng kinh phí 1.770 triệu đồng"
    select
        totals.report_id,
        totals.figure_id as total_id,
        totals.label,
        totals.value_micro as total_micro,
        totals.digits,
        totals.unit = 'VND' as is_money,
        parts.figure_id,
        'before' as side,
        totals.place_in_unit - parts.place_in_unit as position,
        sum(parts.value_micro) over (
            partition by totals.figure_id order by parts.place_in_unit desc
        ) as running_micro
    from figures as totals
    inner join figures as parts
        on totals.report_id = parts.report_id
        and totals.block_no = parts.block_no
        and totals.unit = parts.unit
        and parts.place_in_unit between totals.place_in_unit - 12 and totals.place_in_unit - 1
    where regexp_matches(right(totals.before_text, 25), {{ pattern_literal('\\<(tổng|cộng)\\>') }})

),

-- one of several parts is not the total of the others
linked_parts as (

    select figure_id
    from {{ ref('int_audit_structural_terms') }}
    where claim_type = 'sum' and term_role = 'part'

),

ends as (

    select
        total_id,
        side,
        position as last_position,
        running_micro <> total_micro as is_slip
    from runs
    where
        (
            -- two small numbers add up to a third by chance
            (running_micro = total_micro and position >= if(digits >= 3, 2, 3))
            or (
                position >= 2
                and {{ audit_slip_digits('running_micro', 'total_micro') }} >= if(side = 'before' and is_money, 3, 5)
            )
        )
        and total_id not in (select figure_id from linked_parts)
    qualify row_number() over (partition by total_id order by is_slip, side, position) = 1

),

terms as (

    select
        runs.report_id,
        runs.label,
        runs.total_id,
        runs.position,
        'part' as term_role,
        runs.figure_id,
        ends.is_slip
    from runs
    inner join ends
        on runs.total_id = ends.total_id
        and runs.side = ends.side
        and runs.position <= ends.last_position
    union all
    select distinct
        runs.report_id,
        runs.label,
        runs.total_id,
        0 as position,
        'total' as term_role,
        runs.total_id as figure_id,
        ends.is_slip
    from runs
    inner join ends on runs.total_id = ends.total_id

),

final as (

    select
        'run:' || total_id as claim_key,
        report_id,
        'sum' as claim_type,
        label,
        'dãy số' as cue,
        is_slip as exhaustive,
        is_slip as is_certain,
        false as is_anchored,
        position,
        term_role,
        figure_id,
        1 as sign
    from terms

)

select * from final
