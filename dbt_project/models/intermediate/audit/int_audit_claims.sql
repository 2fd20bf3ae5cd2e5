{#-
  One row per claim that is to be checked. The same arithmetic found in two ways is one claim: what the wording links
  comes before what follows from meaning.
-#}

with terms as (

    select * from {{ ref('int_audit_claim_terms') }}

),

figures as (

    select * from {{ ref('int_audit_figures') }}

),

-- a claim with a term that cannot be read cleanly, or that names one figure twice, is no claim
readable as (

    select
        terms.claim_key,
        terms.report_id,
        any_value(terms.claim_type) as claim_type,
        any_value(terms.source) as source,
        any_value(terms.precedence) as precedence,
        any_value(terms.label) as label,
        any_value(terms.cue) as cue,
        bool_and(terms.exhaustive) as exhaustive,
        bool_and(terms.is_certain) as is_certain,
        bool_or(terms.is_anchored) as is_anchored,
        max(terms.figure_id) filter (where terms.term_role in ('total', 'percent')) as stated_figure_id,
        string_agg(
            terms.figure_id, ' ' order by terms.term_role in ('total', 'percent') desc, figures.char_start
        ) as figure_ids,
        list_sort(list(figures.value_micro)) as all_values,
        list_sort(list(figures.value_micro) filter (where terms.term_role not in ('total', 'percent'))) as part_values
    from terms
    left join figures on terms.figure_id = figures.figure_id
    group by terms.claim_key, terms.report_id
    having bool_and(figures.value_micro is not null) and count(distinct terms.figure_id) = count(*)

),

distinct_figures as (

    select *
    from readable
    qualify row_number() over (
        partition by report_id, claim_type, figure_ids order by precedence, claim_key
    ) = 1

),

-- one statement, whichever way round it is told (17 = 948 - 931 is 948 = 931 + 17) and wherever its terms are retold;
-- "19/20 đơn, còn 1 đơn" is told as what is left
distinct_statements as (

    select *
    from distinct_figures
    qualify
        (source = 'structural' and cue <> 'a/b')
        or source = 'restated'
        or row_number() over (
            partition by
                report_id,
                if(claim_type in ('sum', 'difference'), 'added', claim_type),
                all_values,
                if(claim_type in ('sum', 'difference'), null, part_values)
            order by source = 'structural' and claim_type = 'sum', precedence, is_anchored desc, claim_key
        ) = 1

),

final as (

    select
        'k' || left(md5(concat_ws(' ', report_id, claim_type, figure_ids)), 16) as check_id,
        claim_key,
        report_id,
        claim_type,
        source,
        precedence,
        label,
        cue,
        exhaustive,
        is_certain,
        is_anchored,
        stated_figure_id
    from distinct_statements

)

select * from final
