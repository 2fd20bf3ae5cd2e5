{#- One row per term of a claim to be checked, with its value and what its printed digits leave open. -#}

with claims as (

    select * from {{ ref('int_audit_claims') }}

),

terms as (

    select * from {{ ref('int_audit_claim_terms') }}

),

figures as (

    select * from {{ ref('int_audit_figures') }}

),

measured as (

    select
        claims.check_id,
        claims.report_id,
        row_number() over (
            partition by claims.check_id
            order by terms.term_role in ('total', 'percent') desc, terms.position
        ) as position,
        terms.term_role,
        terms.term_role in ('total', 'percent') as is_stated,
        terms.figure_id,
        terms.sign,
        figures.value,
        figures.unit,
        figures.dimension,
        figures.factor,
        figures.printed,
        figures.before_text,
        figures.place,
        figures.block_no,
        figures.approx as is_hedged,
        figures.value_micro,
        if(claims.claim_type = 'restated', figures.rounding_micro, figures.half_micro) as half_micro,
        figures.is_whole and not figures.approx as is_whole,
        -- the coarsest digit that the decimals of this list show
        max(if(figures.is_whole, null, figures.half_micro))
            over (partition by claims.check_id) as decimal_half_micro
    from claims
    inner join terms on claims.claim_key = terms.claim_key
    inner join figures on terms.figure_id = figures.figure_id

),

final as (

    select
        check_id,
        report_id,
        position,
        term_role,
        is_stated,
        figure_id,
        sign,
        value,
        unit,
        dimension,
        factor,
        printed,
        before_text,
        place,
        block_no,
        is_hedged,
        is_whole,
        value_micro,
        -- 14 in a list of 6,7 and 10,2 is 14,0
        if(
            is_whole and not is_stated and half_micro > decimal_half_micro, decimal_half_micro, half_micro
        ) as half_micro
    from measured

)

select * from final
