-- depends_on: {{ ref('scope_rules') }}

{#- The coded figures: one row for each fact that a figure states, with what the fact is of (fund, residence, measure, field). -#}
{% do check_patterns('scope_rules') %}
{% set text_columns = {
    'label': 'bare_label_text', 'own': 'own_text', 'whole': 'whole_text', 'context': 'context_text', 'heading': 'heading_text',
    'segment': 'segment_text', 'sentence': 'sentence_text', 'after': 'after_text'
} %}

{% set list_length = 30 %}

with given as (

    select
        rule_id,
        fact_table,
        code,
        second_code,
        scope,
        scenario,
        reach
    from {{ ref('int_indicator_rules') }}
    union all
    select
        ruling_id as rule_id,
        fact_table,
        code,
        second_code,
        scope,
        scenario,
        null as reach
    from {{ ref('int_rulings') }}
    where ruling = 'wrong_code'

),

ruled as (

    select
        texts.*,
        figures.code_ruling_id,
        given.rule_id,
        given.fact_table,
        codes.coding_slot,
        codes.code,
        {{ indicator_code('given.fact_table', 'codes.code') }} as indicator_code,
        given.scope as rule_scope,
        given.scenario as rule_scenario,
        given.reach = 'last' as is_leftover
    from {{ ref('int_figures_classified') }} as figures
    inner join {{ ref('int_figure_texts') }} as texts on figures.figure_id = texts.figure_id
    inner join given on coalesce(figures.code_ruling_id, figures.code_rule_id) = given.rule_id
    cross join unnest([given.code, given.second_code]) with ordinality as codes(code, coding_slot)
    where codes.code is not null

),

scope_matches as (

    select
        *,
        case fact_table
            {%- for fact_table in ['budget', 'population', 'security', 'admin_proc'] %}
            when '{{ fact_table }}' then {{ matching_rules(
                load_rules('scope_rules', "fact_table = '" ~ fact_table ~ "'"),
                text_columns,
                {'code_in': 'code', 'unit_in': 'unit', 'role_in': 'coding_role'}
            ) }}
            {%- endfor %}
            else []
        end as scope_rules
    from ruled

),

scoped as (

    select
        scope_matches.*,
        coalesce(scope_matches.rule_scope, rules.scope) as scope
    from scope_matches
    left join {{ ref('scope_rules') }} as rules on scope_matches.scope_rules[1] = rules.rule_id

),

followed as (

    select
        *,
        lead(code) over in_text as next_code,
        lead(block_no) over in_text as next_block_no,
        lead(sentence_text) over in_text as next_sentence_text,
        last_value(case when code = 'REV_TOTAL' then scope end ignore nulls) over in_text as last_total_fund,
        last_value(case when code = 'REV_TOTAL' then figure_no end ignore nulls) over in_text as last_total_no,
        last_value(case when fact_table = 'budget' then scope end ignore nulls) over (
            partition by report_id, block_no
            order by figure_no, coding_slot
            rows between unbounded preceding and 1 preceding
        ) as last_fund,
        last_value(
            case when fact_table = 'security' and scope = 'cases' and unit = 'case' and whole_text = '' then code end ignore nulls
        ) over (partition by report_id, block_no order by figure_no, coding_slot) as last_incident
    from scoped
    window in_text as (partition by report_id order by figure_no, coding_slot)

)

select
    figure_id,
    report_id,
    coding_slot,
    fact_table,
    -- "đã tiếp nhận 63 hồ sơ, 02 hồ sơ kỳ trước chuyển sang": what is carried over comes on top of what was received
    case
        when
            code_ruling_id is null and fact_table = 'admin_proc' and code = 'RECEIVED' and next_code = 'CARRIED_OVER' and block_no = next_block_no
            and not regexp_matches(next_sentence_text, '(gồm|trong đó|\(|:)[^\d]*(\d{4} )?$')
            then 'RECEIVED_NEW'
        -- "13 vụ tai nạn giao thông, ... So với cùng kỳ giảm 5 vụ, giảm 2 người chết": of what was told of before
        when
            code_ruling_id is null and fact_table = 'security' and is_leftover and last_incident is not null
            and scope in ('change', 'prior', 'deaths', 'injured')
            then last_incident
        else code
    end as code,
    -- lines of revenue that name no fund are lines of the total above them
    case
        when
            code_ruling_id is null and fact_table = 'budget' and last_total_fund = 'area_revenue' and figure_no - last_total_no <= {{ list_length }}
            and code in ('REV_LAND', 'REV_OTHER') and scope_rules[1] = 'F-COMMUNE'
            then last_total_fund
        -- "Chương trình 135: vốn phân bổ 1.150 triệu đồng, ... . Đã giải ngân 1.098 triệu đồng": of the fund told of before;
        -- the state's revenue in the commune is no fund that pays
        when
            code_ruling_id is null and fact_table = 'budget' and code = 'EXP_TOTAL' and scope_rules[1] = 'F-COMMUNE' and last_fund <> 'area_revenue'
            and regexp_matches(own_text, '^[^a-zà-ỹ]*((đã|đến nay|mới|được|và|thực hiện|đến ngày|tháng|[0-9/.]+) ?)*(giải ngân|thanh toán)')
            then last_fund
        else scope
    end as scope,
    rule_scenario,
    rule_id,
    scope_rules[1] as scope_rule_id,
    is_target
from followed
