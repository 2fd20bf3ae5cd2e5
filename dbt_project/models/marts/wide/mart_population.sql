{#- People and households, births and deaths, poverty. -#}
{% set measures = mart_measures('population') | map(attribute='name') | list %}
{% set rates = ['natural_growth_rate_pct', 'poor_rate_pct', 'near_poor_rate_pct'] %}

with measures as (

    {{ stated_measures('population') }}

),

derived as (

    select
        *,
        births - deaths as natural_increase,
        case when natural_growth_rate_pct is null then {{ percent_of('(births - deaths)', 'persons') }} end
            as derived_natural_growth_rate_pct,
        case when poor_rate_pct is null then {{ percent_of('poor_households', 'households') }} end as derived_poor_rate_pct,
        case when near_poor_rate_pct is null then {{ percent_of('near_poor_households', 'households') }} end
            as derived_near_poor_rate_pct
    from measures

)

select
    {{- unit_period_columns() }}
    derived.first_as_of,
    derived.last_as_of,
    {%- for measure in measures if measure not in rates %}
    derived.{{ measure }},
    {%- endfor %}
    derived.natural_increase,
    case when derived.natural_increase is not null then true end as natural_increase_is_derived,
    {%- for rate in rates %}
    coalesce(derived.{{ rate }}, derived.derived_{{ rate }}) as {{ rate }},
    {{ is_derived('derived.' ~ rate, 'derived.derived_' ~ rate) }} as {{ rate }}_is_derived,
    {%- endfor %}
    {%- for measure in measures %}
    derived.{{ measure }}_figure_id,
    {%- endfor %}
    derived.other_figure_ids
from derived
inner join {{ ref('int_unit_periods') }} as unit_periods
    on derived.unit_key = unit_periods.unit_key and derived.period = unit_periods.period
