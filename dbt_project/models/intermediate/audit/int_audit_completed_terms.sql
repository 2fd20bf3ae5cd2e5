{#-
  One row per term of a sum that the wording links and that misses its total by exactly one further figure standing among
  its parts, a part that we did not link, or by a further total that we took for a part. Such a claim is published, in place of the failing one, where it holds, and
  with large numbers also where one slip of the pen keeps it from holding.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

terms as (

    select
        structural.claim_key,
        structural.report_id,
        structural.label,
        structural.position,
        structural.term_role,
        structural.figure_id,
        structural.sign,
        figures.place,
        figures.unit,
        figures.column_label,
        figures.label_text,
        figures.value_micro
    from {{ ref('int_audit_structural_terms') }} as structural
    inner join figures on structural.figure_id = figures.figure_id
    where structural.claim_type = 'sum'

),

gaps as (

    select
        claim_key,
        report_id,
        any_value(unit) as unit,
        any_value(column_label) as column_label,
        list(figure_id) as figure_ids,
        max(position) as last_position,
        min(place) as first_place,
        max(place) as last_place,
        max(value_micro) filter (where term_role = 'total') as total_micro,
        sum(sign * value_micro) filter (where term_role <> 'total') as added_micro
    from terms
    group by claim_key, report_id
    having count(distinct unit) = 1

),

missing as (

    select
        gaps.claim_key,
        gaps.report_id,
        gaps.last_position + 1 as position,
        figures.figure_id,
        gaps.total_micro <> gaps.added_micro + figures.value_micro as is_slip
    from gaps
    inner join figures
        on gaps.report_id = figures.report_id
        and gaps.unit = figures.unit
        and figures.place between gaps.first_place and gaps.last_place + 4
    where
        not list_contains(gaps.figure_ids, figures.figure_id)
        and figures.role in ('actual', 'numerator', 'plan', 'prior')
        and gaps.total_micro <> gaps.added_micro
        and (
            (
                gaps.total_micro = gaps.added_micro + figures.value_micro
                -- a small gap equals some figure by chance; in one column of a table less so
                and (figures.digits >= 3 or (figures.column_label <> '' and figures.column_label = gaps.column_label))
            )
            or (figures.digits >= 5 and {{ audit_slip_digits('gaps.total_micro', 'gaps.added_micro + figures.value_micro') }} >= 5)
        )
    qualify row_number() over (partition by gaps.claim_key order by is_slip, figures.place) = 1

),

-- "gồm: …; tổng chi …": the next total, taken for one more part
extra as (

    select
        gaps.claim_key,
        terms.figure_id
    from gaps
    inner join terms on gaps.claim_key = terms.claim_key
    where
        terms.term_role = 'part'
        and regexp_matches(terms.label_text, {{ pattern_literal('\\<tổng\\>') }})
        and gaps.added_micro - gaps.total_micro = terms.value_micro
    qualify row_number() over (partition by gaps.claim_key order by terms.place desc) = 1

),

all_terms as (

    select
        terms.claim_key,
        terms.report_id,
        terms.position,
        terms.term_role,
        terms.figure_id,
        terms.sign,
        false as is_slip
    from terms
    inner join extra on terms.claim_key = extra.claim_key and terms.figure_id <> extra.figure_id
    union all
    select
        terms.claim_key,
        terms.report_id,
        terms.position,
        terms.term_role,
        terms.figure_id,
        terms.sign,
        missing.is_slip
    from terms
    inner join missing on terms.claim_key = missing.claim_key
    union all
    select
        claim_key,
        report_id,
        position,
        'part' as term_role,
        figure_id,
        1 as sign,
        is_slip
    from missing

),

final as (

    select
        'completed:' || all_terms.claim_key as claim_key,
        all_terms.report_id,
        'sum' as claim_type,
        any_value(terms.label) over (partition by all_terms.claim_key) as label,
        'dãy số' as cue,
        all_terms.is_slip as exhaustive,
        all_terms.is_slip as is_certain,
        true as is_anchored,
        all_terms.position,
        all_terms.term_role,
        all_terms.figure_id,
        all_terms.sign
    from all_terms
    left join terms on all_terms.claim_key = terms.claim_key and all_terms.figure_id = terms.figure_id

)

select * from final
