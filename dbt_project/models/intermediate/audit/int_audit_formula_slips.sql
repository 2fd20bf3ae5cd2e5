{#-
  One row per broken check and one mistake in the working that would give what is printed, from the check's own figures:
  a quotient turned round or taken of the wrong one of its two figures, an index told as a change, a digit cut off or
  rounded up, an amount in the wrong unit.
-#}

with needed as not materialized (

    select * from {{ ref('int_audit_needed') }}

),

figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

stated as (

    select
        needed.*,
        figures.dimension,
        -- what one figure is to the other: the one above the line, the one below
        100 * {{ audit_divide('upper_value * 1000000', 'base_value') }} as index_micro,
        100 * {{ audit_divide('base_value * 1000000', 'upper_value') }} as reverse_micro,
        {{ audit_divide('100000000 * abs(upper_value - base_value)', 'upper_value') }} as of_upper_micro
    from needed
    inner join figures on needed.figure_id = figures.figure_id
    where needed.is_stated

),

percentages as (

    select *
    from stated
    where dimension in ('percent', 'ratio') and reading in ('quotient', 'distance from 100')

),

-- what another working gives, in the unit of the stated figure
reworked as (

    select
        *,
        'upside_down' as likely_slip,
        reverse_micro as result_micro
    from percentages
    where reading = 'quotient'

    union all

    select
        *,
        'change_of_current' as likely_slip,
        of_upper_micro as result_micro
    from percentages
    where reading = 'distance from 100'

    union all

    select
        *,
        'index_for_change' as likely_slip,
        index_micro as result_micro
    from percentages
    where reading = 'distance from 100'

    union all

    select
        *,
        'change_for_index' as likely_slip,
        abs(index_micro - 100000000) as result_micro
    from percentages
    where reading = 'quotient'

),

workings as (

    select
        check_id,
        likely_slip,
        cast(null as varchar) as figure_id,
        cast(null as hugeint) as meant_micro,
        result_micro,
        -- one trial, against all that the percentage could have been
        cast((2 * tolerance + 1) * 1000000 // stated as bigint) as chance_ppm
    from reworked
    where stated > 0 and abs(result_micro - stated) <= tolerance

),

-- 66,6 for 66,67, and 99,9 for 99,81: the neighbour of the digit that it should be
roundings as (

    select
        check_id,
        if(stated < computed, 'cut_off', 'rounded_up') as likely_slip,
        figure_id,
        {{ audit_as_printed('computed', 'half_micro') }} as meant_micro,
        cast(null as hugeint) as result_micro,
        0 as chance_ppm
    from percentages
    where half_micro > 0 and abs(stated - computed) < 2 * half_micro

),

powers as (

    select unnest([10, 100, 1000, 1000000]) as power

),

-- a comma is misplaced only where one is printed or left out, and triệu for nghìn stands only where things are measured
shiftable as (

    select
        needed.*,
        powers.power
    from needed
    inner join figures on needed.figure_id = figures.figure_id
    inner join powers
        on (powers.power < 1000 and (figures.dimension = 'percent' or not figures.is_whole))
        or (powers.power >= 1000 and figures.dimension not in ('percent', 'ratio', 'score', 'count'))

),

-- 8,25 for 82,5: ± 0,005 becomes ± 0,05
shifted as (

    select
        *,
        value_micro * power as meant_micro,
        if(is_stated, half_micro * (power - 1), 0) as slack
    from shiftable

    union all

    select
        *,
        value_micro // power as meant_micro,
        0 as slack
    from shiftable
    where value_micro % power = 0

),

shifts as (

    select
        check_id,
        'wrong_unit' as likely_slip,
        figure_id,
        meant_micro,
        cast(null as hugeint) as result_micro,
        -- eight shifts could have been tried
        cast(8 * (width + 2 * slack) * 1000000 // meant_micro as bigint) as chance_ppm
    from shifted
    where meant_micro > 0 and meant_micro between low_micro - slack and high_micro + slack

),

found as (

    select * from workings
    union all
    select * from roundings
    union all
    select * from shifts

),

final as (

    select
        check_id,
        likely_slip,
        figure_id,
        meant_micro,
        cast(null as varchar) as other_figure_id,
        result_micro,
        chance_ppm,
        row_number() over (partition by check_id, likely_slip order by chance_ppm, figure_id) as preference
    from found

)

select * from final
