{#-
  One row per figure of a check that does not come out: between which values it alone would have to be for the check to
  come out. Every slip is judged by it. Null where no such value can be told.
-#}

with checks as (

    select * from {{ ref('int_audit_checks') }}

),

terms as (

    select * from {{ ref('int_audit_check_terms') }}

),

sides as (

    select * from {{ ref('int_audit_sides') }}

),

measured as (

    select
        checks.check_id,
        checks.report_id,
        checks.check_type,
        checks.reading,
        terms.position,
        terms.term_role,
        terms.is_stated,
        terms.figure_id,
        terms.sign,
        terms.unit,
        terms.value_micro,
        terms.half_micro,
        terms.term_role in ('numerator', 'current') as is_upper,
        terms.term_role in ('denominator', 'prior') as is_base,
        sides.upper_value,
        sides.base_value,
        -- in millionths of the unit that the stated figure is printed in
        {{ audit_micro('checks.stated_value') }} as stated,
        {{ audit_micro('checks.computed_value') }} as computed,
        {{ audit_micro('checks.tolerance') }} as tolerance,
        -- the same in base units, in which terms are added
        cast(cast({{ audit_micro('checks.delta') }} as decimal(38, 0)) * sides.stated_factor as hugeint) as gap,
        cast(cast({{ audit_micro('checks.tolerance') }} as decimal(38, 0)) * sides.stated_factor as hugeint) as leeway,
        if(checks.reading = 'distance' and sides.added < 0, -1, 1) as facing,
        {{ audit_zeros('terms.value_micro') }} as zeros
    from checks
    inner join terms on checks.check_id = terms.check_id
    inner join sides on checks.check_id = sides.check_id
    where not checks.holds

),

-- one step of the last digit that counts: in a list of whole millions a million, in 5.280 beside 5.208 one
stepped as (

    select
        *,
        case
            when reading in ('added', 'distance', 'change')
                then cast(power(10, min(zeros) over (partition by check_id)) as hugeint)
            when half_micro > 0 then 2 * half_micro
            when is_stated then cast(power(10, least(zeros, {{ audit_zeros('value_micro - gap') }})) as hugeint)
            else cast(power(10, zeros) as hugeint)
        end as grain
    from measured

),

ends as (

    select
        *,
        unnest([-1, 1]) as end_sign
    from stepped
    where tolerance < abs(stated)

),

aimed as (

    select
        *,
        stated + end_sign * tolerance as target,
        -- "tăng 12 %" and "giảm 12 %" are both 12
        100000000 + if(upper_value >= base_value, 1, -1) * (stated + end_sign * tolerance) as target_index
    from ends

),

solved as (

    select
        *,
        case
            when is_stated then value_micro - gap + end_sign * leeway
            when reading in ('added', 'distance') then value_micro + sign * facing * (gap + end_sign * leeway)
            when reading = 'change' and is_upper
                then value_micro + if(upper_value >= base_value, 1, -1) * (gap + end_sign * leeway)
            when reading = 'change' and is_base
                then value_micro - if(upper_value >= base_value, 1, -1) * (gap + end_sign * leeway)
            when reading = 'product'
                then try({{ audit_divide('value_micro * target', 'computed') }})
            when reading = 'quotient' and is_upper
                then value_micro + sign * ({{ audit_divide('upper_value * target', 'computed') }} - upper_value)
            when reading = 'quotient' and is_base
                then value_micro + sign * ({{ audit_divide('base_value * computed', 'target') }} - base_value)
            when reading = 'distance from 100' and is_upper
                then value_micro + sign * ({{ audit_divide('base_value * target_index', '100000000') }} - upper_value)
            when reading = 'distance from 100' and is_base
                then
                    value_micro
                    + sign * ({{ audit_divide('upper_value * 100000000', 'target_index') }} - base_value)
        end as needed
    from aimed

),

gathered as (

    select
        check_id,
        report_id,
        check_type,
        reading,
        position,
        term_role,
        is_stated,
        figure_id,
        sign,
        unit,
        value_micro,
        half_micro,
        upper_value,
        base_value,
        stated,
        computed,
        tolerance,
        gap,
        leeway,
        facing,
        grain,
        min(needed) as low_micro,
        max(needed) as high_micro
    from solved
    group by all

),

final as (

    select
        *,
        -- how wide the target is, and how far away: together they tell what is chance
        greatest(high_micro - low_micro, grain) as width,
        abs((high_micro + low_micro) // 2 - value_micro) as distance
    from gathered

)

select * from final
