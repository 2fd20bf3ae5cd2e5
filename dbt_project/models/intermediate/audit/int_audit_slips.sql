{#- One row per broken check and slip that would explain it and is no likely accident; choice 1 is the one that is told. -#}

with found as (

    select * from {{ ref('int_audit_digit_slips') }}
    union all by name
    select * from {{ ref('int_audit_formula_slips') }}
    union all by name
    select * from {{ ref('int_audit_figure_slips') }}

),

checks as (

    select * from {{ ref('int_audit_checks') }}

),

slips as (

    select * from {{ ref('audit_slips') }}

),

words as (

    select * from {{ ref('int_audit_figure_words') }}

),

figures as (

    select * from {{ ref('int_audit_figures') }}

),

second_tellings as (

    select
        check_id,
        figure_id
    from {{ ref('int_audit_check_terms') }}
    where term_role = 'part'
    qualify row_number() over (partition by check_id order by position) = 1

),

believed as (

    select
        found.check_id,
        found.likely_slip,
        checks.check_type,
        checks.stated_figure_id,
        coalesce(found.figure_id, checks.stated_figure_id) as figure_id,
        found.meant_micro,
        coalesce(
            found.other_figure_id, if(checks.check_type = 'restated', second_tellings.figure_id, null)
        ) as other_figure_id,
        found.result_micro,
        found.chance_ppm,
        coalesce(own.vi, slips.vi) as sentence_vi,
        coalesce(own.en, slips.en) as sentence_en,
        row_number() over (
            partition by found.check_id order by slips.precedence, found.preference, found.chance_ppm, found.figure_id
        ) as choice
    from found
    inner join checks on found.check_id = checks.check_id
    inner join slips on found.likely_slip = slips.likely_slip and slips.check_type = 'any'
    left join slips as own on found.likely_slip = own.likely_slip and checks.check_type = own.check_type
    left join second_tellings on found.check_id = second_tellings.check_id
    where found.chance_ppm <= slips.chance_limit_ppm

),

worded as (

    select
        believed.*,
        words.amount,
        words.decimals,
        -- 325 in a list of pupils is 325 pupils
        if(
            words.has_noun or not coalesce(stated_words.has_noun and words.unit = stated_words.unit, false),
            words.word_vi,
            stated_words.word_vi
        ) as word_vi,
        words.word_en,
        words.words_en,
        cast(words.line_number as varchar) as line,
        others.amount_vi as other_vi,
        others.amount_en as other_en,
        cast(others.line_number as varchar) as other_line,
        others.excerpt,
        {{ audit_in_unit('believed.meant_micro', 'words.factor * words.scale') }} as meant,
        {{ audit_amount(
            audit_decimal(audit_as_printed('believed.result_micro', 'stated.half_micro')), "'%'"
        ) }} as result
    from believed
    inner join words on believed.figure_id = words.figure_id
    left join words as others on believed.other_figure_id = others.figure_id
    left join words as stated_words on believed.stated_figure_id = stated_words.figure_id
    left join figures as stated on believed.stated_figure_id = stated.figure_id

),

meant as (

    select
        *,
        {{ audit_amount('amount', 'word_vi', 'decimals') }} as figure_vi,
        {{ audit_amount_en('amount', 'word_en', 'words_en', 'decimals') }} as figure_en,
        {{ audit_amount('meant', 'word_vi', 'decimals') }} as meant_vi,
        {{ audit_amount_en('meant', 'word_en', 'words_en', 'decimals') }} as meant_en
    from worded

),

-- a second figure that the same slip would mend as well is named beside the first
told_beside as (

    select
        meant.check_id,
        meant.likely_slip,
        {{ audit_fill('sentences.vi', ['figure', 'meant'], '_vi') }} as also_vi,
        {{ audit_fill('sentences.en', ['figure', 'meant'], '_en') }} as also_en
    from meant
    cross join {{ ref('audit_sentences') }} as sentences
    where meant.choice = 2 and sentences.sentence_code = 'also'

),

final as (

    select
        meant.check_id,
        meant.choice,
        meant.likely_slip,
        meant.figure_id,
        meant.meant_micro,
        meant.other_figure_id,
        meant.chance_ppm,
        {%- for language in ('vi', 'en') %}
        {{ audit_fill(
            audit_fill('meant.sentence_' ~ language, ['figure', 'meant', 'other', 'also'], '_' ~ language),
            ['line', 'other_line', 'excerpt', 'result']
        ) }} as likely_slip_{{ language }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from meant
    left join told_beside on meant.check_id = told_beside.check_id and meant.likely_slip = told_beside.likely_slip

)

select * from final
