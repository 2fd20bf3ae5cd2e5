{#- One row per term of a claim that the wording of a report makes. -#}

with claims as (

    select * from {{ ref('stg_claims') }}

),

withdrawn as (

    select figure_id from {{ ref('int_rulings') }}
    where ruling = 'not_a_figure'

),

-- a part that is no figure drops out of its list; where fewer than two are left it stays, and the claim is none
terms as (

    select claim_terms.*
    from {{ ref('stg_claim_terms') }} as claim_terms
    left join withdrawn on claim_terms.figure_id = withdrawn.figure_id
    qualify
        withdrawn.figure_id is null
        or claim_terms.term_role <> 'part'
        or count(*) filter (where claim_terms.term_role = 'part' and withdrawn.figure_id is null)
            over (partition by claim_terms.claim_id) < 2

),

figures as (

    select * from {{ ref('int_audit_figures') }}

),

-- "chiếm 22 %" says of what only where the words after it do: "22 % trong tổng số hộ nghèo"
anchored as (

    select
        terms.claim_id,
        bool_or(regexp_matches(figures.after_text, '^[%) ]*(trên|trong|so với|so|của|tổng) ')) as is_base_named
    from terms
    inner join figures on terms.figure_id = figures.figure_id
    where terms.term_role = 'percent'
    group by terms.claim_id

),

final as (

    select
        terms.claim_id as claim_key,
        terms.report_id,
        claims.claim_type,
        claims.label,
        claims.cue,
        claims.exhaustive,
        true as is_certain,
        claims.claim_type <> 'ratio' or claims.cue <> 'chiếm' or coalesce(anchored.is_base_named, false) as is_anchored,
        terms.position,
        terms.term_role,
        terms.figure_id,
        if(terms.term_role = 'subtrahend', -1, terms.sign) as sign
    from terms
    inner join claims on terms.claim_id = claims.claim_id
    left join anchored on terms.claim_id = anchored.claim_id

)

select * from final
