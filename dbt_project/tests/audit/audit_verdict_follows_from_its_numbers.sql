-- A check holds exactly where what is stated and what is computed differ by no more than the tolerance.
select
    check_id,
    stated_value,
    computed_value,
    delta,
    tolerance,
    holds
from {{ ref('fct_audit_checks') }}
where
    delta <> stated_value - computed_value
    or tolerance < 0
    or holds <> (abs(delta) <= tolerance)
