{#- What a person should look at first. A figure that somebody has ruled on is done. -#}
with figures as (

    select * from {{ ref('fct_figures') }}
    where not is_corrected and not is_confirmed

),

broken as (

    select distinct terms.figure_id
    from {{ ref('fct_audit_terms') }} as terms
    inner join {{ ref('fct_audit_checks') }} as checks on terms.check_id = checks.check_id
    where not checks.holds

),

slips as (

    select distinct figure_id from {{ ref('int_audit_slips') }}
    where figure_id is not null

),

found as (

    select
        figure_id,
        'unreadable' as reason
    from figures
    where value is null
    union all
    select
        figure_id,
        'likely_slip' as reason
    from slips
    union all
    select
        figure_id,
        'doubtful' as reason
    from figures
    where value is not null and confidence < 1
    union all
    select
        figure_id,
        'core_without_code' as reason
    from figures
    where
        value is not null
        and domain in ('BUDGET', 'POPULATION', 'SECURITY', 'ADMIN_PROC')
        and role in ('actual', 'plan', 'target_next')
        and indicator_code is null
        and code_rule_id is null
    union all
    select
        figure_id,
        'broken_sum' as reason
    from broken

),

weighed as (

    select
        found.figure_id,
        sum(reasons.weight)::integer as weight,
        list(found.reason order by reasons.weight desc) as reasons,
        string_agg(reasons.reason_vi, '; ' order by reasons.weight desc) as reasons_vi,
        string_agg(reasons.reason_en, '; ' order by reasons.weight desc) as reasons_en
    from found
    inner join {{ ref('review_reasons') }} as reasons on found.reason = reasons.reason
    group by found.figure_id

)

select
    figures.figure_id,
    figures.report_id,
    row_number() over (
        partition by figures.report_id order by weighed.weight desc, figures.char_start
    )::integer as review_rank,
    weighed.weight,
    weighed.reasons,
    weighed.reasons_vi,
    weighed.reasons_en,
    figures.value,
    figures.unit,
    figures.role,
    figures.period,
    figures.domain,
    figures.indicator_code,
    figures.label,
    figures.printed,
    figures.char_start,
    figures.char_end,
    figures.quote
from figures
inner join weighed on figures.figure_id = weighed.figure_id
