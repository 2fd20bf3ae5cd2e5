{#-
  One row per term of a claim that the shares of one list make 100: shares in a row, each right after the
  amount that it is the share of, all amounts in one unit ("174 em đạt 71,9 %, 59 em đạt 24,4 %, 9 em đạt 3,7 %"). A list
  far from 100 leaves something out and makes no claim, and two shares make one only where they give 100.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

shares as (

    select
        shares.report_id,
        shares.block_no,
        shares.figure_id,
        shares.char_start,
        shares.place,
        shares.label,
        shares.value_micro,
        amounts.unit
    from figures as shares
    inner join figures as amounts
        on shares.report_id = amounts.report_id
        and shares.block_no = amounts.block_no
        and amounts.place = shares.place - 1
    where
        shares.role in ('share', 'actual', 'other')
        and shares.unit = '%'
        and shares.value_micro between 1 and 99999999
        and amounts.role in ('actual', 'denominator', 'other')
        and amounts.dimension = 'count'

),

-- a list ends where the next share does not follow at once, with no more than its amount or fraction between
steps as (

    select
        *,
        coalesce(
            place - lag(place) over (partition by report_id, block_no, unit order by place) > 3, true
        ) as starts_list
    from shares

),

lists as (

    select
        *,
        count(*) filter (where starts_list) over (partition by report_id, block_no, unit order by place) as list_no
    from steps

),

-- "rèn luyện: …; học tập: …": a second list starts where the first is full
running as (

    select
        *,
        sum(value_micro) over (partition by report_id, block_no, unit, list_no order by place) as running_micro
    from lists

),

split as (

    select
        *,
        cast(floor((running_micro - value_micro // 2) / 100000000) as integer) as part_no
    from running

),

sized as (

    select
        *,
        count(*) over (partition by report_id, block_no, unit, list_no, part_no) as share_count,
        sum(value_micro) over (partition by report_id, block_no, unit, list_no, part_no) as list_micro
    from split

),

final as (

    select
        concat_ws(':', 'share_list', report_id, block_no, unit, list_no, part_no) as claim_key,
        report_id,
        'pct_sum' as claim_type,
        first(label) over (
            partition by report_id, block_no, unit, list_no, part_no order by place
        ) as label,
        'tỷ lệ' as cue,
        true as exhaustive,
        share_count >= 3 as is_certain,
        true as is_anchored,
        row_number() over (partition by report_id, block_no, unit, list_no, part_no order by place) as position,
        'part' as term_role,
        figure_id,
        1 as sign
    from sized
    where share_count >= 2 and list_micro between 95000000 and 105000000

)

select * from final
