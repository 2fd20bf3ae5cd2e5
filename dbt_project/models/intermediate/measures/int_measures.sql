{#- The statement that the wide tables show of each measure, with the percentages printed beside it or beside its like. -#}
with statements as not materialized (

    select * from {{ ref('int_measure_statements') }}

),

chosen as (

    select * from statements
    where choice = 1

),

compared as (

    select
        chosen.fact_id,
        chosen.measure,
        min_by(others.pct, others.choice) filter (where others.is_like and others.pct is not null) as pct,
        min_by(others.pct_figure_id, others.choice) filter (where others.is_like and others.pct is not null) as pct_figure_id,
        min_by(others.yoy_pct, others.choice) filter (where others.is_like and others.yoy_pct is not null) as yoy_pct,
        min_by(others.yoy_figure_id, others.choice)
            filter (where others.is_like and others.yoy_pct is not null) as yoy_figure_id,
        string_agg(others.figure_id, '|' order by others.choice) filter (where not others.agrees) as other_figure_ids
    from chosen
    inner join (
        select
            statements.*,
            picked.fact_id as chosen_fact_id,
            {{ agree('statements', 'picked') }} as agrees,
            agrees and statements.report_id = picked.report_id as is_like
        from statements
        inner join chosen as picked
            on
                statements.unit_key = picked.unit_key
                and statements.period = picked.period
                and statements.measure = picked.measure
                and statements.kind = picked.kind
                and (statements.kind <> 'target' or statements.report_id = picked.report_id)
    ) as others on chosen.fact_id = others.chosen_fact_id and chosen.measure = others.measure
    group by chosen.fact_id, chosen.measure

)

select
    chosen.mart,
    chosen.measure,
    chosen.kind,
    chosen.unit_key,
    chosen.period,
    chosen.report_id,
    chosen.figure_id,
    chosen.value,
    chosen.unit,
    chosen.as_of,
    chosen.is_prior,
    chosen.is_of_its_period,
    chosen.is_superseded,
    chosen.reported_on,
    compared.pct,
    compared.pct_figure_id,
    compared.yoy_pct,
    compared.yoy_figure_id,
    compared.other_figure_ids
from chosen
inner join compared on chosen.fact_id = compared.fact_id and chosen.measure = compared.measure
