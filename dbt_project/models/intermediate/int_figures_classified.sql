-- depends_on: {{ ref('domain_rules') }}
-- depends_on: {{ ref('indicator_rules') }}

{#-
  What each figure is about and which code it carries. The rules are seeds; the SQL below is compiled from them.

  A rule is tried on texts from the nearest to the farthest: what a nearer text says wins over a better rule that only
  a farther one satisfies.
    domain: the figure's own words, its label, the whole that it is a part of, the headings from the nearest to the
            farthest, the clause around it, and at last weak words.
    code:   the figure's own words, the clause since the last semicolon, its label, the clause on both sides, and at
            last the rules that hold for whatever is left.
-#}
{% set domain_lists = {'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set code_lists = {'domain_in': 'domain', 'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set other_columns = {
    'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text', 'row': 'row_text',
    'sentence': 'sentence_text'
} %}
{% set strong_rules = load_rules('domain_rules', "stage = 'label'") %}
{% set code_rules = load_rules('indicator_rules') %}

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
        {{ matching_rules(load_rules('domain_rules', "stage = 'heading'"), {'heading': 'level_text'}, {}) }} as rule_ids
    from heading_levels

),

heading_domains as (

    select
        heading_text,
        [max_by(rule_ids[1], level_no)] as rule_ids
    from heading_matches
    where len(rule_ids) > 0
    group by heading_text

),

domains_0 as (

    select
        figures.*,
        heading_domains.rule_ids as heading_rules,
        []::varchar[] as domain_rule_ids
    from figures
    left join heading_domains on figures.heading_text = heading_domains.heading_text

),

{% set steps = [
    ('subject_text', strong_rules), ('bare_label_text', strong_rules), ('whole_text', strong_rules),
    ('heading', none), ('wide_text', strong_rules), ('label_text', load_rules('domain_rules', "stage = 'fallback'"))
] %}
{%- for column, rules in steps %}
domains_{{ loop.index }} as (

    select
        * replace (
            case
                when len(domain_rule_ids) > 0 then domain_rule_ids
                {%- if column == 'heading' %}
                else coalesce(heading_rules, [])
                {%- else %}
                else {{ matching_rules(rules, dict({'label': column}, **other_columns), domain_lists) }}
                {%- endif %}
            end as domain_rule_ids
        )
    from domains_{{ loop.index0 }}

),
{%- endfor %}

codes_0 as (

    select
        domains.* exclude (heading_rules),
        coalesce(domain_rules.domain, 'OTHER') as domain,
        []::varchar[] as code_rule_ids
    from domains_{{ steps | length }} as domains
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

)

select
    classified.figure_id,
    classified.report_id,
    classified.figure_no,
    classified.block_no,
    classified.unit,
    classified.role,
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
    classified.context_text,
    coalesce(rules.domain, classified.domain) as domain,
    classified.domain_rule_ids[1] as domain_rule_id,
    classified.domain_rule_ids[2] as domain_runner_up_rule_id,
    classified.code_rule_ids[1] as code_rule_id,
    classified.code_rule_ids[2] as code_runner_up_rule_id,
    {{ indicator_code('rules.fact_table', 'rules.code') }} as indicator_code
from classified
left join {{ ref('indicator_rules') }} as rules on classified.code_rule_ids[1] = rules.rule_id
