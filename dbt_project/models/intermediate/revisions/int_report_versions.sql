{#- Which report each report takes the place of: the nearest before it that it revises. -#}
with pairs as not materialized (

    select * from {{ ref('int_report_pairs') }}

),

steps as (

    select *
    from pairs
    where relation <> 'part'
    qualify row_number() over (partition by later_report_id order by earlier_place desc) = 1

),

followers as (

    select
        earlier_report_id as report_id,
        min_by(later_report_id, later_place) as later_report_id
    from steps
    group by earlier_report_id

),

others as (

    select
        report_id,
        string_agg(other_report_id, '|' order by other_report_id) as other_report_ids
    from (
        select
            earlier_report_id as report_id,
            later_report_id as other_report_id
        from pairs
        where relation = 'part'
        union all
        select
            later_report_id,
            earlier_report_id
        from pairs
        where relation = 'part'
    )
    group by report_id

)

select
    units.report_id,
    units.unit_key,
    units.period,
    followers.later_report_id is null as is_current,
    steps.earlier_report_id as supersedes_report_id,
    followers.later_report_id as superseded_by_report_id,
    steps.relation,
    steps.shared_labels,
    steps.earlier_labels,
    steps.later_labels,
    others.other_report_ids
from {{ ref('int_report_units') }} as units
left join steps on units.report_id = steps.later_report_id
left join followers on units.report_id = followers.report_id
left join others on units.report_id = others.report_id
