-- A check of any type but a list of shares has exactly one stated term, with the stated value.
with terms as (

    select
        check_id,
        count(*) filter (where term_role in ('total', 'percent')) as stated_terms,
        max(value) filter (where term_role in ('total', 'percent')) as stated_term
    from {{ ref('fct_audit_terms') }}
    group by check_id

)

select
    checks.check_id,
    checks.check_type,
    checks.stated_value,
    terms.stated_terms,
    terms.stated_term
from {{ ref('fct_audit_checks') }} as checks
inner join terms on checks.check_id = terms.check_id
where
    checks.check_type <> 'pct_sum'
    and (terms.stated_terms <> 1 or terms.stated_term <> checks.stated_value)
