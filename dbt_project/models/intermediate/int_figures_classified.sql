-- depends_on: {{ ref('domain_rules') }}
-- depends_on: {{ ref('int_indicator_rules') }}

{#-
  What each figure is about and which code it carries. The rules are data; the SQL below is compiled from them.

  A rule is tried on texts from the nearest to the farthest: what a nearer text says wins over a better rule that only
  a farther one satisfies.
    domain: the figure's own words, its label, the whole that it is a part of; then the nearest heading. A heading of
            several subjects ("y tế, dân số") leaves the choice to the clause around the figure and to the figure before
            it; below a chapter ("văn hóa - xã hội"), where anything may stand, these and weak words decide first.
    code:   the figure's own words, the clause since the last semicolon, its label, the clause on both sides, and at
            last the rules that hold for whatever is left.
-#}
{% do check_patterns('domain_rules') %}
{% do check_patterns('int_indicator_rules', 'intermediate') %}
{% set domain_lists = {'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set code_lists = {'domain_in': 'domain', 'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set other_columns = {
    'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text', 'row': 'row_text',
    'sentence': 'sentence_text', 'after': 'after_text', 'own': 'own_text'
} %}
{% set strong_rules = load_rules('domain_rules', "stage = 'label'") %}
{% set weak_rules = load_rules('domain_rules', "stage = 'fallback'") %}
{% set heading_rules = load_rules('domain_rules', "stage in ('heading', 'chapter')") %}
{% set domain_of = rule_column('domain_rules', 'domain') %}
{% set stage_of = rule_column('domain_rules', 'stage') %}
{% set code_rules = load_rules('int_indicator_rules', schema='intermediate') %}

with figures as (

    select * from {{ ref('int_figure_texts') }}

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

worded_0 as (

    select
        *,
        []::varchar[] as rule_ids
    from figures

),
{%- for column in ['subject_text', 'bare_label_text', 'whole_text'] %}

worded_{{ loop.index }} as (

    select
        * replace (
            case
                when len(rule_ids) > 0 then rule_ids
                else {{ matching_rules(strong_rules, dict({'label': column}, **other_columns), domain_lists) }}
            end as rule_ids
        )
    from worded_{{ loop.index0 }}

),
{%- endfor %}

headed as (

    select
        worded_3.*,
        coalesce(nearest_headings.rule_ids, []) as heading_rule_ids
    from worded_3
    left join nearest_headings on worded_3.heading_text = nearest_headings.heading_text

),

surrounded as (

    select
        *,
        coalesce({{ stage_of }}[heading_rule_ids[1]] = 'heading', false) as is_under_subject,
        list_transform(heading_rule_ids, lambda rule_id: {{ domain_of }}[rule_id]) as heading_domains,
        case
            when len(rule_ids) > 0 then []
            else {{ matching_rules(strong_rules, dict({'label': 'wide_text'}, **other_columns), domain_lists) }}
        end as wide_rule_ids,
        case
            when regexp_matches(segment_text, '\d') then last_value(rule_ids[1] ignore nulls) over (
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
    from headed

),

domains as (

    select
        * exclude (
            rule_ids, heading_rule_ids, is_under_subject, heading_domains, wide_rule_ids, sentence_rule_id, block_rule_id
        ),
        list_filter(
            case
                when len(rule_ids) > 0 then rule_ids
                when is_under_subject then list_concat(
                    list_filter(
                        list_concat(wide_rule_ids, [sentence_rule_id, block_rule_id]),
                        lambda rule_id: list_contains(heading_domains, {{ domain_of }}[rule_id])
                    ),
                    heading_rule_ids
                )
                else list_concat(
                    wide_rule_ids,
                    [sentence_rule_id],
                    {{ matching_rules(weak_rules, dict({'label': 'label_text'}, **other_columns), domain_lists) }},
                    heading_rule_ids
                )
            end,
            lambda rule_id: rule_id is not null
        ) as domain_rule_ids
    from surrounded

),

codes_0 as (

    select
        domains.*,
        coalesce(domain_rules.domain, 'OTHER') as domain,
        []::varchar[] as code_rule_ids
    from domains
    left join {{ ref('domain_rules') }} as domain_rules on domains.domain_rule_ids[1] = domain_rules.rule_id

),

{%- for reach in ['own', 'segment', 'label', 'wide', 'last'] %}
{%- set rules = [] %}
{%- for rule in code_rules if reach in rule.reach.split('|') %}{% do rules.append(rule) %}{% endfor %}
{%- set column = 'wide_text' if reach == 'last' else reach ~ '_text' %}
codes_{{ loop.index }} as (

    select
        * replace (
            case
                when len(code_rule_ids) > 0 then code_rule_ids
                else {{ matching_rules(rules, dict({'label': column}, **other_columns), code_lists) }}
            end as code_rule_ids
        )
    from codes_{{ loop.index0 }}

),
{%- endfor %}

classified as (

    select * from codes_5

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
    coalesce(rulings.domain, rulings.domain_of_code, rules.domain, classified.domain) as domain,
    classified.domain_rule_ids[1] as domain_rule_id,
    classified.domain_rule_ids[2] as domain_runner_up_rule_id,
    classified.code_rule_ids[1] as code_rule_id,
    classified.code_rule_ids[2] as code_runner_up_rule_id,
    case
        when rulings.ruling_id is not null then {{ indicator_code('rulings.fact_table', 'rulings.code') }}
        else {{ indicator_code('rules.fact_table', 'rules.code') }}
    end as indicator_code,
    rulings.ruling_id as code_ruling_id,
    coalesce(rules.domain, classified.domain) as original_domain,
    {{ indicator_code('rules.fact_table', 'rules.code') }} as original_indicator_code
from classified
left join {{ ref('int_indicator_rules') }} as rules on classified.code_rule_ids[1] = rules.rule_id
left join rulings on classified.figure_id = rulings.figure_id
