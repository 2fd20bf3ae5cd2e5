with terms as (

    select * from {{ ref('int_audit_check_terms') }}

),

checks as (

    select check_id from {{ ref('int_audit_checks') }}

),

final as (

    select
        terms.check_id,
        cast(terms.position as integer) as position,
        terms.term_role,
        terms.figure_id,
        cast(terms.value as decimal(38, 6)) as value,
        cast(terms.sign as integer) as sign,
        terms.unit
    from terms
    inner join checks on terms.check_id = checks.check_id

)

select
    check_id,
    position,
    term_role,
    figure_id,
    value,
    sign,
    unit
from final
