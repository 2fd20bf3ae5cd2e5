{#-
  One row per term of a claim "part / whole = share" whose whole stands apart: the figure of the block that the words
  after the percent name, or else the total of a sum that the part belongs to, all people or households, the base of another share in
  the block, or any figure of it. These last are found by their fitting, so such a claim is published only where it holds, or where one
  slip of the pen in four digits or more keeps it from holding.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

facts as (

    select * from {{ ref('int_audit_facts') }}

),

shares as (

    select *
    from (
        select
            *,
            max(if(dimension = 'percent', place, null)) over (
                partition by report_id, block_no order by place rows between unbounded preceding and 1 preceding
            ) as percent_before
        from figures
    )
    where
        role in ('share', 'actual', 'other')
        and dimension = 'percent'
        and value_micro <> 100000000
        -- a share known to one part in twenty or worse fits many a pair by chance
        and half_micro * 20 <= value_micro
        and half_micro > 0

),

-- the amounts right before the share
parts as (

    select
        shares.report_id,
        shares.figure_id as share_id,
        shares.char_start as share_start,
        shares.block_no,
        shares.value_micro as share_micro,
        shares.half_micro as share_half_micro,
        shares.half_micro * 150 <= shares.value_micro as is_precise,
        length(cast(shares.value_micro // (2 * shares.half_micro) as varchar)) as share_digits,
        shares.label,
        shares.after_text,
        parts.figure_id as part_id,
        parts.char_start as part_start,
        parts.value_micro as part_micro,
        parts.unit
    from shares
    inner join figures as parts
        on shares.report_id = parts.report_id
        and shares.block_no = parts.block_no
        and parts.place between shares.place - 3 and shares.place - 1
        -- "68 hộ = 4,65 % (năm 2016: 6,45 %)": the amount has its share already
        and parts.place > coalesce(shares.percent_before, 0)
        and parts.char_end between shares.char_start - 80 and shares.char_start
    where parts.value_micro > 0 and parts.dimension <> 'percent' and parts.role <> 'change'
    qualify row_number() over (partition by shares.figure_id order by parts.char_start desc) <= 2

),

sum_terms as (

    select
        terms.report_id,
        terms.claim_key,
        terms.term_role,
        figures.figure_id,
        figures.char_start,
        figures.value_micro,
        figures.unit
    from {{ ref('int_audit_structural_terms') }} as terms
    inner join figures on terms.figure_id = figures.figure_id
    where terms.claim_type = 'sum'

),

wholes as (

    -- of the sum that the part belongs to, wherever the part is told again
    select
        parts.report_id,
        parts.value_micro as part_micro,
        null::integer as block_no,
        parts.unit,
        totals.figure_id,
        totals.value_micro,
        totals.char_start,
        true as is_sure
    from sum_terms as parts
    inner join sum_terms as totals on parts.claim_key = totals.claim_key
    where parts.term_role = 'part' and totals.term_role = 'total'

    union

    -- all people or households
    select
        facts.report_id,
        null as part_micro,
        null::integer as block_no,
        figures.unit,
        figures.figure_id,
        figures.value_micro,
        figures.char_start,
        true as is_sure
    from facts
    inner join figures on facts.figure_id = figures.figure_id
    where facts.fact_table = 'population' and facts.code in ('HOUSEHOLDS', 'PERSONS') and facts.scenario = 'actual'

    union

    -- or what is likely to be all of them: the largest number of its kind
    select
        report_id,
        null as part_micro,
        null::integer as block_no,
        unit,
        figure_id,
        value_micro,
        char_start,
        true as is_sure
    from figures
    where unit in ('household', 'person') and role in ('actual', 'denominator')
    qualify row_number() over (partition by report_id, unit order by value_micro desc, char_start) = 1

    union

    -- the base of another share in the same block
    select
        bases.report_id,
        null as part_micro,
        figures.block_no,
        figures.unit,
        figures.figure_id,
        figures.value_micro,
        figures.char_start,
        true as is_sure
    from {{ ref('int_audit_structural_terms') }} as bases
    inner join figures on bases.figure_id = figures.figure_id
    where bases.claim_type = 'ratio' and bases.term_role = 'denominator'

    union

    -- any figure beside it
    select
        report_id,
        null as part_micro,
        block_no,
        unit,
        figure_id,
        value_micro,
        char_start,
        false as is_sure
    from figures
    where role in ('actual', 'numerator', 'denominator')

),

candidates as (

    select
        parts.*,
        wholes.figure_id as whole_id,
        wholes.char_start as whole_start,
        wholes.is_sure as is_sure_whole,
        {{ audit_divide('100000000 * parts.part_micro', 'wholes.value_micro') }} as quotient
    from parts
    inner join wholes
        on parts.report_id = wholes.report_id
        and parts.unit = wholes.unit
        and (wholes.part_micro is null or wholes.part_micro = parts.part_micro)
        and (wholes.block_no is null or (wholes.block_no = parts.block_no and (wholes.is_sure or parts.is_precise)))
        and wholes.value_micro > parts.part_micro

),

fitting as (

    select
        *,
        abs(quotient - share_micro) > share_half_micro as is_slip
    from candidates
    where
        abs(quotient - share_micro) <= share_half_micro
        -- with four digits, one slip away from fitting is no accident
        or (
            share_digits >= 4
            and {{ audit_slip_digits('share_micro', audit_as_printed('quotient', 'share_half_micro')) }} >= 4
        )
        -- nor with three of them, two being swapped, where the whole is one that the part surely belongs to
        or (
            share_digits = 3
            and is_sure_whole
            and {{ audit_is_swap('share_micro', audit_as_printed('quotient', 'share_half_micro')) }}
        )
    qualify
        row_number() over (
            partition by share_id
            order by is_slip, part_start desc, is_sure_whole desc, abs(whole_start - share_start), whole_id
        ) = 1

),

-- "chiếm 97 % số đã giải quyết": the words after the percent name the whole
phrases as (

    select
        *,
        {{ audit_words(
            "regexp_extract(after_text, '^[%) ]*(?:trên |trong |của |so với |so )?(?:cùng )?(?:tổng )?(?:số )([^.,;:()0-9]+)', 1)",
            'stopwords.words'
        ) }} as base_words
    from parts
    cross join (select list(word) as words from {{ ref('audit_stopwords') }}) as stopwords

),

named as (

    select
        phrases.* exclude (words, base_words),
        figures.figure_id as whole_id,
        true as is_named,
        true as is_certain
    from phrases
    inner join figures
        on phrases.report_id = figures.report_id
        and phrases.block_no = figures.block_no
        and phrases.unit = figures.unit
    where
        len(phrases.base_words) >= 2
        and list_has_all(figures.label_words, phrases.base_words)
        and figures.role in ('actual', 'denominator')
        and figures.value_micro > phrases.part_micro
        and figures.figure_id <> phrases.part_id
        and phrases.share_start > figures.char_start
    qualify
        row_number() over (
            partition by phrases.share_id
            order by phrases.part_start desc, len(figures.label_words), figures.char_start desc
        ) = 1

),

claims as (

    select
        *,
        false as is_named,
        is_slip as is_certain
    from fitting
    where share_id not in (select share_id from named)
    union all by name
    select * from named

),

final as (

    select
        'share:' || claims.share_id as claim_key,
        claims.report_id,
        'ratio' as claim_type,
        claims.label,
        'tỷ trọng' as cue,
        true as exhaustive,
        claims.is_certain,
        claims.is_named as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then claims.share_id
            when 1 then claims.part_id
            else claims.whole_id
        end as figure_id,
        1 as sign
    from claims
    cross join (values (0, 'percent'), (1, 'numerator'), (2, 'denominator')) as roles (position, term_role)

)

select * from final
