with checks as (

    select * from {{ ref('fct_audit_checks') }}
    where not holds

),

reports as (

    select * from {{ ref('dim_reports') }}

),

sentences as (

    select * from {{ ref('int_audit_findings') }}

),

slips as (

    select * from {{ ref('int_audit_slips') }}

),

lines as (

    select
        figure_id,
        line_number
    from {{ ref('int_audit_figure_words') }}

),

terms as (

    select
        terms.check_id,
        list(
            {
                'position': cast(terms.position as integer),
                'term_role': terms.term_role,
                'figure_id': terms.figure_id,
                'printed': figures.printed,
                'value': cast(terms.value as decimal(38, 6)),
                'unit': terms.unit,
                'char_start': figures.char_start,
                'char_end': figures.char_end,
                'quote': figures.quote,
                'line_number': lines.line_number
            }
            order by terms.position
        ) as terms,
        min_by(lines.line_number, terms.position) as line_number
    from {{ ref('int_audit_check_terms') }} as terms
    inner join checks on terms.check_id = checks.check_id
    inner join {{ ref('int_audit_figures') }} as figures on terms.figure_id = figures.figure_id
    inner join lines on terms.figure_id = lines.figure_id
    group by terms.check_id

),

weighed as (

    select
        checks.*,
        reports.unit_name,
        reports.district_name,
        reports.period,
        sentences.unit,
        sentences.finding_vi,
        sentences.finding_en,
        slips.likely_slip,
        slips.likely_slip_vi,
        slips.likely_slip_en,
        terms.terms,
        terms.line_number,
        -- money and the four core domains first, then by how far off it is for its size
        1000 * (cast(sentences.unit like 'VND%' as integer))
        + 1000 * (cast(checks.domain in ('BUDGET', 'POPULATION', 'SECURITY', 'ADMIN_PROC') as integer))
        + least(
            999,
            cast(
                {{ audit_micro('abs(checks.delta)') }} * 1000
                // greatest(
                    {{ audit_micro('abs(checks.stated_value)') }}, {{ audit_micro('abs(checks.computed_value)') }}
                ) as integer
            )
        ) as weight
    from checks
    inner join reports on checks.report_id = reports.report_id
    inner join sentences on checks.check_id = sentences.check_id
    inner join terms on checks.check_id = terms.check_id
    left join slips on checks.check_id = slips.check_id

),

final as (

    select
        *,
        cast(row_number() over (
            partition by report_id order by weight desc, abs(delta) desc, char_start, check_id
        ) as integer) as finding_rank
    from weighed

)

select
    check_id,
    report_id,
    finding_rank,
    weight,
    unit_name,
    district_name,
    period,
    check_type,
    domain,
    label,
    finding_vi,
    finding_en,
    stated_value,
    computed_value,
    delta,
    tolerance,
    unit,
    likely_slip,
    likely_slip_vi,
    likely_slip_en,
    formula,
    terms,
    line_number,
    char_start,
    char_end,
    quote
from final
