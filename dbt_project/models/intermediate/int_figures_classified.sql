-- depends_on: {{ ref('domain_rules') }}
-- depends_on: {{ ref('indicator_rules') }}

{#-
  What each figure is about and which code it carries. The rules are seeds; the SQL below is compiled from them.

  Domain: strong words of the figure itself, then of its label, then the headings from the nearest to the farthest,
  then weak words. Code: a rule is tried on the figure's own words, then on its label, then on the clause around it;
  a rule that matches nearer wins over a better rule that matches farther off.
-#}
{% set domain_lists = {'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set code_lists = {'domain_in': 'domain', 'unit_in': 'unit', 'role_in': 'coding_role'} %}
{% set other_columns = {
    'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text', 'row': 'row_text',
    'sentence': 'sentence_text'
} %}
{% set own_columns = dict({'label': 'own_text'}, **other_columns) %}
{% set label_columns = dict({'label': 'label_text'}, **other_columns) %}
{% set wide_columns = dict({'label': 'wide_text'}, **other_columns) %}

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
        max_by(rule_ids[1], level_no) as rule_id
    from heading_matches
    where len(rule_ids) > 0
    group by heading_text

),

{%- set strong = load_rules('domain_rules', "stage = 'label'") %}
own_domains as (

    select
        *,
        {{ matching_rules(strong, own_columns, domain_lists) }} as own_domain_rules
    from figures

),

label_domains as (

    select
        *,
        case
            when len(own_domain_rules) > 0 then own_domain_rules
            else {{ matching_rules(strong, label_columns, domain_lists) }}
        end as strong_rules,
        {{ matching_rules(load_rules('domain_rules', "stage = 'fallback'"), label_columns, domain_lists) }} as weak_rules
    from own_domains

),

domain_candidates as (

    select
        label_domains.* exclude (own_domain_rules, strong_rules, weak_rules),
        list_filter(
            list_concat(label_domains.strong_rules, [heading_domains.rule_id], label_domains.weak_rules),
            lambda rule_id: rule_id is not null
        ) as domain_rule_ids
    from label_domains
    left join heading_domains on label_domains.heading_text = heading_domains.heading_text

),

with_domain as (

    select
        domain_candidates.*,
        coalesce(domain_rules.domain, 'OTHER') as domain
    from domain_candidates
    left join {{ ref('domain_rules') }} as domain_rules
        on domain_candidates.domain_rule_ids[1] = domain_rules.rule_id

),

{%- set code_rules = load_rules('indicator_rules') %}
own_codes as (

    select
        *,
        {{ matching_rules(code_rules, own_columns, code_lists) }} as own_code_rules
    from with_domain

),

label_codes as (

    select
        *,
        case
            when len(own_code_rules) > 0 then own_code_rules
            else {{ matching_rules(code_rules, label_columns, code_lists) }}
        end as label_code_rules
    from own_codes

),

code_matches as (

    select
        *,
        case
            when len(label_code_rules) > 0 then label_code_rules
            else {{ matching_rules(code_rules, wide_columns, code_lists) }}
        end as code_rules
    from label_codes

)

select
    code_matches.figure_id,
    code_matches.report_id,
    code_matches.figure_no,
    code_matches.block_no,
    code_matches.unit,
    code_matches.role,
    code_matches.coding_role,
    code_matches.own_text,
    code_matches.label_text,
    code_matches.wide_text,
    code_matches.lead_text,
    code_matches.tail_text,
    code_matches.whole_text,
    code_matches.noun_text,
    code_matches.row_text,
    code_matches.heading_text,
    code_matches.sentence_text,
    code_matches.context_text,
    code_matches.domain,
    code_matches.domain_rule_ids[1] as domain_rule_id,
    code_matches.domain_rule_ids[2] as domain_runner_up_rule_id,
    code_matches.code_rules[1] as code_rule_id,
    code_matches.code_rules[2] as code_runner_up_rule_id,
    {{ indicator_code('rules.fact_table', 'rules.code') }} as indicator_code
from code_matches
left join {{ ref('indicator_rules') }} as rules on code_matches.code_rules[1] = rules.rule_id
