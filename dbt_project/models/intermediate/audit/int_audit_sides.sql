{#- One row per claim: the sides of its formula, added up, in whole millionths of base units. -#}

with terms as (

    select
        * replace (
            -- a price per km is for the kilometres as printed
            if(is_piece_priced, cast(value_micro / factor as hugeint), value_micro) as value_micro,
            if(is_piece_priced, cast(half_micro / factor as hugeint), half_micro) as half_micro
        )
    from (
        select
            *,
            dimension in ('length', 'area', 'volume', 'mass') and not is_stated
            and bool_or(dimension = 'money per piece') over (partition by check_id) as is_piece_priced
        from {{ ref('int_audit_check_terms') }}
    )

),

claims as (

    select * from {{ ref('int_audit_claims') }}

),

gathered as (

    select
        check_id,
        max(value_micro) filter (where is_stated) as stated,
        coalesce(max(half_micro) filter (where is_stated), 0) as stated_half,
        max(dimension) filter (where is_stated) as stated_dimension,
        coalesce(max(factor) filter (where is_stated), any_value(factor)) as stated_factor,
        coalesce(max(before_text) filter (where is_stated), '') as stated_before,
        coalesce(bool_or(is_hedged) filter (where is_stated), false) as is_hedged,
        count(*) filter (where not is_stated) as part_count,
        max(value_micro) as largest,
        count(distinct dimension) as dimension_count,
        count(distinct dimension) filter (where not is_stated) as operand_dimension_count,
        list_distinct(list(dimension) filter (where not is_stated)) as operand_dimensions,
        list(figure_id) filter (where not is_stated) as part_ids,
        list(place order by place) as places,
        count(distinct block_no) = 1 as is_one_block,
        -- sums and differences
        sum(sign * value_micro) filter (where not is_stated) as added,
        sum(half_micro) filter (where not is_stated) as added_half,
        cast(round(sqrt(sum(cast(half_micro as double) * half_micro) filter (where not is_stated))) as hugeint)
            as added_half_root,
        -- quotients
        sum(sign * value_micro) filter (where term_role in ('numerator', 'current')) as upper_value,
        sum(half_micro) filter (where term_role in ('numerator', 'current')) as upper_half,
        sum(sign * value_micro) filter (where term_role in ('denominator', 'prior')) as base_value,
        sum(half_micro) filter (where term_role in ('denominator', 'prior')) as base_half,
        max(value_micro) filter (where term_role = 'change') as change_value,
        max(half_micro) filter (where term_role = 'change') as change_half,
        -- products
        list(value_micro) filter (where not is_stated) as factors,
        list(value_micro + half_micro) filter (where not is_stated) as upper_factors,
        list(if(is_whole, value_micro, value_micro + half_micro)) filter (where not is_stated) as upper_broken_factors,
        -- what each part of a sum would be if it alone were wrong
        list({value: value_micro, sign: sign, half: half_micro}) filter (where not is_stated) as parts
    from terms
    group by check_id

),

final as (

    select
        claims.check_id,
        claims.claim_type as check_type,
        gathered.* exclude (check_id, stated, base_value, base_half, change_value, change_half),
        if(claims.claim_type = 'pct_sum', 100000000, gathered.stated) as stated,
        -- "giảm 12,6 tấn (giảm 1,7 %)": of the earlier value only the change is printed
        coalesce(
            gathered.base_value,
            gathered.upper_value + gathered.change_value * if(
                regexp_matches(gathered.stated_before, {{ pattern_literal('\\<(giảm|thấp hơn)\\>') }}), 1, -1
            )
        ) as base_value,
        coalesce(gathered.base_half, gathered.upper_half + gathered.change_half) as base_half,
        -- the last word before the percent that says what it is
        regexp_extract(
            gathered.stated_before, {{ pattern_literal('.*\\<(tăng|giảm|vượt|bằng|đạt|còn)\\>') }}, 1
        ) as cue_word,
        if(gathered.stated_dimension in ('percent', 'ratio'), 100, 1) as scale
    from gathered
    inner join claims on gathered.check_id = claims.check_id

)

select * from final
