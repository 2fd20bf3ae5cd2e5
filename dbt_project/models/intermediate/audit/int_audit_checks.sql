{#-
  One row per check that is published. Arithmetic that holds is published however it was found; arithmetic that fails
  only where it is likelier that the report is wrong than that we linked the wrong figures.
-#}

with claims as not materialized (

    select * from {{ ref('int_audit_claims') }}

),

results as not materialized (

    select * from {{ ref('int_audit_results') }}

),

linked_sums as (

    select
        claims.check_id,
        claims.report_id,
        results.pattern,
        results.first_place,
        results.holds
    from claims
    inner join results on claims.check_id = results.check_id
    where claims.claim_type = 'sum'

),

-- "21 vụ - 29 đối tượng, trong đó khởi tố 6 vụ - 8 đối tượng, xử phạt 14 vụ - 21 đối tượng": where the one list adds up,
-- the other is complete too
beside_a_full_list as (

    select distinct linked_sums.check_id
    from linked_sums
    inner join linked_sums as full_sums
        on linked_sums.report_id = full_sums.report_id
        and linked_sums.pattern = full_sums.pattern
        and linked_sums.first_place - full_sums.first_place in (-2, -1, 1, 2)
    where full_sums.holds

),

evidence as (

    select
        claims.check_id,
        claims.report_id,
        claims.claim_type as check_type,
        claims.source,
        claims.precedence,
        claims.label,
        claims.cue,
        claims.stated_figure_id,
        claims.is_anchored,
        claims.is_certain,
        claims.exhaustive,
        results.* exclude (check_id),
        greatest(results.slip_digits, results.part_slip_digits) as any_slip_digits,
        abs(results.delta) * 100 <= abs(results.stated_value) as is_within_1_percent,
        beside_a_full_list.check_id is not null as is_beside_a_full_list,
        -- what stands in brackets behind a number, or is named one by one, is all of it
        results.is_within_factor_3
        and claims.cue in ('( )', 'cụ thể')
        and results.is_one_block
        and not results.is_told_in_two_ways as is_closed,
        -- parts may make less than their whole, but not more
        results.computed_value > results.stated_value
        and not results.is_told_in_two_ways
        and (
            (results.is_within_factor_3 and (results.is_one_block or results.slip_digits > 0))
            or results.part_slip_digits >= 2
        ) as is_over
    from claims
    inner join results on claims.check_id = results.check_id
    left join beside_a_full_list on claims.check_id = beside_a_full_list.check_id

),

judged as (

    select
        *,
        case
            when check_type in ('sum', 'pct_sum') and part_count < 2 then 'no claim'
            when holds then 'holds'
            -- "đạt trên 75 %" states no quotient
            when check_type in ('ratio', 'growth') and is_hedged then 'no claim'
            -- a percentage of coded figures that no other arithmetic explains, off by more than another telling of its
            -- base would make it
            when
                not is_certain and source = 'identity' and check_type = 'ratio' and exhaustive
                then if((is_within_fifth and not is_within_1_percent) or slip_digits >= 4, 'broken', 'no claim')
            -- a plan of the same code, elsewhere in the report
            when not is_certain and source = 'plan' then if(is_within_fifth, 'broken', 'no claim')
            -- long numbers that are one slip of the pen away from fitting do so by no accident
            when
                not is_certain
                and not (check_type = 'ratio' and slip_digits >= 4)
                and not (check_type = 'sum' and any_slip_digits >= 5)
                and not (check_type = 'product' and slip_digits >= 3)
                and not (check_type = 'difference' and source = 'identity' and slip_digits >= 4)
                and not (source = 'breakdown' and any_slip_digits >= if(part_count >= 3 and is_one_block, 3, 4))
                then 'no claim'
            -- far from 100, a list of shares leaves something out or takes something else in
            when check_type = 'pct_sum' and abs(delta) > 5 then 'no claim'
            -- a subset is no sum, unless it misses its whole by so little that a slip is likelier
            when check_type = 'sum' and not exhaustive and not is_beside_a_full_list
                then if(
                    is_swap
                    or is_closed
                    or is_over
                    or slip_digits >= if(part_count >= 3 or cue not like 'trong đó%', 2, 3)
                    or part_slip_digits >= 4
                    or (is_within_5_percent and (part_count >= 3 or cue not like 'trong đó%')),
                    'broken', 'no claim'
                )
            when check_type = 'difference' and not exhaustive
                then if(is_swap or any_slip_digits >= 2 or is_within_5_percent, 'broken', 'no claim')
            when source in ('restated', 'retold') then if(is_swap or slip_digits >= 2, 'broken', 'no claim')
            -- what codes say is no finding where it is far off: then the codes are wrong
            when source = 'identity' and not is_within_tenth_of_largest and any_slip_digits < 3 then 'no claim'
            -- a base that no word names, and that is nowhere near
            when not is_anchored and not is_within_factor_3 and slip_digits < 3 then 'no claim'
            else 'broken'
        end as verdict
    from evidence

),

-- one percent has one base: the one that is named or stands beside it, else the one that fits
one_base as (

    select *
    from judged
    where verdict <> 'no claim'
    qualify
        check_type not in ('ratio', 'growth')
        or row_number() over (
            partition by stated_figure_id, check_type in ('ratio', 'growth')
            order by is_anchored desc, holds desc, slip_digits desc, precedence, check_id
        ) = 1

),

-- a sum that fails with a part too many or too few, where the right ones are known, is our mistake
sums as (

    select
        check_id,
        stated_figure_id,
        part_ids,
        holds,
        source in ('run', 'breakdown') as is_fitted
    from one_base
    where check_type = 'sum'

),

-- what small numbers make by chance is no proof against a list that the wording makes: then it is the other way round
mistaken as (

    select distinct doubtful.check_id
    from sums as doubtful
    inner join sums as others
        on doubtful.stated_figure_id = others.stated_figure_id
        and doubtful.check_id <> others.check_id
        and (list_has_all(doubtful.part_ids, others.part_ids) or list_has_all(others.part_ids, doubtful.part_ids))
    where
        (not doubtful.holds and others.holds and not others.is_fitted)
        or (doubtful.holds and doubtful.is_fitted and not others.holds)
        or (not doubtful.holds and doubtful.is_fitted and others.holds)

),

-- so is an identity that fails where another on the same figure holds
mistaken_codes as (

    select one_base.check_id
    from one_base
    where
        one_base.source = 'identity'
        and one_base.check_type in ('sum', 'difference')
        and not one_base.holds
        and one_base.stated_figure_id in (
            select stated_figure_id from one_base where check_type in ('sum', 'difference') and holds
        )

),

-- two nearly equal figures that other arithmetic bears out, each its own, are two things
borne_out as (

    select unnest(list_append(part_ids, stated_figure_id)) as figure_id
    from one_base
    where holds and source not in ('restated', 'retold')

),

two_things as (

    select one_base.check_id
    from one_base
    where
        one_base.source in ('restated', 'retold')
        and not one_base.holds
        and one_base.stated_figure_id in (select figure_id from borne_out)
        and one_base.part_ids[1] in (select figure_id from borne_out)

),

-- a rate that differs from its other telling is one finding, not two
told_apart as (

    select unnest(list_append(part_ids, stated_figure_id)) as figure_id
    from one_base
    where source in ('restated', 'retold') and not holds

),

final as (

    select *
    from one_base
    where
        not (
            source = 'identity' and check_type = 'ratio' and not holds
            and stated_figure_id in (select figure_id from told_apart)
        )
        and check_id not in (select check_id from mistaken)
        and check_id not in (select check_id from mistaken_codes)
        and check_id not in (select check_id from two_things)

)

select
    check_id,
    report_id,
    check_type,
    source,
    label,
    cue,
    stated_figure_id,
    reading,
    part_count,
    stated_value,
    computed_value,
    delta,
    tolerance,
    holds
from final
