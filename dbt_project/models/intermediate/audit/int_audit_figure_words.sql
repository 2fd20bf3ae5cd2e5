{#- One row per figure that arithmetic can be done with: how a sentence names its amount and its place. -#}

with figures as (

    select * from {{ ref('int_audit_figures') }}

),

units as (

    select * from {{ ref('audit_units') }}

),

lines as (

    select * from {{ ref('int_report_lines') }}

),

starts as (

    select figure_id, quote_start from {{ ref('int_figures') }}

),

-- 98 triệu đồng stays 98 triệu đồng: a reader looks for what is printed
scaled as (

    select
        figures.*,
        coalesce(units.word_vi, figures.noun, '') as unit_vi,
        coalesce(units.word_en, figures.noun, '') as unit_en,
        coalesce(units.words_en, figures.noun, '') as units_en,
        figures.dimension = 'count' and regexp_full_match(figures.noun, '[\pL ]{1,24}') as has_noun,
        left(figures.quote, figures.char_start - starts.quote_start) as words_before,
        case
            when figures.unit <> 'VND' then ''
            when regexp_matches(lower(figures.noun), 'tỷ|tỉ') then 'tỷ'
            when regexp_matches(lower(figures.noun), 'triệu|^tr') then 'triệu'
            when regexp_matches(lower(figures.noun), 'ngh[iì]n|ngàn') then 'nghìn'
            else ''
        end as multiplier
    from figures
    inner join starts on figures.figure_id = starts.figure_id
    left join units on figures.unit = units.unit

),

worded as (

    select
        *,
        cast(
            case multiplier when 'tỷ' then 1000000000 when 'triệu' then 1000000 when 'nghìn' then 1000 else 1 end
            as bigint
        ) as scale,
        case
            when has_noun then noun
            when dimension = 'money per piece' then unit_vi || regexp_extract(noun, '/\s*[\pL/ ]+$')
            else trim(multiplier || ' ' || unit_vi)
        end as word_vi,
        case multiplier
            when 'tỷ' then 'billion ' when 'triệu' then 'million ' when 'nghìn' then 'thousand ' else ''
        end as multiplier_en
    from scaled

),

shown as (

    select
        *,
        multiplier_en || unit_en as word_en,
        multiplier_en || units_en as words_en,
        {{ audit_in_unit('value_micro', 'factor * scale') }} as amount,
        -- 3,10 is printed with two decimals, and that is how it is found
        length(rtrim(split_part(
            cast({{ audit_in_unit('2 * rounding_micro', 'factor * scale') }} as varchar), '.', 2
        ), '0')) as decimals
    from worded

),

final as (

    select
        shown.figure_id,
        shown.report_id,
        shown.scale,
        shown.factor,
        shown.unit,
        shown.decimals,
        shown.has_noun,
        shown.word_vi,
        shown.word_en,
        shown.words_en,
        shown.amount,
        {{ audit_amount('shown.amount', 'shown.word_vi', 'shown.decimals') }} as amount_vi,
        {{ audit_amount_en('shown.amount', 'shown.word_en', 'shown.words_en', 'shown.decimals') }} as amount_en,
        lines.line_number,
        -- the six words before it and the figure: enough to find the place by eye
        trim(regexp_replace(
            concat(
                regexp_extract(shown.words_before, '(?:\S+\s+){0,6}\S*$'),
                shown.printed,
                if(shown.word_vi = '%', '%', '')
            ),
            '\s+', ' ', 'g'
        )) as excerpt
    from shown
    asof inner join lines on shown.report_id = lines.report_id and shown.char_start >= lines.char_start

)

select * from final
