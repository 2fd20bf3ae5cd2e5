-- depends_on: {{ ref('indicator_rules') }}

{#-
  What each figure is about and which code it carries. The rules are seeds; the SQL below is compiled from them.

  A rule is tried on texts from the nearest to the farthest: what a nearer text says wins over a better rule that only
  a farther one satisfies.
    domain: the figure's own words, its label, the whole that it is a part of; then the nearest heading. A heading of
            several subjects ("y tế, dân số") leaves the choice to the clause around the figure and to the figure before
            it; below a chapter ("văn hóa - xã hội"), where anything may stand, these and weak words decide first.
    code:   the figure's own words, the clause since the last semicolon, its label, the clause on both sides, and at
            last the rules that hold for whatever is left.
-#}
{% do check_patterns('domain_rules') %}
{% do check_patterns('indicator_rules') %}
{% set domain_lists = {'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set code_lists = {'unit_in': 'unit', 'reach': 'reach', 'role_in': 'coding_role', 'domain_in': 'domain'} %}
{% set around = {
    'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text', 'row': 'row_text',
    'sentence': 'sentence_text', 'after': 'after_text', 'own': 'own_text'
} %}
{% set strong_rules = load_rules('domain_rules', "stage = 'label'") %}
{% set weak_rules = load_rules('domain_rules', "stage = 'fallback'") %}
{% set heading_rules = load_rules('domain_rules', "stage in ('heading', 'chapter')") %}
{% set code_rules = load_rules('indicator_rules') %}
{% set domain_places = ['subject_text', 'bare_label_text', 'whole_text', 'wide_text'] %}
{% set reaches = {
    'own': 'own_text', 'segment': 'segment_text', 'label': 'label_text', 'wide': 'wide_text', 'last': 'wide_text'
} %}

with figures as not materialized (

    select * from {{ ref('int_figure_texts') }}

),

domain_rules as not materialized (

    select * from {{ ref('domain_rules') }}

),

heading_levels as (

    select
        headings.heading_text,
        levels.level_no,
        trim(levels.level_text) as level_text
    from (select distinct heading_text from figures where heading_text <> '') as headings
    cross join unnest(string_split(headings.heading_text, ' > ')) with ordinality as levels(level_text, level_no)

),

heading_matches as (

    select
        heading_text,
        level_no,
        {{ matching_rules(heading_rules, {'heading': 'level_text'}, {}) }} as rule_ids
    from heading_levels

),

nearest_headings as (

    select
        heading_text,
        max_by(rule_ids, level_no) as rule_ids
    from heading_matches
    where len(rule_ids) > 0
    group by heading_text

),

-- whether a heading names its subject, and the rules that are of a subject which it names
heading_subjects as (

    select
        headings.heading_text as headings,
        any_value(headings.rule_ids) as heading_rule_ids,
        bool_or(subjects.stage = 'heading') filter (where headings.rule_ids[1] = subjects.rule_id) as is_under_subject,
        list(distinct fitting.rule_id) as fitting_rule_ids
    from nearest_headings as headings
    inner join domain_rules as subjects on list_contains(headings.rule_ids, subjects.rule_id)
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
        *,
        {{ matching_rules(strong_rules, {'label': 'label'}, domain_lists) }} as rule_ids
    from domain_texts

),

domain_hits as (

    select
        figures.figure_id,
        {%- for column in around.values() %}
        figures.{{ column }},
        {%- endfor %}
        {{ hits_by_place(['in_subject.rule_ids', 'in_bare_label.rule_ids', 'in_whole.rule_ids', 'in_wide.rule_ids']) }}
    from figures
    {%- for column in domain_places %}
    {%- set place = 'in_' ~ column.removesuffix('_text') %}
    inner join domain_matches as {{ place }}
        on
            figures.{{ column }} is not distinct from {{ place }}.label
            and figures.unit = {{ place }}.unit
            and figures.coding_role = {{ place }}.coding_role
    {%- endfor %}

),

domain_hits_held as (

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
        end as rule_ids,
        case
            when held.hits[1].place = {{ domain_places | length }} then {{ rules_of_first_place('held.hits') }}
            else []
        end as wide_rule_ids,
        coalesce(heading_subjects.heading_rule_ids, []) as heading_rule_ids,
        coalesce(heading_subjects.is_under_subject, false) as is_under_subject,
        heading_subjects.fitting_rule_ids
    from figures
    left join domain_hits_held as held on figures.figure_id = held.figure_id
    left join heading_subjects on figures.heading_text = heading_subjects.headings

),

surrounded as (

    select
        *,
        case
            when has_figure_before then last_value(rule_ids[1] ignore nulls) over (
                partition by report_id, quote_start
                order by figure_no
                rows between unbounded preceding and 1 preceding
            )
        end as sentence_rule_id,
        last_value(rule_ids[1] ignore nulls) over (
            partition by report_id, block_no
            order by figure_no
            rows between unbounded preceding and 1 preceding
        ) as block_rule_id
    from worded

),

domains as (

    select
        figures.figure_id,
        list_filter(
            case
                when len(surrounded.rule_ids) > 0 then surrounded.rule_ids
                when surrounded.is_under_subject then list_concat(
                    list_filter(
                        list_concat(
                            surrounded.wide_rule_ids, [surrounded.sentence_rule_id, surrounded.block_rule_id]
                        ),
                        lambda rule_id: list_contains(surrounded.fitting_rule_ids, rule_id)
                    ),
                    surrounded.heading_rule_ids
                )
                else list_concat(
                    surrounded.wide_rule_ids,
                    [surrounded.sentence_rule_id],
                    {{ matching_rules(weak_rules, dict({'label': 'label_text'}, **around), domain_lists) }},
                    surrounded.heading_rule_ids
                )
            end,
            lambda rule_id: rule_id is not null
        ) as domain_rule_ids
    from figures
    inner join surrounded on figures.figure_id = surrounded.figure_id

),

in_domains as (

    select
        figures.*,
        coalesce(domain_rules.domain, 'OTHER') as domain,
        domains.domain_rule_ids
    from figures
    inner join domains on figures.figure_id = domains.figure_id
    left join domain_rules on domains.domain_rule_ids[1] = domain_rules.rule_id

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
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

code_matches as (

    select
        *,
        {{ matching_rules(code_rules, {'label': 'label'}, code_lists) }} as rule_ids
    from code_texts

),

code_hits as (

    select
        in_domains.figure_id,
        {%- for column in around.values() %}
        in_domains.{{ column }},
        {%- endfor %}
        {{ hits_by_place(['in_own.rule_ids', 'in_segment.rule_ids', 'in_label.rule_ids', 'in_wide.rule_ids', 'at_last.rule_ids']) }}
    from in_domains
    {%- for reach, column in reaches.items() %}
    {%- set place = 'at_last' if reach == 'last' else 'in_' ~ reach %}
    inner join code_matches as {{ place }}
        on
            {{ place }}.reach = '{{ reach }}'
            and in_domains.{{ column }} is not distinct from {{ place }}.label
            and in_domains.unit = {{ place }}.unit
            and in_domains.coding_role = {{ place }}.coding_role
            and in_domains.domain = {{ place }}.domain
    {%- endfor %}

),

code_hits_held as (

    select
        figure_id,
        list(hit order by hit) as hits
    from code_hits
    where {{ hit_holds(code_rules, around) }}
    group by figure_id

),

classified as (

    select
        in_domains.*,
        {{ rules_of_first_place('held.hits') }} as code_rule_ids
    from in_domains
    left join code_hits_held as held on in_domains.figure_id = held.figure_id

)

select
    classified.figure_id,
    classified.report_id,
    classified.figure_no,
    classified.block_no,
    classified.unit,
    classified.role,
    classified.is_target,
    classified.coding_role,
    classified.own_text,
    classified.label_text,
    classified.bare_label_text,
    classified.segment_text,
    classified.wide_text,
    classified.lead_text,
    classified.tail_text,
    classified.whole_text,
    classified.heading_text,
    classified.sentence_text,
    classified.after_text,
    classified.context_text,
    coalesce(rules.domain, classified.domain) as domain,
    classified.domain_rule_ids[1] as domain_rule_id,
    classified.domain_rule_ids[2] as domain_runner_up_rule_id,
    classified.code_rule_ids[1] as code_rule_id,
    classified.code_rule_ids[2] as code_runner_up_rule_id,
    {{ indicator_code('rules.fact_table', 'rules.code') }} as indicator_code
from classified
left join {{ ref('indicator_rules') }} as rules on classified.code_rule_ids[1] = rules.rule_id
