{#-
  One row per figure of a broken check and one slip of the pen in its digits that would make the check come out.
  chance_ppm tells how likely one of all the slips that could have been tried would do so by accident.
-#}

with figures as (

    select * from {{ ref('int_audit_figures') }}

),

needed as (

    select
        needed.*,
        row_number() over (order by needed.check_id, needed.position) as need_no,
        -- of the slips that move the figure about as far as is needed, how many would hit by accident
        needed.width * 1000000 // (4 * needed.distance) as own_ppm,
        cast(abs(needed.value_micro) // needed.grain as varchar) as digits,
        -- 114 beside 125,4 is 114,0, but nobody misprints a zero that is not printed
        least(
            length(cast(abs(needed.value_micro) // needed.grain as varchar)),
            length(regexp_replace(figures.printed, '[^0-9]', '', 'g'))
        ) as printed_count
    from {{ ref('int_audit_needed') }} as needed
    inner join figures on needed.figure_id = figures.figure_id
    where needed.low_micro is not null and needed.value_micro > 0 and needed.distance > 0

),

places as (

    select
        *,
        unnest(range(0, printed_count + 1)) as place
    from needed
    where length(digits) between 2 and 18

),

one_digit as (

    select unnest(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) as digit

),

-- what could have been meant: the digits before `place`, then what the slip changed
meant as (

    select
        places.*,
        'swapped_digits' as likely_slip,
        concat(left(digits, place), digits[place + 2], digits[place + 1], substr(digits, place + 3)) as meant_digits
    from places
    where place <= printed_count - 2 and digits[place + 1] <> digits[place + 2]

    union all

    select
        places.*,
        'wrong_digit' as likely_slip,
        concat(left(digits, place), one_digit.digit, substr(digits, place + 2)) as meant_digits
    from places
    cross join one_digit
    where place < printed_count and digits[place + 1] <> one_digit.digit

    union all

    select
        places.*,
        'missing_digit' as likely_slip,
        concat(left(digits, place), one_digit.digit, substr(digits, place + 1)) as meant_digits
    from places
    cross join one_digit

    union all

    select
        places.*,
        'extra_digit' as likely_slip,
        concat(left(digits, place), substr(digits, place + 2)) as meant_digits
    from places
    where place < printed_count

),

-- the same is meant by either of two digits that are alike left out; and what is far off is not looked at
tried as (

    select distinct
        need_no,
        likely_slip,
        cast(meant_digits as hugeint) * grain as meant_micro
    from meant
    where
        meant_digits not like '0%'
        and (
            cast(meant_digits as hugeint) * grain between low_micro and high_micro
            or abs(cast(meant_digits as hugeint) * grain - value_micro) <= 2 * distance
        )

),

accidents as (

    select
        needed.check_id,
        tried.likely_slip,
        cast(sum(needed.own_ppm) as bigint) as own_ppm
    from tried
    inner join needed on tried.need_no = needed.need_no
    where abs(tried.meant_micro - needed.value_micro) <= 2 * needed.distance
    group by needed.check_id, tried.likely_slip

),

chances as (

    select
        check_id,
        likely_slip,
        -- digits are swapped more often than they are mistaken in any other way
        if(likely_slip = 'swapped_digits', own_ppm, sum(own_ppm) over (partition by check_id)) as chance_ppm
    from accidents

),

final as (

    select
        needed.check_id,
        tried.likely_slip,
        needed.figure_id,
        tried.meant_micro,
        cast(null as varchar) as other_figure_id,
        cast(null as hugeint) as result_micro,
        cast(chances.chance_ppm as bigint) as chance_ppm,
        needed.position as preference
    from tried
    inner join needed on tried.need_no = needed.need_no
    inner join chances on needed.check_id = chances.check_id and tried.likely_slip = chances.likely_slip
    where tried.meant_micro between needed.low_micro and needed.high_micro

)

select * from final
