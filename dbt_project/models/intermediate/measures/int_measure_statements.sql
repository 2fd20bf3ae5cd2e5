{#-
  Every statement of a measure of the wide tables, and which of them the tables show. A report says the same thing in a
  table and in the text, rounded and to the đồng, and now and then it contradicts itself.
-#}
with measures as (

    select *
    from (
        values
        {%- for one in mart_measures() %}
        ('{{ one.mart }}', '{{ one.name }}', '{{ one.facts }}', '{{ one.code }}', {{ "'" ~ one.scope ~ "'" if one.scope else 'null' }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as listed (mart, measure, fact_table, code, scope)

),

facts as (

    select
        *,
        case fact_table
            -- the value of the year before, printed beside this year's, is a value of that year
            when 'security' then case scope when 'prior' then 'cases' else scope end
            when 'indicator' then null
            else scope
        end as measured_scope,
        case when is_target then 'target' when scenario = 'plan' then 'plan' else 'actual' end as kind
    from {{ ref('int_facts') }}
    where role not in ('change', 'unit_price', 'norm') and period is not null

),

stated as (

    select
        measures.mart,
        measures.measure,
        facts.kind,
        units.unit_key,
        facts.period,
        facts.report_id,
        facts.fact_id,
        facts.figure_id,
        facts.value,
        facts.unit,
        facts.as_of,
        facts.pct,
        facts.pct_figure_id,
        facts.yoy_pct,
        facts.yoy_figure_id,
        facts.role,
        facts.char_start,
        facts.scope = 'prior' or facts.role = 'prior' as is_prior,
        coalesce(figures.step, 0) as step,
        figures.approx,
        units.period = facts.period as is_of_its_period,
        not versions.is_current as is_superseded,
        coalesce(units.issued_on, units.period_end) as reported_on,
        -- a target belongs to the report that sets it: the next report may set another
        case when facts.kind = 'target' then facts.report_id end as set_by
    from facts
    inner join measures
        on
            facts.fact_table = measures.fact_table
            and facts.code = measures.code
            and facts.measured_scope is not distinct from measures.scope
    inner join {{ ref('int_figures') }} as figures on facts.figure_id = figures.figure_id
    inner join {{ ref('int_report_units') }} as units on facts.report_id = units.report_id
    inner join {{ ref('int_report_versions') }} as versions on facts.report_id = versions.report_id

),

supported as (

    select
        stated.fact_id,
        stated.measure,
        count(*) as agreeing
    from stated
    inner join stated as others
        on
            stated.report_id = others.report_id
            and stated.measure = others.measure
            and stated.period = others.period
            and stated.kind = others.kind
            and {{ agree('stated', 'others') }}
    group by stated.fact_id, stated.measure

)

select
    stated.* exclude (set_by),
    supported.agreeing,
    row_number() over (
        partition by stated.unit_key, stated.period, stated.measure, stated.kind, stated.set_by
        order by
            stated.is_prior,
            stated.is_of_its_period desc,
            stated.is_superseded,
            stated.reported_on desc nulls last,
            stated.report_id,
            -- within a report: what it says most often, of the whole rather than of a fraction, and most exactly
            supported.agreeing desc,
            array_position(['actual', 'plan', 'target_next', 'share', 'denominator', 'numerator'], stated.role) nulls last,
            stated.approx,
            stated.step,
            stated.as_of desc nulls last,
            stated.char_start,
            stated.fact_id
    ) as choice
from stated
inner join supported on stated.fact_id = supported.fact_id and stated.measure = supported.measure
