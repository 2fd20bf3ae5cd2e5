{#-
  Percentages that the text attaches to an amount: "9.611.073.450 đồng, đạt 82,62% so với kế hoạch". A percentage
  belongs to the figure whose label it names as its whole, or else to the nearest one before it, with nothing between
  but the other side of a fraction, the plan, or people counted beside their households.
-#}
{% set reach = 4 %}

with figures as (

    select
        texts.report_id,
        texts.block_no,
        texts.figure_no,
        texts.figure_id,
        texts.role,
        texts.unit,
        texts.own_text,
        texts.lead_text,
        texts.row_text,
        figures.value,
        figures.label,
        figures.whole,
        -- "tỷ lệ hồ sơ trực tuyến": what a percentage says that it is a share of
        trim(regexp_extract(texts.lead_text, '^tỷ lệ (.*?)( (là|đạt|chiếm|bằng))?$', 1)) as subject,
        -- which way a change goes, by the last word that says so: "giảm 05 vụ, tương đương 14,7%"
        regexp_extract(lower(figures.words_before), '(?s).*(tăng|giảm|vượt|bằng)', 1) as direction,
        -- people counted beside their households: "31 hộ/118 khẩu"
        figures.unit = 'person' and lag(figures.unit) over (
            partition by texts.report_id, texts.block_no order by texts.figure_no
        ) = 'household' as is_beside_households
    from {{ ref('int_figure_texts') }} as texts
    inner join {{ ref('int_figures') }} as figures on texts.figure_id = figures.figure_id

),

pairs as (

    select
        amounts.figure_id,
        percentages.figure_id as percentage_figure_id,
        percentages.figure_no as percentage_no,
        percentages.value,
        -- "giảm 9 vụ (19,15%)" says how much the change is
        case when percentages.role = 'change' and amounts.role <> 'change' then 'yoy' else 'pct' end as kind,
        -- "bằng 112,7% so với cùng kỳ" is an index, "tăng 12,7%" the growth, "giảm 12,7%" a fall
        percentages.role = 'change' and percentages.direction not in ('tăng', 'giảm', 'vượt')
        and percentages.value > 50 as is_index,
        percentages.role = 'change' and percentages.direction = 'giảm' as is_fall,
        percentages.figure_no - amounts.figure_no as distance,
        amounts.is_beside_households,
        case
            when percentages.subject = '' then coalesce(percentages.whole = amounts.label, false)
            else contains(amounts.own_text, percentages.subject) or contains(lower(amounts.label), percentages.subject)
        end as names_it,
        percentages.subject <> '' as names_something
    from figures as percentages
    inner join figures as amounts
        on
            percentages.report_id = amounts.report_id
            and percentages.block_no = amounts.block_no
            and percentages.figure_no > amounts.figure_no
            and percentages.figure_no <= amounts.figure_no + {{ reach }}
            and percentages.row_text = amounts.row_text
    where
        percentages.unit = '%'
        and percentages.role in ('pct_of_plan', 'share', 'change')
        and percentages.value is not null
        and amounts.unit <> '%'
        and amounts.role in ('actual', 'numerator', 'change')

),

blocked as (

    select
        pairs.figure_id,
        pairs.percentage_figure_id,
        bool_or(
            between_them.figure_no is not null
            and not (
                between_them.role in ('denominator', 'plan', 'prior', 'change', 'pct_of_plan', 'share')
                or (between_them.unit = 'person' and amounts.unit = 'household')
            )
        ) as is_blocked
    from pairs
    inner join figures as amounts on pairs.figure_id = amounts.figure_id
    left join figures as between_them
        on
            amounts.report_id = between_them.report_id
            and amounts.figure_no < between_them.figure_no
            and pairs.percentage_no > between_them.figure_no
    group by pairs.figure_id, pairs.percentage_figure_id

),

owners as (

    select pairs.*
    from pairs
    inner join blocked
        on
            pairs.figure_id = blocked.figure_id
            and pairs.percentage_figure_id = blocked.percentage_figure_id
    where pairs.names_it or not (blocked.is_blocked or pairs.names_something)
    qualify row_number() over (
        partition by pairs.percentage_figure_id, pairs.kind
        order by pairs.is_beside_households, pairs.names_it desc, pairs.distance
    ) = 1

)

select
    figure_id,
    min_by(value, distance) filter (where kind = 'pct') as pct,
    min_by(
        case when is_index then value - 100 when is_fall then -value else value end, distance
    ) filter (where kind = 'yoy') as yoy_pct,
    min_by(percentage_figure_id, distance) filter (where kind = 'pct') as pct_figure_id,
    min_by(percentage_figure_id, distance) filter (where kind = 'yoy') as yoy_figure_id
from owners
group by figure_id
