{#-
  One row per term of a claim that one thing is told at two places, where the two figures differ by a slip and what stands
  around them says that they are one: the same amount before them, the same percentage behind them, the short words of a
  summary, or a base that is the population.
-#}

with figures as (

    select
        *,
        case when role in ('actual', 'numerator', 'denominator') then 'level' else role end as role_kind
    from {{ ref('int_audit_figures') }}
    where value_micro <> 0

),

-- an amount and the percentage right behind it: "506,4 tỷ đồng = 100,3 % KH năm"
pairs as (

    select
        amounts.report_id,
        amounts.block_no,
        amounts.unit,
        amounts.value_micro as amount,
        amounts.digits as amount_digits,
        amounts.label_words,
        amounts.figure_id as amount_id,
        amounts.char_start,
        percents.figure_id as percent_id,
        percents.value_micro as percent,
        percents.digits as percent_digits,
        percents.role,
        percents.label as percent_label,
        amounts.label as amount_label
    from figures as amounts
    inner join figures as percents
        on amounts.report_id = percents.report_id
        and amounts.block_no = percents.block_no
        and percents.place = amounts.place + 1
    where
        amounts.role = 'actual'
        and amounts.dimension <> 'percent'
        and percents.role in ('pct_of_plan', 'share', 'change')
        and percents.unit = '%'

),

paired as (

    select
        later.report_id,
        first_pair.amount = later.amount as is_same_amount,
        if(is_same_amount, first_pair.percent_id, first_pair.amount_id) as first_id,
        if(is_same_amount, later.percent_id, later.amount_id) as later_id,
        if(is_same_amount, later.percent_label, later.amount_label) as label,
        first_pair.char_start as first_start
    from pairs as later
    inner join pairs as first_pair
        on later.report_id = first_pair.report_id
        and later.unit = first_pair.unit
        and later.role = first_pair.role
        and first_pair.block_no <> later.block_no
        and first_pair.char_start < later.char_start
    where
        (
            later.amount = first_pair.amount
            and later.percent <> first_pair.percent
            and later.amount_digits >= 3
        )
        or (
            later.amount <> first_pair.amount
            and later.percent = first_pair.percent
            and later.percent_digits >= 3
            and later.role = 'pct_of_plan'
            and {{ audit_slip_digits('first_pair.amount', 'later.amount') }} >= 3
            and list_has_any(later.label_words, first_pair.label_words)
        )

),

-- "hạn chế: thu ngân sách mới đạt 93,8 %"
summed_up as (

    select
        later.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        later.label,
        first_telling.char_start as first_start
    from figures as later
    inner join figures as first_telling
        on later.report_id = first_telling.report_id
        and later.unit = first_telling.unit
        and later.role_kind = first_telling.role_kind
        and first_telling.block_no < later.block_no
        and first_telling.value_micro <> later.value_micro
    where
        later.dimension = 'percent'
        and regexp_matches(lower(later.heading), '(hạn chế|tồn tại|khó khăn|đánh giá)')
        and {{ audit_slip_digits('first_telling.value_micro', 'later.value_micro') }} >= 3
        and len(list_intersect(later.label_words, first_telling.label_words)) >= 2
        and len(list_intersect(later.label_words, first_telling.label_words)) * 5 >= 4 * len(later.label_words)

),

populations as (

    select
        facts.report_id,
        facts.figure_id,
        facts.code
    from {{ ref('int_audit_facts') }} as facts
    where
        facts.fact_table = 'population'
        and facts.code in ('HOUSEHOLDS', 'PERSONS')
        and facts.scenario = 'actual'
        and facts.period_slot = 'own'

),

-- "618/764 hộ đăng ký gia đình văn hóa" in a commune of 784 households
bases as (

    select
        later.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        later.label,
        first_telling.char_start as first_start
    from figures as later
    inner join figures as first_telling
        on later.report_id = first_telling.report_id
        and later.unit = first_telling.unit
        and later.block_no <> first_telling.block_no
        and first_telling.char_start < later.char_start
        and first_telling.value_micro <> later.value_micro
    inner join populations on first_telling.figure_id = populations.figure_id
    where
        later.role = 'denominator'
        and {{ audit_slip_digits('first_telling.value_micro', 'later.value_micro') }} >= 3

),

-- what is told as it is somewhere else needs no explanation
told_elsewhere as (

    select distinct later.figure_id
    from figures as later
    inner join figures as other
        on later.report_id = other.report_id
        and later.unit = other.unit
        and later.value_micro = other.value_micro
        and later.figure_id <> other.figure_id
        and later.digits >= 3

),

chosen as (

    select *
    from (
        select report_id, first_id, later_id, label, first_start, 'same amount or percent beside' as cue from paired
        union all
        select report_id, first_id, later_id, label, first_start, 'summary, one slip' as cue from summed_up
        union all
        select report_id, first_id, later_id, label, first_start, 'population as a base, one slip' as cue from bases
    )
    where later_id not in (select figure_id from told_elsewhere)
    qualify row_number() over (partition by later_id order by first_start, cue, first_id) = 1

),

final as (

    {{ audit_two_tellings('retold', 'chosen') }}

)

select * from final
