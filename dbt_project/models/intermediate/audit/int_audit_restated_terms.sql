{#- One row per term of a claim that the same thing is told at two places. -#}

with figures as (

    select * from {{ ref('int_audit_figures') }}

),

stopwords as (

    select list(word) as words from {{ ref('audit_stopwords') }}

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
        array_to_string(list_sort(string_split(cast(abs(value_micro) as varchar), '')), '') as sorted_digits,
        list_sort(list_distinct(list_filter(
            regexp_split_to_array(label_text, '[^a-z0-9à-ỹ]+'),
            lambda word: word <> '' and not list_contains(stopwords.words, word)
        ))) as words,
        length(rtrim(cast(abs(value_micro) as varchar), '0')) as digits
    from figures
    cross join stopwords
    where value_micro <> 0

),

facts as (

    select
        facts.*,
        labelled.char_start,
        labelled.block_no,
        labelled.unit,
        labelled.label,
        labelled.words,
        labelled.value_micro,
        labelled.half_micro,
        count(distinct labelled.value_micro) over (
            partition by
                facts.report_id, facts.fact_table, facts.code, facts.scope, facts.scenario, facts.period_slot,
                labelled.unit
        ) as value_count
    from {{ ref('int_audit_facts') }} as facts
    inner join labelled on facts.figure_id = labelled.figure_id

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
        <= first_telling.half_micro + later.half_micro as is_equal,
        later.block_no <> first_telling.block_no
        and later.value_count = 2
        and {{ audit_is_slip('first_telling.value_micro', 'later.value_micro') }}
        and len(list_intersect(later.words, first_telling.words)) * 2
        >= least(len(later.words), len(first_telling.words)) as is_slip
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
    where
        later.as_of is null
        or first_telling.as_of is null
        or later.as_of = first_telling.as_of

),

codes as (

    select
        figure_id,
        list(concat_ws(' ', fact_table, code, scope, scenario, period_slot)) as codes
    from facts
    group by figure_id

),

-- the same value under much the same words, where no code says that they are two things
told_by_label as (

    select
        first_telling.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        first_telling.char_start as first_start,
        later.label,
        'same value and words' as cue,
        true as is_equal,
        false as is_slip
    from labelled as later
    inner join labelled as first_telling
        on later.report_id = first_telling.report_id
        and later.value_micro = first_telling.value_micro
        and later.unit = first_telling.unit
        and later.role_kind = first_telling.role_kind
        and first_telling.char_start < later.char_start
        -- the two sides of one fraction are two things
        and not (later.place = first_telling.place + 1 and first_telling.role = 'numerator')
        and (
            later.words = first_telling.words
            or later.digits > 2
        )
    left join codes as later_codes on later.figure_id = later_codes.figure_id
    left join codes as first_codes on first_telling.figure_id = first_codes.figure_id
    where
        (
            (later.words = first_telling.words and len(later.words) >= 2)
            or (
                later.digits > 2
                and len(list_intersect(later.words, first_telling.words)) * 2
                >= least(len(later.words), len(first_telling.words))
                and len(later.words) > 0
                and len(first_telling.words) > 0
            )
            or (later.digits > 4 and len(list_intersect(later.words, first_telling.words)) > 0)
        )
        and (
            later_codes.codes is null
            or first_codes.codes is null
            or list_has_any(later_codes.codes, first_codes.codes)
        )

),

-- nearly the same value under the same words: two neighbouring digits swapped, or one digit of four or more changed
told_with_slip as (

    select
        first_telling.report_id,
        first_telling.figure_id as first_id,
        later.figure_id as later_id,
        first_telling.char_start as first_start,
        later.label,
        'same words, one slip' as cue,
        false as is_equal,
        true as is_slip
    from labelled as later
    inner join labelled as first_telling
        on later.report_id = first_telling.report_id
        and later.unit = first_telling.unit
        and later.role_kind = first_telling.role_kind
        and later.section = first_telling.section
        and first_telling.char_start < later.char_start
        and first_telling.block_no <> later.block_no
        and (
            later.sorted_digits = first_telling.sorted_digits
            or later.words = first_telling.words
        )
    left join codes as later_codes on later.figure_id = later_codes.figure_id
    left join codes as first_codes on first_telling.figure_id = first_codes.figure_id
    where
        {{ audit_is_slip('first_telling.value_micro', 'later.value_micro') }}
        and later.digits >= 3
        and later.role_kind in ('level', 'share')
        and least(len(later.words), len(first_telling.words)) >= 3
        and len(list_intersect(later.words, first_telling.words)) = least(len(later.words), len(first_telling.words))
        and later_codes.codes is null
        and first_codes.codes is null

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

    select
        'restated:' || chosen.later_id as claim_key,
        chosen.report_id,
        'restated' as claim_type,
        chosen.label,
        chosen.cue,
        true as exhaustive,
        true as is_certain,
        true as is_anchored,
        roles.position,
        roles.term_role,
        if(roles.position = 0, chosen.first_id, chosen.later_id) as figure_id,
        1 as sign
    from chosen
    cross join (values (0, 'total'), (1, 'part')) as roles (position, term_role)

)

select * from final
