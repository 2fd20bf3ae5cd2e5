{#- One row per claim: the reading nearest to what is stated, in the unit of the stated figure, and whether it holds. -#}

with sides as (

    select * from {{ ref('int_audit_sides') }}

),

readings as (

    select * from {{ ref('int_audit_readings') }}

),

nearest as (

    select
        sides.check_id,
        sides.part_ids,
        sides.places,
        sides.part_count,
        sides.is_hedged,
        sides.largest,
        sides.stated,
        sides.stated_half,
        sides.stated_factor,
        sides.check_type,
        sides.parts,
        sides.is_one_block,
        readings.reading,
        readings.computed,
        -- two digits swapped are no rounding
        if(
            {{ audit_is_swap('sides.stated', audit_as_printed('readings.computed', 'sides.stated_half')) }},
            coalesce(readings.least_spread, readings.spread), readings.spread
        ) as spread
    from sides
    inner join readings on sides.check_id = readings.check_id
    where
        sides.stated is not null
        and readings.computed is not null
        and readings.spread is not null
    qualify
        row_number() over (
            partition by sides.check_id order by abs(sides.stated - readings.computed), readings.reading
        ) = 1

),

in_stated_unit as (

    select
        *,
        {{ audit_in_unit('stated', 'stated_factor') }} as stated_value,
        {{ audit_in_unit('computed', 'stated_factor') }} as computed_value,
        {{ audit_in_unit('stated_half + spread', 'stated_factor') }} as tolerance,
        {{ audit_as_printed('computed', 'stated_half') }} as as_printed
    from nearest

),

-- what each part of a sum would have to be if it alone were wrong
with_needed_parts as (

    select
        *,
        if(check_type in ('sum', 'difference') and not is_hedged, list_transform(
            parts,
            lambda part: {
                value: part.value,
                needed: {{ audit_as_printed('(part.value + part.sign * (stated - computed))', 'part.half') }}
            }
        ), []) as parts_as_needed
    from in_stated_unit

),

final as (

    select
        check_id,
        part_ids,
        places[1] as first_place,
        list_transform(places, lambda place: place - places[1]) as pattern,
        part_count,
        is_hedged,
        is_one_block,
        reading,
        stated_value,
        computed_value,
        stated_value - computed_value as delta,
        tolerance,
        abs(stated_value - computed_value) <= tolerance as holds,
        abs(stated - computed) * 20 <= abs(stated) as is_within_5_percent,
        abs(stated - computed) * 5 <= abs(stated) as is_within_fifth,
        abs(stated - computed) * 10 <= largest as is_within_tenth_of_largest,
        -- "3.271 hồ sơ (nhận mới 3.270, đã giải quyết 3.261)": two parts that are each nearly the whole
        check_type = 'sum'
        and len(list_filter(parts, lambda part: part.value * 10 >= stated * 9)) >= 2 as is_told_in_two_ways,
        computed <= 3 * stated and stated <= 3 * computed as is_within_factor_3,
        {{ audit_is_swap('stated', 'as_printed') }}
        or len(list_filter(
            parts_as_needed, lambda part: {{ audit_is_swap('part.value', 'part.needed') }}
        )) > 0 as is_swap,
        {{ audit_slip_digits('stated', 'as_printed') }} as slip_digits,
        coalesce(list_max(list_transform(
            parts_as_needed, lambda part: {{ audit_slip_digits('part.value', 'part.needed') }}
        )), 0) as part_slip_digits
    from with_needed_parts

)

select * from final
