-- Whoever adds up the published terms of a sum, in one unit, gets the published result; and a check of any type but a
-- list of shares has exactly one stated term, with the stated value.
with terms as (

    select
        check_id,
        count(*) filter (where term_role in ('total', 'percent')) as stated_terms,
        max(value) filter (where term_role in ('total', 'percent')) as stated_term,
        sum(sign * value) filter (where term_role not in ('total', 'percent')) as added,
        count(distinct unit) as units
    from {{ ref('fct_audit_terms') }}
    group by check_id

)

select
    checks.check_id,
    checks.check_type,
    checks.stated_value,
    checks.computed_value,
    terms.added
from {{ ref('fct_audit_checks') }} as checks
left join terms on checks.check_id = terms.check_id
where
    terms.check_id is null
    or (
        checks.check_type in ('sum', 'pct_sum')
        and terms.units = 1
        and checks.computed_value <> terms.added
    )
    or (
        checks.check_type <> 'pct_sum'
        and (terms.stated_terms <> 1 or terms.stated_term <> checks.stated_value)
    )
