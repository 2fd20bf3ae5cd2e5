{#- One row per term of a claim that the same thing is told at two places. -#}
{%- set context_common = audit_common_words('later.context_text', 'first_telling.context_text', 'stopwords.words') %}

with figures as (

    select * from {{ ref('int_audit_figures') }}

),

stopwords as (

    select list(word) as words from {{ ref('audit_stopwords') }}

),

opposites as (

    select map(list(word), list(others)) as of_word
    from (
        select
            word,
            list(opposite) as others
        from (
            select word, opposite from {{ ref('audit_opposites') }}
            union
            select opposite, word from {{ ref('audit_opposites') }}
        )
        group by word
    )

),

labelled as (

    select
        figures.*,
        -- actual, numerator and denominator are all what is; a plan, a prior value or a share is something else
        case
            when role in ('actual', 'numerator', 'denominator') then 'level'
            when role in ('plan', 'target_next') then 'plan'
            else role
        end as role_kind,
        -- the words of its label and on both sides of it
        concat_ws(' ', label_text, noun, before_text, after_text) as context_text,
        array_to_string(list_sort(string_split(cast(abs(value_micro) as varchar), '')), '') as sorted_digits,
        flatten(list_transform(label_words, lambda word: coalesce(opposites.of_word[word], []))) as opposite_words
    from figures
    cross join opposites
    where value_micro <> 0

),

facts as (

    select
        facts.*,
        labelled.char_start,
        labelled.block_no,
        labelled.unit,
        labelled.label,
        labelled.label_words,
        labelled.context_text,
        labelled.approx,
        labelled.digits,
        labelled.value_micro,
        labelled.rounding_micro,
        count(distinct labelled.value_micro) over (
            partition by
                facts.report_id, facts.fact_table, facts.code, facts.scope, facts.scenario, facts.period_slot,
                labelled.unit
        ) as value_count
    from {{ ref('int_audit_facts') }} as facts
    inner join labelled on facts.figure_id = labelled.figure_id
    where facts.code <> 'OTHER'

),

-- the same code, fund or measure, scenario and time
told_by_code as (

    select
        first_telling.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        first_telling.char_start as first_start,
        later.label,
        concat_ws(' ', later.fact_table, later.code, later.scope) as cue,
        abs(first_telling.value_micro - later.value_micro)
        <= if(first_telling.approx or later.approx, 0, first_telling.rounding_micro + later.rounding_micro) as is_equal,
        later.block_no <> first_telling.block_no
        and later.value_count = 2
        and (
            {{ audit_is_swap('first_telling.value_micro', 'later.value_micro') }}
            or {{ audit_slip_digits('first_telling.value_micro', 'later.value_micro') }} >= 2
        )
        and (
            later.digits >= 6
            or (
                {{ audit_is_swap('first_telling.value_micro', 'later.value_micro') }}
                and {{ context_common }} >= 2
            )
            or len(list_intersect(later.label_words, first_telling.label_words)) * 2
            >= least(len(later.label_words), len(first_telling.label_words))
        ) as is_slip
    from facts as later
    inner join facts as first_telling
        on later.report_id = first_telling.report_id
        and later.fact_table = first_telling.fact_table
        and later.code = first_telling.code
        and later.scope = first_telling.scope
        and later.scenario = first_telling.scenario
        and later.period_slot = first_telling.period_slot
        and later.unit = first_telling.unit
        and first_telling.char_start < later.char_start
    cross join stopwords
    where
        -- the codes of the wider catalogue are too wide to tell by them alone that two figures are one
        later.fact_table <> 'indicator'
        and (later.as_of is null or first_telling.as_of is null or later.as_of = first_telling.as_of)

),

codes as (

    select
        figure_id,
        list(concat_ws(' ', fact_table, code, scope, scenario)) as codes
    from facts
    group by figure_id

),

-- the same value under much the same words, where no code says that they are two things
equal_values as (

    select
        first_telling.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        first_telling.char_start as first_start,
        later.label,
        later.digits,
        later.block_no <> first_telling.block_no as is_elsewhere,
        later.dimension = 'percent' as is_percent,
        later.noun = first_telling.noun as is_same_noun,
        'denominator' in (later.role, first_telling.role) and later.role <> first_telling.role as is_base,
        later.label_words = first_telling.label_words as is_same_label,
        len(later.label_words) as label_length,
        len(list_intersect(later.label_words, first_telling.label_words))
        / greatest(1, least(len(later.label_words), len(first_telling.label_words))) as label_overlap,
        {{ context_common }} as context_common
    from labelled as later
    inner join labelled as first_telling
        on later.report_id = first_telling.report_id
        and later.value_micro = first_telling.value_micro
        and later.unit = first_telling.unit
        and later.role_kind = first_telling.role_kind
        and first_telling.char_start < later.char_start
        -- the two sides of one fraction are two things
        and not (later.place = first_telling.place + 1 and first_telling.role = 'numerator')
        and (later.digits > 2 or later.noun = first_telling.noun)
        and not list_has_any(later.opposite_words, first_telling.label_words)
    left join codes as later_codes on later.figure_id = later_codes.figure_id
    left join codes as first_codes on first_telling.figure_id = first_codes.figure_id
    cross join stopwords
    where
        later_codes.codes is null
        or first_codes.codes is null
        or list_has_any(later_codes.codes, first_codes.codes)

),

told_by_label as (

    select
        report_id,
        first_id,
        later_id,
        first_start,
        label,
        'same value and words' as cue,
        true as is_equal,
        false as is_slip
    from equal_values
    where
        -- the longer the number, the fewer words it takes
        (digits >= 5 and not is_percent)
        or (digits >= 4 and (is_base or label_overlap > 0 or context_common >= 2) and (is_elsewhere or not is_percent))
        or (digits = 3 and (label_overlap >= 0.5 or context_common >= 3) and (is_elsewhere or not is_percent))
        or (is_same_noun and is_base and digits = 2)
        or (is_elsewhere and is_same_label and label_length >= 2)
        or (is_elsewhere and is_same_noun and context_common >= 5)

),

-- the digits of four and more, in every way of leaving one of them open, or in order of size
digit_patterns as (

    select
        figure_id,
        report_id,
        unit,
        role_kind,
        char_start,
        block_no,
        unnest(list_append(
            list_transform(
                range(1, digits + 1),
                lambda place: concat(left(value_text, place - 1), '_', substr(value_text, place + 1))
            ),
            sorted_digits
        )) as pattern
    from (select *, cast(abs(value_micro) as varchar) as value_text from labelled where digits >= 4)

),

-- nearly the same value in much the same words: one digit of four or more changed, or two neighbours swapped
told_with_slip as (

    select distinct
        first_telling.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        first_telling.char_start as first_start,
        later.label,
        'same words, one slip' as cue,
        false as is_equal,
        true as is_slip
    from digit_patterns as later_patterns
    inner join digit_patterns as first_patterns
        on later_patterns.report_id = first_patterns.report_id
        and later_patterns.unit = first_patterns.unit
        and later_patterns.pattern = first_patterns.pattern
        and later_patterns.role_kind = first_patterns.role_kind
        and later_patterns.block_no <> first_patterns.block_no
        and first_patterns.char_start < later_patterns.char_start
    inner join labelled as later on later_patterns.figure_id = later.figure_id
    inner join labelled as first_telling on first_patterns.figure_id = first_telling.figure_id
    left join codes as later_codes on later.figure_id = later_codes.figure_id
    left join codes as first_codes on first_telling.figure_id = first_codes.figure_id
    cross join stopwords
    where
        (
            (later.role_kind in ('level', 'share', 'pct_of_plan', 'change') and later.section = first_telling.section)
            -- the plan of this year and that of the next may well differ by one of four digits, not by one of six
            or (later.role_kind = 'plan' and greatest(later.digits, first_telling.digits) >= 6)
        )
        and not list_has_any(later.opposite_words, first_telling.label_words)
        and {{ audit_slip_digits('first_telling.value_micro', 'later.value_micro') }} >= 4
        and (
            greatest(later.digits, first_telling.digits) >= 6
            or (
                later.sorted_digits = first_telling.sorted_digits
                and {{ context_common }} >= 2
            )
            or (
                later.role_kind = 'level'
                and len(list_intersect(later.label_words, first_telling.label_words)) >= 3
                and len(list_intersect(later.label_words, first_telling.label_words)) * 5
                >= least(len(later.label_words), len(first_telling.label_words)) * 4
            )
        )
        and (
            later_codes.codes is null
            or first_codes.codes is null
            or list_has_any(later_codes.codes, first_codes.codes)
        )

),

pairs as (

    select * from told_by_code where is_equal or is_slip
    union all
    select * from told_by_label
    union all
    select * from told_with_slip

),

-- each later telling is held against one earlier one: an equal one if there is any, else the first
chosen as (

    select *
    from pairs
    qualify row_number() over (partition by later_id order by is_equal desc, first_start, cue desc) = 1

),

final as (

    {{ audit_two_tellings('restated', 'chosen') }}

)

select * from final
