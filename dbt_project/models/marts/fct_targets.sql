with targets as (

    select * from {{ ref('int_figures') }}
    where value is not null

),

worded as (

    select
        targets.*,
        reports.admin_unit_code,
        classified.indicator_code,
        -- the words right before and after the digits
        right(texts.lead_text, 24) as words_before,
        left(texts.tail_text, 24) as words_after,
        coalesce(targets.period, reports.period) as target_period
    from targets
    inner join {{ ref('int_figure_texts') }} as texts
        on targets.figure_id = texts.figure_id and texts.is_target
    inner join {{ ref('int_figures_classified') }} as classified on targets.figure_id = classified.figure_id
    inner join {{ ref('int_reports') }} as reports on targets.report_id = reports.report_id

)

select
    figure_id,
    report_id,
    admin_unit_code,
    target_period as period,
    as_of,
    'plan' as scenario,
    indicator_code,
    label,
    case
        when value_max is not null then 'between'
        when regexp_matches(words_before, '(trên|hơn|ít nhất|tối thiểu|không dưới|từ|vượt)[^a-zà-ỹ]*$') then '>='
        when regexp_matches(words_after, '^[^a-zà-ỹ]*(trở lên|[a-zà-ỹ/ ]{0,12} trở lên)') then '>='
        when regexp_matches(words_before, '(dưới|không quá|tối đa|không vượt)[^a-zà-ỹ]*$') then '<='
        when regexp_matches(words_after, '^[^a-zà-ỹ]*trở xuống') then '<='
        else '='
    end as comparator,
    value,
    value_max,
    unit,
    is_corrected,
    char_start,
    char_end,
    quote
from worded
