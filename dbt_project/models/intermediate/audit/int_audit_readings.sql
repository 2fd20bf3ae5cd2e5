{#-
  One row per claim and reading of its formula, with the result and how far the rounded operands can move it. "Tăng 12 %"
  and "bằng 112 %" say one thing in two ways, and where no word decides both are tried.
-#}

with sides as not materialized (

    select * from {{ ref('int_audit_sides') }}

),

quotients as (

    select
        check_id,
        {{ audit_divide('scale * upper_value * 1000000', 'base_value') }} as quotient,
        {{ audit_divide('scale * (upper_value + upper_half) * 1000000', 'base_value - base_half') }} as quotient_high
    from sides
    where
        check_type in ('ratio', 'growth')
        and base_value > base_half
        -- 108 nam / 100 nữ is a ratio already
        and not list_contains(operand_dimensions, 'ratio')
        and (scale = 1 or operand_dimension_count = 1)

),

readings as (

    select
        check_id,
        -- "giảm 4 vụ": a fall is printed without a sign
        if(check_type = 'difference' and stated >= 0 and added < 0, 'distance', 'added') as reading,
        if(check_type = 'difference' and stated >= 0, abs(added), added) as computed,
        case
            when check_type in ('sum', 'difference') then added_half_root
            else added_half
        end as spread,
        null::hugeint as least_spread
    from sides
    where
        check_type in ('sum', 'difference', 'pct_sum', 'restated')
        and dimension_count = 1

    union all

    select
        sides.check_id,
        'quotient' as reading,
        quotients.quotient as computed,
        quotients.quotient_high - quotients.quotient as spread,
        null::hugeint as least_spread
    from sides
    inner join quotients on sides.check_id = quotients.check_id
    where
        sides.check_type = 'ratio'
        or (sides.check_type = 'growth' and sides.cue_word not in ('tăng', 'giảm', 'vượt'))

    union all

    select
        sides.check_id,
        'distance from 100' as reading,
        abs(quotients.quotient - 100000000) as computed,
        quotients.quotient_high - quotients.quotient as spread,
        null::hugeint as least_spread
    from sides
    inner join quotients on sides.check_id = quotients.check_id
    where
        sides.scale = 100
        and (
            sides.check_type = 'growth'
            or (sides.check_type = 'ratio' and sides.cue_word in ('vượt', 'tăng', 'giảm'))
        )

    union all

    select
        check_id,
        'change' as reading,
        abs(upper_value - base_value) as computed,
        upper_half + base_half as spread,
        null::hugeint as least_spread
    from sides
    where check_type = 'growth' and stated_dimension <> 'percent' and dimension_count = 1

    union all

    select
        check_id,
        'product' as reading,
        try(list_reduce(factors, lambda total, factor: total * factor // 1000000)) as computed,
        try(list_reduce(upper_factors, lambda total, factor: total * factor // 1000000))
        - try(list_reduce(factors, lambda total, factor: total * factor // 1000000)) as spread,
        -- as far as it moves when whole factors are taken as printed: 168 ha × 31 tấn/ha
        try(list_reduce(upper_broken_factors, lambda total, factor: total * factor // 1000000))
        - try(list_reduce(factors, lambda total, factor: total * factor // 1000000)) as least_spread
    from sides
    where
        check_type = 'product'
        and part_count >= 2
        and not list_contains(operand_dimensions, 'percent')

)

select * from readings
