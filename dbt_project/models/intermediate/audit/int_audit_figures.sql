{#- One row per figure that arithmetic can be done with: its value and half of its last printed digit. -#}

with figures as (

    select
        figures.*,
        classified.domain,
        classified.label_text,
        -- the words on both sides, as the clause has them
        {{ audit_spaced('right(figures.words_before, 60)') }} as before_text,
        {{ audit_spaced('left(figures.words_after, 60)') }} as after_text
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('int_figures_classified') }} as classified on figures.figure_id = classified.figure_id

),

units as (

    select * from {{ ref('audit_units') }}

),

readable as (

    select
        figures.*,
        coalesce(units.dimension, figures.unit) as dimension,
        coalesce(units.factor, 1) as factor,
        coalesce(units.is_count, false) as is_count,
        {{ audit_micro('figures.value') }} as micro,
        {{ audit_micro('coalesce(figures.step, 1)') }} as step_micro,
        -- printed without decimals, whatever the unit word: 14 ha, 205 tỷ đồng, 2 tỷ 191 triệu đồng
        coalesce(figures.step, 1) in (1, 1000, 1000000, 1000000000) as is_whole
    from figures
    left join units on figures.unit = units.unit
    where
        figures.value is not null
        and figures.value_max is null
        and abs(figures.value) < 1000000000000000
        and coalesce(figures.step, 1) between 0.000001 and 1000000000000

),

stopwords as (

    select list(word) as words from {{ ref('audit_stopwords') }}

),

known_to as (

    select
        *,
        case
            -- khoảng 300, hơn 5.500: known to the weight of the last digit that is not 0
            when approx and micro <> 0
                then greatest(
                    step_micro // 2,
                    cast(concat('1', repeat('0', length(micro::varchar) - length(rtrim(micro::varchar, '0')))) as hugeint)
                )
            -- people, cases, dossiers and amounts to the đồng are counted, not measured
            when is_count or unit = 'VND' then if(step_micro <= 1000000, 0, step_micro // 2)
            else step_micro // 2
        end as half_micro
    from readable

),

-- numbered apart from all the words
numbered as (

    select
        figure_id,
        row_number() over (partition by report_id order by char_start) as place
    from readable

),

final as (

    select
        known_to.figure_id,
        report_id,
        char_start,
        char_end,
        printed,
        quote,
        block_no,
        heading,
        section,
        period,
        as_of,
        role,
        label,
        noun,
        label_text,
        before_text,
        after_text,
        row_label,
        column_label,
        domain,
        unit,
        dimension,
        factor,
        value,
        approx,
        is_whole,
        list_sort(list_distinct(
            {{ audit_words("concat_ws(' ', label_text, noun)", 'stopwords.words') }}
        )) as label_words,
        numbered.place,
        length(rtrim(cast(abs(micro) as varchar), '0')) as digits,
        cast(cast(micro as decimal(38, 0)) * factor as hugeint) as value_micro,
        case
            -- a plan, a norm or a price is decided, not measured: 205 tỷ đồng is 205 tỷ đồng
            when
                is_whole and not approx
                and (role in ('plan', 'target_next', 'norm', 'unit_price') or dimension like 'money per %')
                then 0
            else cast(cast(half_micro as decimal(38, 0)) * factor as hugeint)
        end as half_micro,
        -- the same for values that are only compared: there a decided value may be printed rounded too
        cast(cast(half_micro as decimal(38, 0)) * factor as hugeint) as rounding_micro
    from known_to
    inner join numbered on known_to.figure_id = numbered.figure_id
    cross join stopwords

)

select * from final
