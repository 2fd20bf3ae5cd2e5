{#-
  One row per term of a claim "part / whole = share" whose whole the wording does not name: the total of a sum that the
  part belongs to, all people or households, or a figure of the same block. The whole is found by its fitting, so such a
  claim is published only where it holds.
-#}

with figures as (

    select * from {{ ref('int_audit_figures') }}

),

facts as (

    select * from {{ ref('int_audit_facts') }}

),

shares as (

    select *
    from figures
    where
        role in ('share', 'actual', 'other')
        and dimension = 'percent'
        and value_micro <> 100000000
        -- a share known to one part in twenty or worse fits many a pair by chance
        and half_micro * 20 <= value_micro

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
        shares.label,
        parts.figure_id as part_id,
        parts.char_start as part_start,
        parts.value_micro as part_micro,
        parts.unit
    from shares
    inner join figures as parts
        on shares.report_id = parts.report_id
        and shares.block_no = parts.block_no
        and parts.place between shares.place - 3 and shares.place - 1
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
        totals.char_start
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
        figures.char_start
    from facts
    inner join figures on facts.figure_id = figures.figure_id
    where facts.fact_table = 'population' and facts.code in ('HOUSEHOLDS', 'PERSONS') and facts.scenario = 'actual'

    union

    -- beside it
    select
        report_id,
        null as part_micro,
        block_no,
        unit,
        figure_id,
        value_micro,
        char_start
    from figures
    where role in ('actual', 'numerator', 'denominator')

),

fitting as (

    select
        parts.*,
        wholes.figure_id as whole_id
    from parts
    inner join wholes
        on parts.report_id = wholes.report_id
        and parts.unit = wholes.unit
        and (wholes.part_micro is null or wholes.part_micro = parts.part_micro)
        and (wholes.block_no is null or (wholes.block_no = parts.block_no and parts.is_precise))
        and wholes.value_micro > parts.part_micro
    where
        abs({{ audit_divide('100000000 * parts.part_micro', 'wholes.value_micro') }} - parts.share_micro)
        <= parts.share_half_micro
    qualify
        row_number() over (
            partition by parts.share_id
            order by parts.part_start desc, abs(wholes.char_start - parts.share_start), wholes.figure_id
        ) = 1

),

final as (

    select
        'share:' || fitting.share_id as claim_key,
        fitting.report_id,
        'ratio' as claim_type,
        fitting.label,
        'tỷ trọng' as cue,
        false as exhaustive,
        false as is_certain,
        false as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then fitting.share_id
            when 1 then fitting.part_id
            else fitting.whole_id
        end as figure_id,
        1 as sign
    from fitting
    cross join (values (0, 'percent'), (1, 'numerator'), (2, 'denominator')) as roles (position, term_role)

)

select * from final
