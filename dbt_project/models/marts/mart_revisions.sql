{#-
  What a revision says otherwise than the report that it takes the place of. Figures are one and the same by their words;
  what says the same in both is left out, also where its words were changed but its code was not.
-#}
with steps as (

    select * from {{ ref('int_report_versions') }}
    where supersedes_report_id is not null

),

sides as (

    select
        report_id as later_report_id,
        report_id,
        true as is_new
    from steps
    union all
    select
        report_id as later_report_id,
        supersedes_report_id as report_id,
        false as is_new
    from steps

),

stated as (

    select
        sides.later_report_id,
        sides.is_new,
        figures.figure_id,
        figures.char_start,
        figures.printed,
        figures.value,
        figures.value_max,
        figures.unit,
        figures.role,
        figures.label,
        coalesce(figures.period, reports.period) as figure_period,
        classified.domain,
        facts.indicator_code,
        facts.scope,
        facts.scenario,
        concat_ws(
            chr(31), coalesce(facts.indicator_code, ''), coalesce(facts.scope, ''), coalesce(facts.scenario, ''),
            figures.unit, figures.role, coalesce(figures.period, reports.period, '')
        ) as meaning,
        classified.label_text || chr(31) || meaning as wording
    from sides
    inner join {{ ref('int_reports') }} as reports on sides.report_id = reports.report_id
    inner join {{ ref('int_figures') }} as figures on sides.report_id = figures.report_id
    inner join {{ ref('int_figures_classified') }} as classified on figures.figure_id = classified.figure_id
    left join {{ ref('int_facts') }} as facts on figures.figure_id = facts.figure_id and facts.coding_slot = 1

),

-- the same words and the same value in both
kept as (

    select
        *,
        row_number() over (
            partition by later_report_id, is_new, wording, value, value_max order by char_start
        ) as nth,
        least(
            count(*) filter (where is_new) over (partition by later_report_id, wording, value, value_max),
            count(*) filter (where not is_new) over (partition by later_report_id, wording, value, value_max)
        ) as in_both
    from stated

),

-- the same words, another value
reworked as (

    select
        * replace (
            row_number() over (partition by later_report_id, is_new, wording order by char_start) as nth,
            least(
                count(*) filter (where is_new) over (partition by later_report_id, wording),
                count(*) filter (where not is_new) over (partition by later_report_id, wording)
            ) as in_both
        )
    from kept
    where nth > in_both

),

-- other words, the same code, and only one figure on either side
recoded as (

    select
        *,
        nth > in_both as is_alone,
        count(*) filter (where is_new and nth > in_both) over by_meaning as new_alone,
        count(*) filter (where not is_new and nth > in_both) over by_meaning as old_alone
    from reworked
    window by_meaning as (partition by later_report_id, meaning)

),

keyed as (

    select
        *,
        case
            when not is_alone then concat_ws(chr(31), 'words', wording, nth)
            when indicator_code is not null and new_alone = 1 and old_alone = 1 then concat_ws(chr(31), 'code', meaning)
            else concat_ws(chr(31), 'alone', figure_id)
        end as match_key
    from recoded

),

matched as (

    select
        later_report_id,
        max_by(label, is_new) as label,
        max_by(domain, is_new) as domain,
        max_by(coalesce(indicator_code, ''), is_new) as indicator_code,
        max_by(coalesce(scope, ''), is_new) as scope,
        max_by(coalesce(scenario, ''), is_new) as scenario,
        max_by(role, is_new) as role,
        max_by(coalesce(figure_period, ''), is_new) as figure_period,
        max_by(unit, is_new) as unit,
        min(figure_id) filter (where not is_new) as old_figure_id,
        min(printed) filter (where not is_new) as old_printed,
        min(value) filter (where not is_new) as old_value,
        min(value_max) filter (where not is_new) as old_value_max,
        min(figure_id) filter (where is_new) as new_figure_id,
        min(printed) filter (where is_new) as new_printed,
        min(value) filter (where is_new) as new_value,
        min(value_max) filter (where is_new) as new_value_max
    from keyed
    group by later_report_id, match_key

)

select
    steps.unit_key,
    steps.period,
    steps.supersedes_report_id as earlier_report_id,
    matched.later_report_id,
    steps.relation,
    case
        when matched.old_figure_id is null then 'added' when matched.new_figure_id is null then 'removed' else 'changed'
    end as kind,
    matched.label,
    matched.domain,
    nullif(matched.indicator_code, '') as indicator_code,
    nullif(matched.scope, '') as scope,
    nullif(matched.scenario, '') as scenario,
    matched.role,
    nullif(matched.figure_period, '') as figure_period,
    matched.unit,
    matched.old_printed,
    matched.old_value,
    matched.old_value_max,
    matched.new_printed,
    matched.new_value,
    matched.new_value_max,
    cast(matched.new_value - matched.old_value as decimal(38, 6)) as change,
    matched.old_figure_id,
    matched.new_figure_id
from matched
inner join steps on matched.later_report_id = steps.report_id
where
    matched.old_figure_id is null
    or matched.new_figure_id is null
    or matched.old_value is distinct from matched.new_value
    or matched.old_value_max is distinct from matched.new_value_max
