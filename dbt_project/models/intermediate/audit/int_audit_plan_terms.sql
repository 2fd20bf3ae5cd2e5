{#-
  One row per term of a claim "amount / plan = percent of plan". The percent stands right after its amount; the plan
  stands in the same block, or elsewhere in the report under the same code.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

facts as not materialized (

    select * from {{ ref('int_audit_facts') }}

),

percents as (

    select * from figures where role = 'pct_of_plan'

),

-- the nearest amount before the percent, with no other percent of plan between them
amounts as (

    select
        percents.report_id,
        percents.figure_id as percent_id,
        percents.char_start as percent_start,
        percents.place as percent_place,
        percents.block_no,
        percents.label,
        amounts.figure_id as amount_id,
        amounts.char_start as amount_start,
        amounts.dimension
    from percents
    inner join figures as amounts
        on percents.report_id = amounts.report_id
        and percents.block_no = amounts.block_no
        and amounts.char_start < percents.char_start
    where
        (amounts.role in ('actual', 'numerator') and amounts.dimension <> 'percent')
        -- a rate has a plan of its own only in a table
        or (
            amounts.role in ('actual', 'share')
            and amounts.row_label <> ''
            and amounts.row_label = percents.row_label
        )
    qualify
        row_number() over (partition by percents.figure_id order by amounts.char_start desc) = 1
        and row_number() over (partition by amounts.figure_id order by percents.char_start) = 1

),

plans_beside as (

    select
        amounts.*,
        plans.figure_id as plan_id,
        abs(plans.place - amounts.percent_place) <= 3 as is_certain
    from amounts
    inner join figures as plans
        on amounts.report_id = plans.report_id
        and amounts.block_no = plans.block_no
        and amounts.dimension = plans.dimension
        and plans.role = 'plan'
    -- each plan belongs to the percent that it stands nearest to, and the reverse
    qualify
        row_number() over (
            partition by amounts.percent_id order by abs(plans.char_start - amounts.percent_start)
        ) = 1
        and row_number() over (
            partition by plans.figure_id order by abs(plans.char_start - amounts.percent_start)
        ) = 1

),

plans_elsewhere as (

    select
        amounts.*,
        plan_facts.figure_id as plan_id,
        count(distinct plans.value_micro) over (partition by amounts.percent_id) = 1
        and amount_facts.code = plan_facts.code as is_certain
    from amounts
    inner join facts as amount_facts on amounts.amount_id = amount_facts.figure_id
    inner join facts as plan_facts
        on amount_facts.report_id = plan_facts.report_id
        and amount_facts.fact_table = plan_facts.fact_table
        and amount_facts.scope = plan_facts.scope
        and (
            amount_facts.code = plan_facts.code
            -- a budget is planned in balance: where one plan is printed it is that of both sides
            or (amount_facts.code = 'EXP_TOTAL' and plan_facts.code = 'REV_TOTAL')
        )
    inner join figures as plans on plan_facts.figure_id = plans.figure_id
    where
        amount_facts.scenario = 'actual'
        and plan_facts.scenario = 'plan'
        and plan_facts.is_own_year
        and amounts.percent_id not in (select percent_id from plans_beside)
    qualify
        row_number() over (
            partition by amounts.percent_id
            order by amount_facts.code = plan_facts.code desc, abs(plans.char_start - amounts.percent_start)
        ) = 1

),

claims as (

    select * from plans_beside
    union all
    select * from plans_elsewhere

),

final as (

    select
        'plan:' || claims.percent_id as claim_key,
        claims.report_id,
        'ratio' as claim_type,
        claims.label,
        '% kế hoạch' as cue,
        true as exhaustive,
        claims.is_certain,
        false as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then claims.percent_id
            when 1 then claims.amount_id
            else claims.plan_id
        end as figure_id,
        1 as sign
    from claims
    cross join (values (0, 'percent'), (1, 'numerator'), (2, 'denominator')) as roles (position, term_role)

)

select * from final
