{{ config(materialized='view') }}

{#-
  Figures as they are to be used: as read, or as a person ruled. What is no figure is left out. A view: rulings are few,
  and a copy of all figures would be made for nothing.
-#}
with figures as (

    select * from {{ ref('stg_figures') }}

),

rulings as (

    select
        figure_id,
        bool_or(ruling = 'not_a_figure') as is_withdrawn,
        bool_or(ruling = 'unreadable') as is_unreadable,
        bool_or(ruling = 'confirmed') as is_confirmed,
        bool_or(ruling in ('wrong_value', 'unreadable', 'wrong_code')) as is_corrected,
        any_value(value) as value,
        any_value(value_max) as value_max,
        any_value(unit) as unit,
        any_value(role) as role,
        any_value(period) as period
    from {{ ref('int_rulings') }}
    group by figure_id

)

select
    figures.figure_id,
    figures.report_id,
    figures.char_start,
    figures.char_end,
    figures.printed,
    case when not coalesce(rulings.is_unreadable, false) then coalesce(rulings.value, figures.value) end as value,
    case
        when coalesce(rulings.is_unreadable, false) then null
        -- who rules on the value of a range rules on both ends
        when rulings.value is not null then rulings.value_max
        else coalesce(rulings.value_max, figures.value_max)
    end as value_max,
    {{ ruled_step('figures.value', 'figures.step', 'rulings.value') }} as step,
    coalesce(rulings.unit, figures.unit) as unit,
    figures.noun,
    figures.approx,
    coalesce(rulings.role, figures.role) as role,
    figures.label,
    figures.lead,
    figures.tail,
    figures.whole,
    figures.heading,
    figures.section,
    coalesce(rulings.period, figures.period) as period,
    figures.as_of,
    figures.quote_start,
    figures.quote_end,
    figures.quote,
    figures.words_before,
    figures.words_after,
    figures.block_no,
    figures.row_label,
    figures.column_label,
    figures.confidence,
    coalesce(rulings.is_corrected, false) as is_corrected,
    coalesce(rulings.is_confirmed, false) as is_confirmed
from figures
left join rulings on figures.figure_id = rulings.figure_id
where not coalesce(rulings.is_withdrawn, false)
