{#-
  The measures that units are compared by: the column of a wide table, whether it says of its value that it is derived,
  and the column of its figure. Those on the scorecard have `card`.
-#}
{% macro headline_measures() %}
    {%- set listed = [
        ('budget', 'revenue', '_vnd', 'VND', false, true), ('budget', 'revenue', '_pct_of_plan', '%', true, true),
        ('budget', 'expenditure', '_vnd', 'VND', false, true), ('budget', 'expenditure', '_pct_of_plan', '%', true, false),
        ('budget', 'balance', '_vnd', 'VND', true, true), ('budget', 'area_revenue', '_vnd', 'VND', false, false),
        ('population', 'persons', '', 'person', false, true), ('population', 'households', '', 'household', false, false),
        ('population', 'births', '', 'person', false, false), ('population', 'deaths', '', 'person', false, false),
        ('population', 'natural_growth_rate_pct', '', '%', true, true),
        ('population', 'poor_households', '', 'household', false, false),
        ('population', 'poor_rate_pct', '', '%', true, true), ('population', 'near_poor_rate_pct', '', '%', true, false),
        ('security', 'total_cases', '', 'case', false, true), ('security', 'resolution_rate_pct', '', '%', true, true),
        ('security', 'total_cases_per_1000', '', '‰', true, true),
        ('security', 'traffic_accident_cases', '', 'case', false, false),
        ('admin_procedures', 'received', '', 'dossier', false, true),
        ('admin_procedures', 'online_share_pct', '', '%', true, true),
        ('admin_procedures', 'on_time_share_pct', '', '%', true, true),
        ('admin_procedures', 'pending', '', 'dossier', true, false),
    ] -%}
    {%- set domains = {
        'budget': 'BUDGET', 'population': 'POPULATION', 'security': 'SECURITY', 'admin_procedures': 'ADMIN_PROC'
    } -%}
    {%- set headlines = [] -%}
    {%- for mart, measure, ending, unit, derivable, card in listed -%}
        {%- set column = measure ~ ending -%}
        {%- do headlines.append({
            'mart': mart, 'domain': domains[mart], 'measure': measure, 'column': column, 'unit': unit, 'card': card,
            'is_derived': (measure if column == 'balance_vnd' else column) ~ '_is_derived' if derivable else 'false',
            'figure_id': none if column == 'total_cases_per_1000'
                else (measure if ending == '_vnd' else column) ~ '_figure_id',
        }) -%}
    {%- endfor -%}
    {{ return(headlines) }}
{% endmacro %}


{#- How a headline's change is told: a share in points, anything else in percent of what it was. -#}
{% macro change_column(headline) -%}
    {{ 'change' if headline.unit in ('%', '‰') else 'change_pct' }}
{%- endmacro %}
