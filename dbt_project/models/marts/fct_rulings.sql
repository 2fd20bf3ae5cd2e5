{#- Rulings with what the machine had read: of documents that are here, and of those that are still to come. -#}
with applied as (

    select * from {{ ref('int_rulings') }}

),

classified as (

    select * from {{ ref('int_figures_classified') }}

),

rulings as (

    select
        {{ ruling_id('rulings') }} as ruling_id,
        rulings.*
    from {{ ref('rulings') }} as rulings

)

select
    rulings.ruling_id,
    case when applied.ruling_id is null then 'waiting' else 'applied' end as status,
    applied.report_id,
    applied.figure_id,
    rulings.source_sha256,
    rulings.char_start,
    rulings.char_end,
    rulings.printed,
    rulings.ruling,
    applied.original_value,
    rulings.value,
    applied.original_value_max,
    rulings.value_max,
    applied.original_unit,
    rulings.unit,
    applied.original_role,
    rulings.role,
    applied.original_period,
    rulings.period,
    classified.original_domain,
    rulings.domain,
    classified.original_indicator_code,
    rulings.fact_table,
    rulings.code,
    rulings.second_code,
    rulings.scope,
    rulings.scenario,
    rulings.ruled_by,
    rulings.ruled_on,
    rulings.reason
from rulings
left join applied on rulings.ruling_id = applied.ruling_id
left join classified on applied.figure_id = classified.figure_id
