{#-
  One row per term of a claim that the one-stop shop as a whole is the sum of the fields reported. Not all fields need
  be reported, so such a claim is published only where it holds.
-#}

with facts as (

    select
        facts.report_id,
        facts.figure_id,
        facts.code,
        facts.scope,
        facts.scenario,
        facts.period_slot,
        figures.char_start
    from {{ ref('int_audit_facts') }} as facts
    inner join {{ ref('int_audit_figures') }} as figures on facts.figure_id = figures.figure_id
    where facts.fact_table = 'admin_proc'

),

wholes as (

    select *
    from facts
    where scope = 'ALL'
    qualify row_number() over (partition by report_id, code, scenario, period_slot order by char_start) = 1

),

fields as (

    select *
    from facts
    where scope <> 'ALL'
    qualify row_number() over (partition by report_id, code, scope, scenario, period_slot order by char_start) = 1

),

parts as (

    select
        wholes.report_id,
        wholes.code,
        wholes.figure_id as whole_id,
        fields.figure_id,
        row_number() over (partition by wholes.figure_id, wholes.code order by fields.char_start) as position,
        count(*) over (partition by wholes.figure_id, wholes.code) as field_count
    from wholes
    inner join fields
        on wholes.report_id = fields.report_id
        and fields.code = wholes.code
        and fields.scenario = wholes.scenario
        and fields.period_slot = wholes.period_slot

),

terms as (

    select report_id, code, whole_id, position, 'part' as term_role, figure_id from parts where field_count >= 2
    union all
    select distinct report_id, code, whole_id, 0 as position, 'total' as term_role, whole_id as figure_id
    from parts
    where field_count >= 2

),

final as (

    select
        concat_ws(':', 'field', code, whole_id) as claim_key,
        report_id,
        'sum' as claim_type,
        'Hồ sơ một cửa = tổng các lĩnh vực' as label,
        code as cue,
        false as exhaustive,
        false as is_certain,
        false as is_anchored,
        position,
        term_role,
        figure_id,
        1 as sign
    from terms

)

select * from final
