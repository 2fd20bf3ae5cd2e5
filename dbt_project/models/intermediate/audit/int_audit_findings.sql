{#- One row per check that does not come out: the sentence that says so, in the amounts that the report prints. -#}

with checks as (

    select * from {{ ref('int_audit_checks') }}
    where not holds

),

terms as not materialized (

    select * from {{ ref('int_audit_check_terms') }}

),

sides as (

    select * from {{ ref('int_audit_sides') }}

),

words as not materialized (

    select * from {{ ref('int_audit_figure_words') }}

),

sentences as (

    select * from {{ ref('audit_sentences') }}

),

identities as (

    select * from {{ ref('audit_identities') }}

),

-- a list of shares states no figure: it is told in percent
stated as (

    select
        checks.*,
        coalesce(terms.unit, '%') as unit,
        coalesce(terms.factor, 1) as factor,
        coalesce(words.scale, 1) as printed_scale,
        coalesce(words.word_vi, '%') as printed_word_vi,
        coalesce(words.word_en, '%') as printed_word_en,
        coalesce(words.words_en, '%') as printed_words_en,
        coalesce(words.decimals, 0) as decimals,
        terms.dimension,
        words.line_number,
        identities.label_en,
        sides.cue_word,
        sides.upper_value,
        sides.base_value
    from checks
    inner join sides on checks.check_id = sides.check_id
    left join terms on checks.check_id = terms.check_id and terms.is_stated
    left join words on checks.stated_figure_id = words.figure_id
    left join identities on if(checks.source = 'identity', checks.cue, null) = identities.identity_id

),

-- millions stay millions where no amount of the check needs more than three decimals of them
scales as (

    select
        stated.check_id,
        if(
            bool_and(
                terms.value_micro % (1000 * stated.printed_scale) = 0
                and {{ audit_micro('stated.computed_value') }} % (1000 * stated.printed_scale) = 0
            ),
            any_value(stated.printed_scale),
            1
        ) as scale
    from stated
    inner join terms on stated.check_id = terms.check_id
    where stated.printed_scale > 1 and terms.dimension = stated.dimension
    group by stated.check_id

),

amounts as (

    select
        stated.*,
        coalesce(scales.scale, 1) as scale,
        if(coalesce(scales.scale, 1) = stated.printed_scale, stated.printed_word_vi, 'đồng') as word_vi,
        if(coalesce(scales.scale, 1) = stated.printed_scale, stated.printed_word_en, 'đồng') as word_en,
        if(coalesce(scales.scale, 1) = stated.printed_scale, stated.printed_words_en, 'đồng') as words_en,
        {{ audit_in_unit(audit_micro('stated.stated_value'), 'coalesce(scales.scale, 1)') }} as stated_amount,
        {{ audit_in_unit(audit_micro('stated.computed_value'), 'coalesce(scales.scale, 1)') }} as exact_amount
    from stated
    left join scales on stated.check_id = scales.check_id

),

-- a quotient is told to two decimals, if they show that it is another
rounded as (

    select
        *,
        if(
            reading not in ('added', 'distance', 'change')
            and round(exact_amount, 2) <> stated_amount
            and round(stated_amount, 2) = stated_amount,
            cast(round(exact_amount, 2) as decimal(38, 6)),
            exact_amount
        ) as computed_amount
    from amounts

),

operands as (

    select
        terms.check_id,
        terms.position,
        terms.sign,
        terms.term_role,
        terms.figure_id,
        terms.term_role in ('denominator', 'prior') as is_base,
        words.line_number,
        row_number() over (
            partition by terms.check_id, terms.term_role in ('denominator', 'prior')
            order by terms.position
        ) as place,
        {{ audit_number(audit_in_unit('terms.value_micro', 'amounts.factor * amounts.scale')) }} as added,
        words.amount_vi,
        words.amount_en,
        {{ audit_number('words.amount', 'words.decimals') }} as amount,
        words.word_vi,
        words.words_en,
        amounts.reading
    from terms
    inner join amounts on terms.check_id = amounts.check_id
    inner join words on terms.figure_id = words.figure_id
    where not terms.is_stated

),

gathered as (

    select
        check_id,
        string_agg(
            concat(case when place = 1 then '' when sign < 0 then ' − ' else ' + ' end, added), '' order by position
        ) as added,
        -- the larger first: what is missing is told as an amount too
        string_agg(added, ' − ' order by position desc) as turned,
        count(*) as operand_count,
        count(distinct word_vi) = 1 as is_of_one_word,
        count(*) filter (where not is_base) > 1 as is_upper_sum,
        min_by(line_number, position) as other_line,
        min_by(amount_vi, position) as told_vi,
        min_by(amount_en, position) as told_en,
        {%- for language, word in (('vi', 'word_vi'), ('en', 'words_en')) %}
        string_agg(amount_{{ language }}, ' × ' order by position) as multiplied_{{ language }},
        string_agg(
            concat(case when place = 1 then '' when sign < 0 then ' − ' else ' + ' end, amount_{{ language }}), ''
            order by position
        ) filter (where not is_base) as upper_{{ language }},
        string_agg(amount_{{ language }}, ' + ' order by position) filter (where is_base) as base_{{ language }},
        any_value({{ word }}) as operand_word_{{ language }},
        any_value(amount_{{ language }}) filter (where term_role = 'current') as current_{{ language }},
        any_value(amount_{{ language }}) filter (where term_role = 'change') as change_{{ language }},
        {%- endfor %}
        string_agg(
            concat(case when place = 1 then '' when sign < 0 then ' − ' else ' + ' end, amount), '' order by position
        ) filter (where not is_base) as upper_side,
        string_agg(amount, ' + ' order by position) filter (where is_base) as base_side
    from operands
    group by check_id

),

placed as (

    select
        rounded.*,
        cast(gathered.other_line as varchar) as other_line,
        {%- for language in ('vi', 'en') %}
        case
            when rounded.check_type = 'product' then gathered.multiplied_{{ language }}
            when rounded.reading = 'quotient' and gathered.is_of_one_word
                then trim(concat(
                    if(gathered.is_upper_sum, '(' || gathered.upper_side || ')', gathered.upper_side),
                    ' / ', gathered.base_side, ' ',
                    if(gathered.operand_word_{{ language }} = '%', '', gathered.operand_word_{{ language }})
                ))
            when rounded.reading = 'quotient'
                then concat(
                    if(
                        gathered.is_upper_sum,
                        '(' || gathered.upper_{{ language }} || ')', gathered.upper_{{ language }}
                    ),
                    ' / ', gathered.base_{{ language }}
                )
            when rounded.reading = 'distance' and gathered.operand_count = 2 then gathered.turned
            else gathered.added
        end as terms_{{ language }},
        coalesce(gathered.base_{{ language }}, concat(
            gathered.current_{{ language }},
            if(rounded.upper_value >= rounded.base_value, ' − ', ' + '),
            gathered.change_{{ language }}
        )) as from_{{ language }},
        gathered.upper_{{ language }} as to_{{ language }},
        gathered.told_{{ language }},
        {%- endfor %}
        case
            when rounded.check_type = 'growth' and rounded.reading = 'quotient' then 'growth_index'
            when rounded.check_type = 'ratio' and rounded.reading = 'distance from 100' then 'over'
            when rounded.check_type = 'growth' and rounded.upper_value > rounded.base_value
                then if(rounded.cue_word = 'tăng', 'growth_up', 'growth_change')
            when rounded.check_type = 'growth'
                then if(rounded.cue_word = 'giảm', 'growth_down', 'growth_change')
            when rounded.reading = 'distance' then 'distance'
            when rounded.source = 'identity' and rounded.check_type in ('difference', 'sum', 'ratio') then 'identity'
            else rounded.check_type
        end as sentence_code
    from rounded
    inner join gathered on rounded.check_id = gathered.check_id

),

filled as (

    select
        *,
        label as rule_vi,
        coalesce(label_en, label) as rule_en,
        cast(line_number as varchar) as line,
        {{ audit_amount('stated_amount', 'word_vi', 'if(scale = printed_scale, decimals, 0)') }} as stated_vi,
        {{ audit_amount_en('stated_amount', 'word_en', 'words_en', 'if(scale = printed_scale, decimals, 0)') }} as stated_en,
        if(
            check_type = 'restated', told_vi, {{ audit_amount('computed_amount', 'word_vi') }}
        ) as computed_vi,
        if(
            check_type = 'restated', told_en, {{ audit_amount_en('computed_amount', 'word_en', 'words_en') }}
        ) as computed_en,
        {{ audit_amount('abs(stated_amount - computed_amount)', "if(word_vi = '%', 'điểm phần trăm', word_vi)") }} as off_vi,
        {{ audit_amount_en(
            'abs(stated_amount - computed_amount)',
            "if(word_en = '%', 'percentage point', word_en)",
            "if(words_en = '%', 'percentage points', words_en)"
        ) }} as off_en
    from placed

),

final as (

    select
        filled.check_id,
        filled.unit,
        filled.sentence_code,
        {%- for language in ('vi', 'en') %}
        {{ audit_fill(
            audit_fill(
                'sentences.' ~ language, ['stated', 'computed', 'off', 'terms', 'from', 'to', 'rule'],
                '_' ~ language
            ),
            ['line', 'other_line']
        ) }} as finding_{{ language }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from filled
    inner join sentences on filled.sentence_code = sentences.sentence_code

)

select * from final
