{#-
  What the wide tables show: one entry for each measure, with the facts that state it. A measure's name is the beginning
  of its columns. `scope` is the fund, the residence, the measure of an incident or the field; none where there is none.
-#}
{% macro mart_measures(mart=none) %}
    {%- set lines = {
        'revenue': 'REV_TOTAL', 'revenue_100': 'REV_100', 'revenue_shared': 'REV_SHARED', 'revenue_own': 'REV_OWN',
        'revenue_land': 'REV_LAND', 'revenue_transfer': 'REV_TRANSFER',
        'revenue_transfer_balance': 'REV_TRANSFER_BALANCE', 'revenue_transfer_targeted': 'REV_TRANSFER_TARGETED',
        'revenue_carryover': 'REV_CARRYOVER', 'revenue_surplus': 'REV_SURPLUS', 'expenditure': 'EXP_TOTAL',
        'expenditure_invest': 'EXP_INVEST', 'expenditure_recurrent': 'EXP_RECURRENT',
        'expenditure_reserve': 'EXP_RESERVE', 'expenditure_carryover': 'EXP_CARRYOVER', 'balance': 'BALANCE',
    } -%}
    {%- set people = {
        'households': 'HOUSEHOLDS', 'persons': 'PERSONS', 'births': 'BIRTHS', 'third_child_births': 'BIRTHS_THIRD_CHILD',
        'natural_growth_rate_pct': 'NATURAL_GROWTH_RATE', 'poor_households': 'POOR_HOUSEHOLDS',
        'poor_rate_pct': 'POOR_RATE', 'poor_persons': 'POOR_PERSONS', 'near_poor_households': 'NEAR_POOR_HOUSEHOLDS',
        'near_poor_rate_pct': 'NEAR_POOR_RATE', 'near_poor_persons': 'NEAR_POOR_PERSONS',
    } -%}
    {%- set dossiers = {
        'received': 'RECEIVED', 'received_new': 'RECEIVED_NEW', 'received_online': 'RECEIVED_ONLINE',
        'received_direct': 'RECEIVED_DIRECT', 'carried_over': 'CARRIED_OVER', 'resolved': 'RESOLVED',
        'resolved_early': 'RESOLVED_EARLY', 'resolved_on_time': 'RESOLVED_ON_TIME',
        'resolved_early_or_on_time': 'RESOLVED_EARLY_OR_ON_TIME', 'resolved_late': 'RESOLVED_LATE', 'pending': 'PENDING',
        'pending_not_due': 'PENDING_NOT_DUE', 'paused': 'PAUSED', 'online_share_pct': 'ONLINE_RATE',
        'on_time_share_pct': 'ON_TIME_RATE', 'digitised_input_pct': 'DIGITISED_INPUT_RATE',
        'digitised_result_pct': 'DIGITISED_RESULT_RATE', 'online_payment_pct': 'PAYMENT_ONLINE_RATE',
    } -%}
    {%- set measures = [] -%}
    {%- for name, code in lines.items() -%}
        {%- do measures.append({'mart': 'budget', 'name': name, 'facts': 'budget', 'code': code, 'scope': 'commune_budget'}) -%}
    {%- endfor -%}
    {%- do measures.append({'mart': 'budget', 'name': 'area_revenue', 'facts': 'budget', 'code': 'REV_TOTAL', 'scope': 'area_revenue'}) -%}
    {%- for name, code in people.items() -%}
        {%- do measures.append({'mart': 'population', 'name': name, 'facts': 'population', 'code': code, 'scope': none}) -%}
    {%- endfor -%}
    {%- for residence in ['permanent', 'temporary'] -%}
        {%- for name, code in [('households', 'HOUSEHOLDS'), ('persons', 'PERSONS')] -%}
            {%- do measures.append({'mart': 'population', 'name': residence ~ '_' ~ name, 'facts': 'population', 'code': code, 'scope': residence}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do measures.append({'mart': 'population', 'name': 'deaths', 'facts': 'indicator', 'code': 'POP_DEATHS', 'scope': none}) -%}
    {%- for category in incident_categories() -%}
        {%- do measures.append({'mart': 'security', 'name': category ~ '_cases', 'facts': 'security', 'code': category | upper, 'scope': 'cases'}) -%}
    {%- endfor -%}
    {%- for name, code, scope in [
        ('resolved', 'TOTAL', 'resolved'), ('resolution_rate_pct', 'TOTAL', 'resolution_rate'),
        ('escalated', 'TOTAL', 'escalated'), ('commune_handled', 'TOTAL', 'commune_handled'),
        ('traffic_deaths', 'TRAFFIC_ACCIDENT', 'deaths'), ('traffic_injured', 'TRAFFIC_ACCIDENT', 'injured'),
    ] -%}
        {%- do measures.append({'mart': 'security', 'name': name, 'facts': 'security', 'code': code, 'scope': scope}) -%}
    {%- endfor -%}
    {%- for name, code in dossiers.items() -%}
        {%- do measures.append({'mart': 'admin_procedures', 'name': name, 'facts': 'admin_proc', 'code': code, 'scope': 'ALL'}) -%}
    {%- endfor -%}
    {{ return(measures if mart is none else measures | selectattr('mart', 'equalto', mart) | list) }}
{% endmacro %}


{#- Kinds of incidents with a column of their own: not OTHER, which is another thing each time it is printed. -#}
{% macro incident_categories() %}
    {{ return([
        'total', 'theft', 'robbery', 'assault', 'public_disorder', 'drugs', 'gambling', 'firecrackers', 'fraud', 'economic',
        'traffic_accident', 'fire', 'suicide', 'unexplained_death', 'harassment', 'environment',
    ]) }}
{% endmacro %}


{#- Lines of the budget with a plan of their own beside them. -#}
{% macro planned_lines() %}
    {{ return([
        'revenue', 'revenue_100', 'revenue_shared', 'revenue_own', 'revenue_land', 'revenue_transfer',
        'revenue_transfer_balance', 'revenue_transfer_targeted', 'expenditure', 'expenditure_invest',
        'expenditure_recurrent', 'area_revenue',
    ]) }}
{% endmacro %}


{#- Lines that reports set targets for. -#}
{% macro targeted_lines() %}
    {{ return(['revenue', 'expenditure', 'area_revenue']) }}
{% endmacro %}


{#- `column` of the one row of a measure, where rows are grouped by unit and period. -#}
{% macro of_measure(measure, column) -%}
    max({{ column }}) filter (where measure = '{{ measure }}')
{%- endmacro %}


{#- One row per unit and period: what is stated of each measure of a wide table, the figures that state it, and notes. -#}
{% macro stated_measures(mart) -%}
    select
        unit_key,
        period,
        {%- for measure in mart_measures(mart) | map(attribute='name') %}
        {{ of_measure(measure, 'value') }} as {{ measure }},
        {{ of_measure(measure, 'figure_id') }} as {{ measure }}_figure_id,
        {%- endfor %}
        {{- row_notes() }}
    from {{ ref('int_measures') }}
    where mart = '{{ mart }}' and kind = 'actual'
    group by unit_key, period
{%- endmacro %}


{#- The report that a figure stands in: a figure's identity begins with it. -#}
{% macro report_of(figure_id) -%}
    split_part({{ figure_id }}, ':', 1)
{%- endmacro %}


{#- Columns that every wide table begins with: whose row it is, and of which time. -#}
{% macro unit_period_columns(of='unit_periods') %}
    {{ of }}.unit_key,
    {{ of }}.period,
    {{ of }}.admin_unit_code,
    {{ of }}.unit_name,
    {{ of }}.unit_type,
    {{ of }}.district_name,
    {{ of }}.province_name,
    {{ of }}.current_unit_code,
    {{ of }}.period_kind,
    {{ of }}.is_cumulative,
    {{ of }}.period_start,
    {{ of }}.period_end,
    {{ of }}.period_basis,
    {{ of }}.report_id,
    {{ of }}.source,
{%- endmacro %}


{#-
  The report of the row's own period, as a key to join by; null where another report tells of it. (With "and source = …"
  beside the equality of a left join DuckDB compares every row with every other.)
-#}
{% macro own_report(unit_periods) -%}
    case when {{ unit_periods }}.source = 'report' then {{ unit_periods }}.report_id end
{%- endmacro %}


{#- What is said of a row's values as a whole, where rows are grouped by unit and period. -#}
{% macro row_notes() %}
        min(as_of) as first_as_of,
        max(as_of) as last_as_of,
        string_agg(other_figure_ids, '|' order by measure) as other_figure_ids
{%- endmacro %}


{#- Do two statements say the same, as far as the rounder of them tells? -#}
{% macro agree(one, other) -%}
    ({{ one }}.value = {{ other }}.value or abs({{ one }}.value - {{ other }}.value) < greatest({{ one }}.step, {{ other }}.step))
{%- endmacro %}


{#- `part` in percent of `whole`; null where either is, or where there is nothing to be a part of. -#}
{% macro percent_of(part, whole) -%}
    cast(round(100 * cast({{ part }} as double) / nullif({{ whole }}, 0), 2) as decimal(38, 6))
{%- endmacro %}


{#- Null where there is no value, true where it was worked out here, false where it is printed. -#}
{% macro is_derived(printed, derived) -%}
    case when {{ printed }} is not null then false when {{ derived }} is not null then true end
{%- endmacro %}
