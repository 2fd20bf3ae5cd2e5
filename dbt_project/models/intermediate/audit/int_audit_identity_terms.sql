{#-
  One row per term of a claim that follows from what figures mean (seed audit_identities), wherever they stand. A term
  told more than once is taken from the nearest place. Such a claim may be wrong in its codes, so it is certain, and
  its failing a finding, only where no other figure could be meant.
-#}

with identities as (

    select * from {{ ref('audit_identities') }}

),

identity_terms as (

    select
        *,
        count(*) over (partition by identity_id) as term_count
    from {{ ref('audit_identity_terms') }}

),

facts_in_place as (

    select
        facts.*,
        figures.block_no,
        figures.heading,
        figures.char_start,
        figures.place,
        figures.after_text,
        figures.value_micro,
        figures.unit,
        figures.role = 'denominator' as is_base,
        -- to four digits: 148.935 triệu and 148.935.195.701 đồng are one value
        left(cast(abs(figures.value_micro) as varchar), 4) || length(cast(abs(figures.value_micro) as varchar)) as told_as
    from {{ ref('int_audit_facts') }} as facts
    inner join {{ ref('int_audit_figures') }} as figures on facts.figure_id = figures.figure_id

),

placed_facts as (

    select
        *,
        -- what a fraction has below the line says less surely what it is: it counts where nothing else is told
        count(distinct if(is_base, null, told_as)) over (
            partition by
                report_id, fact_table, code, scope, scenario, period_slot,
                unit
        ) <= 1 as is_only_value,
        count(distinct if(is_base, null, told_as)) over (
            partition by
                report_id, fact_table, code, scope, scenario, period_slot,
                unit, block_no
        ) <= 1 as is_only_value_of_block
    from facts_in_place

),

-- each result that an identity can be asked of
results as (

    select
        identity_terms.identity_id,
        identity_terms.term_role,
        identity_terms.term_count,
        concat_ws(':', identity_terms.identity_id, placed_facts.figure_id, placed_facts.scope) as claim_key,
        placed_facts.*
    from identity_terms
    inner join placed_facts
        on identity_terms.fact_table = placed_facts.fact_table
        and identity_terms.code in (placed_facts.code, '*')
        and coalesce(identity_terms.scope, '') in (placed_facts.scope, '*')
        and identity_terms.scenario in (placed_facts.scenario, '*')
    where identity_terms.position = 0

),

-- what each result needs beside it; '=' in the seed stands for what the result has
wanted as (

    select
        results.* exclude (term_role, fact_table, code, scope, scenario),
        identity_terms.position,
        identity_terms.term_role,
        identity_terms.sign,
        identity_terms.any_period,
        identity_terms.fact_table,
        if(identity_terms.code = '=', results.code, identity_terms.code) as code,
        if(identity_terms.scope = '=', results.scope, coalesce(identity_terms.scope, '')) as scope,
        if(identity_terms.scenario = '=', results.scenario, identity_terms.scenario) as scenario
    from results
    inner join identity_terms
        on results.identity_id = identity_terms.identity_id
        and identity_terms.position > 0

),

operands as (

    select
        wanted.claim_key,
        wanted.identity_id,
        wanted.report_id,
        wanted.term_count,
        wanted.position,
        wanted.term_role,
        wanted.sign,
        terms.figure_id,
        terms.block_no = wanted.block_no as is_same_block,
        wanted.place - terms.place between 1 and 3 as is_beside,
        terms.value_micro = wanted.value_micro as is_same_value,
        terms.is_only_value
        or (terms.block_no = wanted.block_no and terms.is_only_value_of_block)
        or (wanted.term_role = 'numerator' and wanted.place - terms.place between 1 and 2) as is_unique
    from wanted
    inner join placed_facts as terms
        on wanted.report_id = terms.report_id
        and wanted.fact_table = terms.fact_table
        and wanted.code = terms.code
        and wanted.scope = terms.scope
        and wanted.scenario = terms.scenario
        and (terms.period_slot = wanted.period_slot or wanted.any_period)
        and (terms.unit = wanted.unit or wanted.term_role in ('numerator', 'denominator'))
        and terms.figure_id <> wanted.figure_id
    qualify
        row_number() over (
            partition by wanted.claim_key, wanted.position
            order by
                (terms.block_no = wanted.block_no) desc,
                terms.is_base and wanted.term_role <> 'denominator',
                (terms.heading = wanted.heading) desc,
                abs(terms.char_start - wanted.char_start),
                terms.char_start
        ) = 1

),

complete as (

    select
        claim_key,
        any_value(identity_id) as identity_id,
        bool_and(is_same_block) as is_one_block,
        bool_and(is_unique) as is_unique,
        bool_and(is_beside) filter (where term_role = 'numerator') as is_numerator_beside,
        bool_or(is_same_block) filter (where term_role = 'denominator') as is_base_near
    from operands
    group by claim_key
    having
        count(*) = any_value(term_count) - 1
        and count(distinct figure_id) = count(*)
        -- 9.720 = 9.720 + 126: one of the two is not what its code says
        and not bool_or(is_same_value and term_role in ('part', 'minuend', 'subtrahend'))

),

-- a rate that two bases come in question for, and no word chooses
bases as (

    select
        results.figure_id,
        count(distinct placed_facts.value_micro) as base_values
    from complete
    inner join results on complete.claim_key = results.claim_key
    inner join operands on complete.claim_key = operands.claim_key and operands.term_role = 'denominator'
    inner join placed_facts on operands.figure_id = placed_facts.figure_id
    group by results.figure_id

),

judged as (

    select
        complete.claim_key,
        -- "22 % trên tổng số hộ": the base is named, and it stands here
        coalesce(
            complete.is_base_near
            and regexp_matches(results.after_text, '^[%) ]*(trên|trong|so với|so|của|tổng) '), false
        ) as is_anchored,
        complete.is_unique
        and coalesce(
            complete.is_numerator_beside,
            results.is_only_value or (results.is_only_value_of_block and complete.is_one_block)
        )
        and (coalesce(bases.base_values, 1) = 1 or is_anchored)
        and identities.exhaustive as is_certain,
        identities.claim_type,
        identities.label_vi,
        identities.exhaustive
    from complete
    inner join results on complete.claim_key = results.claim_key
    inner join identities on complete.identity_id = identities.identity_id
    left join bases on results.figure_id = bases.figure_id

),

terms as (

    select claim_key, report_id, identity_id, position, term_role, figure_id, sign from operands
    union all
    select claim_key, report_id, identity_id, 0 as position, term_role, figure_id, 1 as sign from results

),

final as (

    select
        terms.claim_key,
        terms.report_id,
        judged.claim_type,
        judged.label_vi as label,
        terms.identity_id as cue,
        judged.exhaustive,
        judged.is_certain,
        judged.is_anchored,
        terms.position,
        terms.term_role,
        terms.figure_id,
        terms.sign
    from terms
    inner join judged on terms.claim_key = judged.claim_key

)

select * from final
