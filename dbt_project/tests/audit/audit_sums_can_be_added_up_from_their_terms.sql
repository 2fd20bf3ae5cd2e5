-- Whoever adds up the published terms of a sum, in one unit, gets the published result.
with terms as (

    select
        check_id,
        sum(sign * value) filter (where term_role not in ('total', 'percent')) as added,
        count(distinct unit) as units
    from {{ ref('fct_audit_terms') }}
    group by check_id

)

select
    checks.check_id,
    checks.check_type,
    checks.computed_value,
    terms.added
from {{ ref('fct_audit_checks') }} as checks
inner join terms on checks.check_id = terms.check_id
where
    checks.check_type in ('sum', 'pct_sum')
    and terms.units = 1
    and checks.computed_value <> terms.added
