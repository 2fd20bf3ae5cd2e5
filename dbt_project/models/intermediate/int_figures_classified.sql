{#-
  What each figure is about and which code it carries. The rules are data; the SQL below is compiled from them.

  A rule is tried on texts from the nearest to the farthest: what a nearer text says wins over a better rule that only
  a farther one satisfies.
    domain: the figure's own words, its label, the whole that it is a part of; then the nearest heading. A heading of
            several subjects ("y tế, dân số") leaves the choice to the clause around the figure and to the figure before
            it; below a chapter ("văn hóa - xã hội"), where anything may stand, these and weak words decide first.
    code:   the figure's own words, the clause since the last semicolon, its label, the clause on both sides, and at
            last the rules that hold for whatever is left. What only the words of its whole satisfy is no code of a part
            ("chi đầu tư 1.186 triệu đồng (lộ nông thôn 742, ...)", "26 vụ trộm (xe máy 9, ...)"); the cleared cases and the
            victims of a crime are its own.
-#}
{% do check_patterns('domain_rules') %}
{% do check_patterns('int_indicator_rules', 'intermediate') %}
{% set key = 'rule_no' %}
{% set domain_lists = {'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set code_lists = {'unit_in': 'unit', 'reach': 'reach', 'role_in': 'coding_role', 'domain_in': 'domain'} %}
{% set above = {'heading': 'heading_text'} %}
{% set around = {
    'whole': 'whole_text', 'context': 'context_text', 'row': 'row_text', 'sentence': 'sentence_text', 'after': 'after_text',
    'own': 'own_text'
} %}
{% set strong_rules = load_rules('domain_rules', "stage = 'label'") %}
{% set weak_rules = load_rules('domain_rules', "stage = 'fallback'") %}
{% set heading_rules = load_rules('domain_rules', "stage in ('heading', 'chapter')") %}
{% set code_rules = load_rules('int_indicator_rules', schema='intermediate') %}
{% set domain_answers = list_answers(strong_rules, domain_lists) %}
{% set code_answers = list_answers(code_rules, code_lists) %}
{% set rules_of_wholes = code_rules | rejectattr('fact_table', 'in', [none, 'security']) | map(attribute='rule_no') | list %}
{% set rules_of_incidents = code_rules | selectattr('fact_table', 'equalto', 'security') | map(attribute='rule_no') | list %}
{% set leftover_rules = code_rules | selectattr('reach', 'equalto', 'last') | map(attribute='rule_no') | list %}
{% set measures_of_incidents = 'làm rõ|khám phá|điều tra|giải quyết|xử|phạt|bắt|chuyển|khởi tố|chết|thương|tử vong|thiệt mạng|nhập viện|'
    ~ 'xảy ra|phát hiện|cùng kỳ|tăng|giảm|công an|thụ lý' %}
{% set without_a_name = '^([^a-zà-ỹ]|(lũy kế|cộng dồn|tổng|cả|từ|đầu|đến|nay|năm|tháng|kỳ|quý|trong|ước|đạt|được|là|đ|đồng|nghìn|triệu|tỷ|'
    ~ '(trường hợp|hồ sơ|việc|vụ|hộ|người|khẩu)[) ]*$)([^a-zà-ỹ]|$))*$' %}
{% set domain_places = ['subject_text', 'bare_label_text', 'whole_text', 'wide_text'] %}
{% set reaches = {
    'own': 'own_text', 'segment': 'segment_text', 'label': 'label_text', 'wide': 'wide_text', 'last': 'wide_text'
} %}

with figures as not materialized (

    select * from {{ ref('int_figure_texts') }}

),

domain_rules as (

    select * from {{ numbered_rules(ref('domain_rules')) }}

),

indicator_rules as (

    select * from {{ numbered_rules(ref('int_indicator_rules')) }}

),

headings as (

    select distinct heading_text from figures

),

rules_under_headings as (

    select
        heading_text,
        {{ rules_kept_out(strong_rules, above) }} as kept_out_domains,
        {{ rules_kept_out(code_rules, above) }} as kept_out_codes
    from headings

),

heading_levels as (

    select
        headings.heading_text,
        levels.level_no,
        trim(levels.level_text) as level_text
    from headings
    cross join unnest(string_split(headings.heading_text, ' > ')) with ordinality as levels(level_text, level_no)
    where headings.heading_text <> ''

),

heading_matches as (

    select
        heading_text,
        level_no,
        {{ matching_rules(heading_rules, {'heading': 'level_text'}, {}, key) }} as rules
    from heading_levels

),

nearest_headings as (

    select
        heading_text,
        max_by(rules, level_no) as rules
    from heading_matches
    where len(rules) > 0
    group by heading_text

),

-- whether a heading names its subject, and the rules that are of a subject which it names
heading_subjects as (

    select
        headings.heading_text as headings,
        any_value(headings.rules) as heading_rules,
        bool_or(subjects.stage = 'heading') filter (where headings.rules[1] = subjects.rule_no) as is_under_subject,
        list(distinct fitting.rule_no) as fitting_rules
    from nearest_headings as headings
    inner join domain_rules as subjects on list_contains(headings.rules, subjects.rule_no)
    left join domain_rules as fitting on subjects.domain = fitting.domain
    group by headings.heading_text

),

domain_texts as (

    select distinct label, unit, coding_role
    from (
        select
            unnest([{{ domain_places | join(', ') }}]) as label,
            unit,
            coding_role
        from figures
    )

),

domain_matches as (

    select
        label,
        unit,
        coding_role,
        {{ matching_rules(strong_rules, {'label': 'label'}, domain_lists, key, domain_answers) }} as rules,
        list_has_any(rules, {{ rules_that_settle(strong_rules, dict(around, **above)) }}) as settles
    from {{ answered('domain_texts', domain_answers) }}

),

domain_hits as (

    select
        figures.figure_id,
        {%- for column in around.values() %}
        figures.{{ column }},
        {%- endfor %}
        {{ hits_by_place(
            ['in_subject', 'in_bare_label', 'in_whole', 'in_wide'], 'under.kept_out_domains'
        ) }}
    from figures
    left join rules_under_headings as under on figures.heading_text = under.heading_text
    {%- for column in domain_places %}
    {%- set place = 'in_' ~ column.removesuffix('_text') %}
    left join domain_matches as {{ place }}
        on
            figures.{{ column }} is not distinct from {{ place }}.label
            and figures.unit = {{ place }}.unit
            and figures.coding_role = {{ place }}.coding_role
    {%- endfor %}

),

held_domain_hits as (

    select
        figure_id,
        list(hit order by hit) as hits
    from domain_hits
    where {{ hit_holds(strong_rules, around) }}
    group by figure_id

),

worded as (

    select
        figures.figure_id,
        figures.report_id,
        figures.figure_no,
        figures.block_no,
        figures.quote_start,
        regexp_matches(figures.segment_text, '\d') as has_figure_before,
        case
            when held.hits[1].place < {{ domain_places | length }} then {{ rules_of_first_place('held.hits') }}
            else []
        end as rules,
        case
            when held.hits[1].place = {{ domain_places | length }} then {{ rules_of_first_place('held.hits') }}
            else []
        end as wide_rules,
        coalesce(heading_subjects.heading_rules, []) as heading_rules,
        coalesce(heading_subjects.is_under_subject, false) as is_under_subject,
        heading_subjects.fitting_rules
    from figures
    left join held_domain_hits as held on figures.figure_id = held.figure_id
    left join heading_subjects on figures.heading_text = heading_subjects.headings

),

surrounded as (

    select
        *,
        case
            when has_figure_before then last_value(rules[1] ignore nulls) over (
                partition by report_id, quote_start
                order by figure_no
                rows between unbounded preceding and 1 preceding
            )
        end as sentence_rule,
        last_value(rules[1] ignore nulls) over (
            partition by report_id, block_no
            order by figure_no
            rows between unbounded preceding and 1 preceding
        ) as block_rule
    from worded

),

domains as (

    select
        figures.figure_id,
        list_filter(
            case
                when len(surrounded.rules) > 0 then surrounded.rules
                when surrounded.is_under_subject then list_concat(
                    list_filter(
                        list_concat(surrounded.wide_rules, [surrounded.sentence_rule, surrounded.block_rule]),
                        lambda rule: list_contains(surrounded.fitting_rules, rule)
                    ),
                    surrounded.heading_rules
                )
                else list_concat(
                    surrounded.wide_rules,
                    [surrounded.sentence_rule],
                    {{ matching_rules(weak_rules, dict(around, label='label_text', **above), domain_lists, key) }},
                    surrounded.heading_rules
                )
            end,
            lambda rule: rule is not null
        ) as rules
    from figures
    inner join surrounded on figures.figure_id = surrounded.figure_id

),

in_domains as (

    select
        figures.*,
        -- the label without its last step, where the figure has a name of its own: "lũy kế 318" has none
        case
            when
                figures.coding_role = 'actual' and figures.unit <> '%' and figures.whole_text <> ''
                and not regexp_matches(
                    figures.own_text,
                    '{{ without_a_name }}'
                )
                then regexp_replace(split_part(figures.label_text, ' | ', 1), ' – [^–]*$', '')
        end as label_above_text,
        coalesce(decisive.domain, 'OTHER') as domain,
        decisive.rule_id as domain_rule_id,
        runners_up.rule_id as domain_runner_up_rule_id
    from figures
    inner join domains on figures.figure_id = domains.figure_id
    left join domain_rules as decisive on domains.rules[1] = decisive.rule_no
    left join domain_rules as runners_up on domains.rules[2] = runners_up.rule_no

),

code_texts as (
    {% for reach, column in reaches.items() %}
    select
        '{{ reach }}' as reach,
        {{ column }} as label,
        unit,
        coding_role,
        domain
    from in_domains
    union
    {%- endfor %}
    select
        'label' as reach,
        label_above_text as label,
        unit,
        coding_role,
        domain
    from in_domains
    where label_above_text is not null

),

code_matches as (

    select
        reach,
        label,
        unit,
        coding_role,
        domain,
        {{ matching_rules(code_rules, {'label': 'label'}, code_lists, key, code_answers) }} as rules,
        list_has_any(rules, {{ rules_that_settle(code_rules, dict(around, **above)) }}) as settles
    from {{ answered('code_texts', code_answers) }}

),

parts as (

    select
        in_domains.*,
        case
            when
                not regexp_matches(in_domains.own_text, '{{ measures_of_incidents }}')
                and list_has_any(in_whole.rules, {{ rules_of_incidents }})
                then list_concat(in_whole.rules, {{ leftover_rules }})
            else list_intersect(in_whole.rules, {{ rules_of_wholes }})
        end as rules_of_whole
    from in_domains
    left join code_matches as in_whole
        on
            in_whole.reach = 'label'
            and in_domains.label_above_text = in_whole.label
            and in_domains.unit = in_whole.unit
            and in_domains.coding_role = in_whole.coding_role
            and in_domains.domain = in_whole.domain

),

code_hits as (

    select
        parts.figure_id,
        {%- for column in around.values() %}
        parts.{{ column }},
        {%- endfor %}
        {{ hits_by_place(
            ['in_own', 'in_segment', 'in_label', 'in_wide', 'in_last'],
            'under.kept_out_codes',
            'parts.rules_of_whole'
        ) }}
    from parts
    left join rules_under_headings as under on parts.heading_text = under.heading_text
    {%- for reach, column in reaches.items() %}
    left join code_matches as in_{{ reach }}
        on
            in_{{ reach }}.reach = '{{ reach }}'
            and parts.{{ column }} is not distinct from in_{{ reach }}.label
            and parts.unit = in_{{ reach }}.unit
            and parts.coding_role = in_{{ reach }}.coding_role
            and parts.domain = in_{{ reach }}.domain
    {%- endfor %}

),

held_code_hits as (

    select
        figure_id,
        list(hit order by hit) as hits
    from code_hits
    where {{ hit_holds(code_rules, around) }}
    group by figure_id

),

codes as (

    select
        figure_id,
        {{ rules_of_first_place('hits') }} as rules
    from held_code_hits

),

-- what a person says that a figure is; no code is a ruling too
rulings as (

    select
        rulings.*,
        indicators.domain as domain_of_code
    from {{ ref('int_rulings') }} as rulings
    left join {{ ref('indicators') }} as indicators
        on {{ indicator_code('rulings.fact_table', 'rulings.code') }} = indicators.indicator_code
    where rulings.ruling = 'wrong_code'

)

select
    figures.figure_id,
    figures.report_id,
    figures.unit,
    figures.label_text,
    coalesce(rulings.domain, rulings.domain_of_code, decisive.domain, figures.domain) as domain,
    figures.domain_rule_id,
    figures.domain_runner_up_rule_id,
    decisive.rule_id as code_rule_id,
    runners_up.rule_id as code_runner_up_rule_id,
    case
        when rulings.ruling_id is not null then {{ indicator_code('rulings.fact_table', 'rulings.code') }}
        else {{ indicator_code('decisive.fact_table', 'decisive.code') }}
    end as indicator_code,
    rulings.ruling_id as code_ruling_id,
    coalesce(decisive.domain, figures.domain) as original_domain,
    {{ indicator_code('decisive.fact_table', 'decisive.code') }} as original_indicator_code
from in_domains as figures
left join codes on figures.figure_id = codes.figure_id
left join indicator_rules as decisive on codes.rules[1] = decisive.rule_no
left join indicator_rules as runners_up on codes.rules[2] = runners_up.rule_no
left join rulings on figures.figure_id = rulings.figure_id
