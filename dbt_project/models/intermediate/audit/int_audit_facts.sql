{#- One row per coded fact, with the keys that say which facts are of one kind and of one time. -#}

with facts as (

    select * from {{ ref('int_facts') }}

),

reports as (

    select * from {{ ref('stg_reports') }}

),

final as (

    select distinct
        facts.fact_table,
        facts.report_id,
        facts.figure_id,
        coalesce(facts.code, facts.indicator_code) as code,
        coalesce(facts.scope, '') as scope,
        facts.scenario,
        -- facts of the report's own period are of one time, whether printed with a date or without
        if(
            facts.period is null
            or facts.period = reports.period
            or facts.as_of between reports.period_start and reports.period_end,
            'own', facts.period
        ) as period_slot,
        facts.as_of,
        left(facts.period, 4) = left(reports.period, 4) as is_own_year
    from facts
    inner join reports on facts.report_id = reports.report_id
    where
        not ends_with(coalesce(facts.code, facts.indicator_code), 'OTHER')
        -- "lĩnh vực khác 20" belongs to a list of fields; elsewhere what has no code of its own is not compared
        or (facts.fact_table = 'admin_proc' and facts.scope = 'OTHER')

)

select * from final
