{#- What matters most about a unit and period in one row; mart_comparisons has the same and more, measure by measure. -#}
{% set cards = headline_measures() | selectattr('card') | list %}
{% set printed = cards | rejectattr('figure_id', 'none') | list %}

with comparisons as (

    select
        unit_key,
        period,
        {%- for card in cards %}
        {{ of_measure(card.column, 'value') }} as {{ card.column }},
        {%- if card.is_derived != 'false' %}
        bool_or(is_derived) filter (where measure = '{{ card.column }}') as {{ card.is_derived }},
        {%- endif %}
        {{ of_measure(card.column, change_column(card)) }} as {{ card.column }}_{{ change_column(card) }},
        {{ of_measure(card.column, 'prior_source') }} as {{ card.column }}_prior_source,
        {{ of_measure(card.column, 'district_median') }} as {{ card.column }}_district_median,
        {{ of_measure(card.column, 'district_units') }} as {{ card.column }}_district_units,
        {{ of_measure(card.column, 'province_median') }} as {{ card.column }}_province_median,
        {{ of_measure(card.column, 'province_units') }} as {{ card.column }}_province_units,
        {%- endfor %}
        {%- for card in printed %}
        {{ of_measure(card.column, 'figure_id') }} as {{ card.figure_id }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('mart_comparisons') }}
    group by unit_key, period

),

checks as (

    select
        report_id,
        count(*) as checks,
        count(*) filter (where not holds) as broken_checks
    from {{ ref('fct_audit_checks') }}
    group by report_id

)

select
    {{- unit_period_columns() }}
    {%- for card in cards %}
    comparisons.{{ card.column }},
    {%- if card.is_derived != 'false' %}
    comparisons.{{ card.is_derived }},
    {%- endif %}
    comparisons.{{ card.column }}_{{ change_column(card) }},
    comparisons.{{ card.column }}_prior_source,
    comparisons.{{ card.column }}_district_median,
    comparisons.{{ card.column }}_district_units,
    comparisons.{{ card.column }}_province_median,
    comparisons.{{ card.column }}_province_units,
    {%- endfor %}
    cast(checks.checks as integer) as checks,
    cast(checks.broken_checks as integer) as broken_checks,
    {%- for card in printed %}
    comparisons.{{ card.figure_id }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('int_unit_periods') }} as unit_periods
inner join comparisons on unit_periods.unit_key = comparisons.unit_key and unit_periods.period = comparisons.period
left join checks on {{ own_report('unit_periods') }} = checks.report_id
