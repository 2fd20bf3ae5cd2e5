{#- Dossiers of the one-stop shop as a whole; its fields one by one are in fct_admin_procedures. -#}
{% set measures = mart_measures('admin_procedures') | map(attribute='name') | list %}
{% set derivable = ['resolved_early_or_on_time', 'pending', 'online_share_pct', 'on_time_share_pct'] %}

with measures as (

    {{ stated_measures('admin_procedures') }}

),

added as (

    select
        *,
        case when resolved_early_or_on_time is null then resolved_early + resolved_on_time end
            as derived_resolved_early_or_on_time,
        -- form II.06a: what was received, with what was carried over, is resolved or pending
        case when pending is null and resolved <= received then received - resolved end as derived_pending,
        -- dossiers carried over came in before, by whichever way: they are no part of what came in online or directly
        coalesce(
            received_new, received_online + received_direct, case when carried_over is null then received end
        ) as came_in
    from measures

),

derived as (

    select
        *,
        case when online_share_pct is null and received_online <= came_in
            then {{ percent_of('received_online', 'came_in') }}
        end as derived_online_share_pct,
        case
            when on_time_share_pct is null
                and coalesce(resolved_early_or_on_time, derived_resolved_early_or_on_time) <= resolved
                then {{ percent_of('coalesce(resolved_early_or_on_time, derived_resolved_early_or_on_time)', 'resolved') }}
        end as derived_on_time_share_pct
    from added

)

select
    {{- unit_period_columns() }}
    derived.first_as_of,
    derived.last_as_of,
    {%- for measure in measures %}
    {%- if measure in derivable %}
    coalesce(derived.{{ measure }}, derived.derived_{{ measure }}) as {{ measure }},
    {{ is_derived('derived.' ~ measure, 'derived.derived_' ~ measure) }} as {{ measure }}_is_derived,
    {%- else %}
    derived.{{ measure }},
    {%- endif %}
    {%- endfor %}
    {%- for measure in measures %}
    derived.{{ measure }}_figure_id,
    {%- endfor %}
    derived.other_figure_ids
from derived
inner join {{ ref('int_unit_periods') }} as unit_periods
    on derived.unit_key = unit_periods.unit_key and derived.period = unit_periods.period
