-- Every check that does not come out is told once, with all its figures, in sentences whose places are all filled.
with findings as (

    select * from {{ ref('mart_audit_findings') }}

),

terms as (

    select
        check_id,
        count(*) as term_count
    from {{ ref('fct_audit_terms') }}
    group by check_id

)

select
    checks.check_id,
    findings.finding_vi,
    findings.finding_en,
    findings.likely_slip_vi
from {{ ref('fct_audit_checks') }} as checks
left join terms on checks.check_id = terms.check_id
left join findings on checks.check_id = findings.check_id
where
    checks.holds = (findings.check_id is not null)
    or length(findings.terms) <> terms.term_count
    or regexp_matches(
        concat_ws(' ', findings.finding_vi, findings.finding_en, findings.likely_slip_vi, findings.likely_slip_en),
        '\{|\(\)|“”|  '
    )
