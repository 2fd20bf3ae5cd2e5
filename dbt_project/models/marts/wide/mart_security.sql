{#- Incidents by kind, how many were resolved, and how many there were for each thousand people. -#}
{% set measures = mart_measures('security') | map(attribute='name') | list %}

with measures as (

    {{ stated_measures('security') }}

),

people as (

    select
        unit_key,
        period,
        coalesce(persons, permanent_persons) as persons,
        coalesce(persons_figure_id, permanent_persons_figure_id) as persons_figure_id,
        case
            when persons is not null then 'all'
            when permanent_persons is not null then 'permanent'
        end as persons_counted
    from {{ ref('mart_population') }}

),

derived as (

    select
        measures.*,
        people.persons,
        people.persons_figure_id,
        people.persons_counted,
        case when measures.resolution_rate_pct is null and measures.resolved <= measures.total_cases
            then {{ percent_of('measures.resolved', 'measures.total_cases') }}
        end as derived_resolution_rate_pct,
        cast(round(1000 * cast(measures.total_cases as double) / nullif(people.persons, 0), 3) as decimal(38, 6))
            as total_cases_per_1000
    from measures
    left join people on measures.unit_key = people.unit_key and measures.period = people.period

)

select
    {{- unit_period_columns() }}
    derived.first_as_of,
    derived.last_as_of,
    {%- for measure in measures if measure != 'resolution_rate_pct' %}
    derived.{{ measure }},
    {%- endfor %}
    coalesce(derived.resolution_rate_pct, derived.derived_resolution_rate_pct) as resolution_rate_pct,
    {{ is_derived('derived.resolution_rate_pct', 'derived.derived_resolution_rate_pct') }} as resolution_rate_pct_is_derived,
    derived.persons,
    derived.persons_counted,
    derived.total_cases_per_1000,
    case when derived.total_cases_per_1000 is not null then true end as total_cases_per_1000_is_derived,
    {%- for measure in measures %}
    derived.{{ measure }}_figure_id,
    {%- endfor %}
    derived.persons_figure_id,
    derived.other_figure_ids
from derived
inner join {{ ref('int_unit_periods') }} as unit_periods
    on derived.unit_key = unit_periods.unit_key and derived.period = unit_periods.period
