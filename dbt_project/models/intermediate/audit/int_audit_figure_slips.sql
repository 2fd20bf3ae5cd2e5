{#-
  One row per broken check and one other figure of the report that would make it come out: a part counted twice or left
  out, another base or count, or a second check that asks the same figure to be the same.
-#}

with needed as (

    select
        needed.*,
        figures.block_no,
        figures.quote,
        figures.role,
        figures.place,
        figures.dimension
    from {{ ref('int_audit_needed') }} as needed
    inner join {{ ref('int_audit_figures') }} as figures on needed.figure_id = figures.figure_id
    where needed.low_micro is not null

),

figures as (

    select * from {{ ref('int_audit_figures') }}
    where not approx and value_micro > 0

),

-- what the parts miss their total by
sums as (

    select *
    from needed
    where
        check_type in ('sum', 'pct_sum', 'difference')
        and reading = 'added'
        and not is_stated
        and sign = 1
    qualify row_number() over (partition by check_id order by position) = 1

),

parts_missed as (

    select
        sums.check_id,
        if(sums.gap > 0, 'counted_twice', 'left_out_of_total') as likely_slip,
        parts.figure_id as other_figure_id,
        parts.value_micro between abs(sums.gap) - sums.leeway and abs(sums.gap) + sums.leeway as is_hit,
        sums.width,
        abs(sums.gap) as missed,
        false as is_left_over,
        parts.position as distance
    from sums
    inner join needed as parts on sums.check_id = parts.check_id
    where
        sums.check_type = 'sum'
        and not parts.is_stated
        and parts.value_micro <= 2 * abs(sums.gap)

),

-- figures of the same blocks and kind that the check does not use
beside as (

    select distinct
        sums.check_id,
        sums.check_type,
        sums.gap,
        sums.leeway,
        sums.width,
        sums.place,
        figures.figure_id,
        figures.value_micro,
        figures.place as other_place,
        bool_or(figures.quote = terms.quote) over (partition by sums.check_id, figures.figure_id) as is_in_clause
    from sums
    inner join needed as terms on sums.check_id = terms.check_id
    inner join figures
        on terms.report_id = figures.report_id
        and terms.block_no = figures.block_no
        and terms.unit = figures.unit
        and terms.role = figures.role
    anti join needed as used on sums.check_id = used.check_id and figures.figure_id = used.figure_id
    where not terms.is_stated

),

others_missed as (

    select
        check_id,
        case
            when check_type = 'difference' then 'also_taken_off'
            else 'left_out_of_list'
        end as likely_slip,
        figure_id as other_figure_id,
        value_micro between abs(gap) - leeway and abs(gap) + leeway as is_hit,
        width,
        abs(gap) as missed,
        -- the only one of its clause that is left over needs no luck
        is_in_clause and count(*) filter (where is_in_clause) over (partition by check_id) = 1 as is_left_over,
        abs(place - other_place) as distance
    from beside
    where
        (gap > 0) = (check_type <> 'difference')
        and value_micro <= 2 * abs(gap)

),

missed as (

    select
        *,
        count(*) over (partition by check_id, likely_slip) as tried
    from (
        select * from parts_missed
        union all
        select * from others_missed
    )

),

-- another figure in the place of one that a percentage compares: beside it, or almost as large
replacing as (

    select
        needed.check_id,
        if(needed.term_role in ('denominator', 'prior'), 'other_base', 'other_count') as likely_slip,
        needed.figure_id,
        figures.figure_id as other_figure_id,
        figures.value_micro,
        figures.value_micro between needed.low_micro and needed.high_micro as is_hit,
        needed.width,
        needed.value_micro as instead_of,
        abs(needed.place - figures.place) as distance
    from needed
    inner join figures
        on needed.report_id = figures.report_id
        and needed.unit = figures.unit
        and needed.value_micro <> figures.value_micro
    anti join needed as used on needed.check_id = used.check_id and figures.figure_id = used.figure_id
    where
        needed.check_type in ('ratio', 'growth')
        and needed.term_role in ('numerator', 'current', 'denominator', 'prior')
        and (
            abs(needed.value_micro - figures.value_micro) * 10 <= needed.value_micro
            or (
                needed.block_no = figures.block_no
                and figures.value_micro between needed.value_micro // 2 and 2 * needed.value_micro
            )
        )

),

replaced as (

    select
        *,
        count(distinct value_micro) over (partition by check_id, likely_slip) as tried
    from replacing

),

-- two checks, one figure in common, and the same other value would mend both
agreeing as (

    select
        needed.check_id,
        needed.figure_id,
        needed.width,
        needed.distance,
        {{ audit_as_printed(
            '((greatest(needed.low_micro, others.low_micro) + least(needed.high_micro, others.high_micro)) // 2)',
            'needed.half_micro'
        ) }} as meant_micro,
        others.check_id as other_check_id
    from needed
    inner join needed as others
        on needed.figure_id = others.figure_id
        and needed.check_id <> others.check_id
    where
        needed.low_micro <= others.high_micro
        and others.low_micro <= needed.high_micro
        and needed.distance > 0

),

shared as (

    select
        needed.check_id,
        others.check_id as other_check_id,
        count(*) as figures_shared
    from needed
    inner join needed as others on needed.figure_id = others.figure_id and needed.check_id <> others.check_id
    group by all

),

other_stated as (

    select
        check_id,
        figure_id
    from needed
    qualify row_number() over (partition by check_id order by is_stated desc, position) = 1

),

found as (

    select
        check_id,
        likely_slip,
        cast(null as varchar) as figure_id,
        cast(null as hugeint) as meant_micro,
        other_figure_id,
        if(is_left_over, 0, cast(tried * width * 1000000 // (2 * missed) as bigint)) as chance_ppm,
        distance
    from missed
    where is_hit

    union all

    select
        check_id,
        likely_slip,
        figure_id,
        cast(null as hugeint) as meant_micro,
        other_figure_id,
        cast(tried * width * 1000000 // instead_of as bigint) as chance_ppm,
        distance
    from replaced
    where is_hit

    union all

    select
        agreeing.check_id,
        'two_checks_agree' as likely_slip,
        agreeing.figure_id,
        agreeing.meant_micro,
        other_stated.figure_id as other_figure_id,
        cast(agreeing.width * 1000000 // (4 * agreeing.distance) as bigint) as chance_ppm,
        0 as distance
    from agreeing
    inner join shared
        on agreeing.check_id = shared.check_id
        and agreeing.other_check_id = shared.other_check_id
        and shared.figures_shared = 1
    inner join other_stated on agreeing.other_check_id = other_stated.check_id

),

final as (

    select
        check_id,
        likely_slip,
        figure_id,
        meant_micro,
        other_figure_id,
        cast(null as hugeint) as result_micro,
        chance_ppm,
        row_number() over (
            partition by check_id, likely_slip order by chance_ppm, distance, other_figure_id
        ) as preference
    from found

)

select * from final
