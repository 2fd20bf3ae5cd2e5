{#-
  One row per broken check that a single slip would explain: one that is no likely accident, and better than every other.
  Where two are equally good there is none: which of them it was is not for the audit to guess.
-#}

with found as (

    select * from {{ ref('int_audit_digit_slips') }}
    union all by name
    select * from {{ ref('int_audit_formula_slips') }}
    union all by name
    select * from {{ ref('int_audit_figure_slips') }}

),

checks as not materialized (

    select * from {{ ref('int_audit_checks') }}

),

slips as not materialized (

    select * from {{ ref('audit_slips') }}

),

words as not materialized (

    select * from {{ ref('int_audit_figure_words') }}

),

figures as not materialized (

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

-- what other arithmetic of the report, which comes out, needs as it is printed
borne_out as (

    select distinct terms.figure_id
    from {{ ref('int_audit_check_terms') }} as terms
    inner join checks on terms.check_id = checks.check_id
    where checks.holds and checks.source in ('structural', 'plan', 'identity', 'breakdown')

),

suspected as (

    select found.*
    from found
    left join borne_out on found.figure_id = borne_out.figure_id
    where
        borne_out.figure_id is null
        or found.likely_slip not in ('swapped_digits', 'wrong_digit', 'missing_digit', 'extra_digit', 'wrong_unit')

),

-- of two tellings either may be wrong, unless other arithmetic bears one of them out
considered as (

    select
        *,
        count(distinct figure_id) over (partition by check_id) > 1 as is_either
    from suspected

),

believed as (

    select
        considered.check_id,
        considered.likely_slip,
        checks.check_type,
        checks.stated_figure_id,
        coalesce(considered.figure_id, checks.stated_figure_id) as figure_id,
        considered.meant_micro,
        coalesce(
            considered.other_figure_id, if(checks.check_type = 'restated', second_tellings.figure_id, null)
        ) as other_figure_id,
        considered.result_micro,
        considered.chance_ppm,
        if(considered.is_either, coalesce(own.vi, slips.vi), slips.vi) as sentence_vi,
        if(considered.is_either, coalesce(own.en, slips.en), slips.en) as sentence_en,
        slips.precedence,
        considered.preference,
        -- what is one explanation and what are two
        case
            -- the sentence names both tellings
            when checks.check_type = 'restated' and considered.likely_slip <> 'two_checks_agree' then ''
            -- whichever other calculation bears it out
            when considered.likely_slip = 'two_checks_agree' then concat_ws(' ', considered.figure_id, considered.meant_micro)
            -- a base that the report prints at two places is one base
            when considered.likely_slip in ('other_base', 'other_count')
                then concat_ws(' ', considered.likely_slip, considered.figure_id, others.value_micro)
            else concat_ws(' ', considered.likely_slip, considered.figure_id, considered.meant_micro, considered.other_figure_id)
        end as explanation
    from considered
    inner join checks on considered.check_id = checks.check_id
    inner join slips on considered.likely_slip = slips.likely_slip and slips.check_type = 'any'
    left join slips as own on considered.likely_slip = own.likely_slip and checks.check_type = own.check_type
    left join second_tellings on considered.check_id = second_tellings.check_id
    left join figures as others on considered.other_figure_id = others.figure_id
    where considered.chance_ppm <= slips.chance_limit_ppm

),

weighed as (

    select
        *,
        min(precedence) over (partition by check_id) as best_precedence,
        count(distinct explanation) over (partition by check_id, precedence) as equally_good
    from believed

),

told as (

    select *
    from weighed
    where precedence = best_precedence and equally_good = 1
    qualify row_number() over (partition by check_id order by preference, chance_ppm, figure_id) = 1

),

worded as (

    select
        told.*,
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
        {{ audit_in_unit('told.meant_micro', 'words.factor * words.scale') }} as meant,
        {{ audit_amount(
            audit_decimal(audit_as_printed('told.result_micro', 'stated.half_micro')), "'%'"
        ) }} as result
    from told
    inner join words on told.figure_id = words.figure_id
    left join words as others on told.other_figure_id = others.figure_id
    left join words as stated_words on told.stated_figure_id = stated_words.figure_id
    left join figures as stated on told.stated_figure_id = stated.figure_id

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

final as (

    select
        meant.check_id,
        meant.likely_slip,
        meant.figure_id,
        meant.meant_micro,
        meant.other_figure_id,
        meant.chance_ppm,
        {%- for language in ('vi', 'en') %}
        {{ audit_fill(
            audit_fill('meant.sentence_' ~ language, ['figure', 'meant', 'other'], '_' ~ language),
            ['line', 'other_line', 'excerpt', 'result']
        ) }} as likely_slip_{{ language }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from meant

)

select * from final
