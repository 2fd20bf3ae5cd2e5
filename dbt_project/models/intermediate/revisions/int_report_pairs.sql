{#-
  Reports of the same unit and period, two and two, and what the later is to the earlier. The same things are told again
  in a revision; a report of one part, or of another matter, has few labels in common with it.
-#}
with reports as (

    select
        units.report_id,
        units.unit_key,
        units.period,
        reports.document_number,
        try_cast(regexp_extract(reports.document_number, '^\d+') as integer) as document_no,
        reports.issued_on,
        reports.ingested_at
    from {{ ref('int_report_units') }} as units
    inner join {{ ref('int_reports') }} as reports on units.report_id = reports.report_id
    where units.period is not null
    qualify count(*) over (partition by units.unit_key, units.period) > 1

),

placed as (

    select
        *,
        -- a draft has no date and no number yet
        row_number() over (
            partition by unit_key, period
            order by issued_on nulls first, document_no nulls first, ingested_at, report_id
        ) as place
    from reports

),

labels as (

    select distinct
        report_id,
        label_text,
        unit
    from {{ ref('int_figures_classified') }}
    where label_text <> '' and report_id in (select report_id from reports)

),

label_counts as (

    select
        report_id,
        count(*) as label_count
    from labels
    group by report_id

),

paired as (

    select
        earlier.unit_key,
        earlier.period,
        earlier.report_id as earlier_report_id,
        later.report_id as later_report_id,
        earlier.place as earlier_place,
        later.place as later_place,
        earlier.document_no is null and later.document_no is not null as is_of_draft,
        coalesce(earlier.document_number = later.document_number and earlier.document_no is not null, false)
            as is_same_document
    from placed as earlier
    inner join placed as later
        on earlier.unit_key = later.unit_key and earlier.period = later.period and earlier.place < later.place

),

shared as (

    select
        paired.earlier_report_id,
        paired.later_report_id,
        count(*) as shared_labels
    from paired
    inner join labels as earlier on paired.earlier_report_id = earlier.report_id
    inner join labels as later
        on
            paired.later_report_id = later.report_id
            and earlier.label_text = later.label_text
            and earlier.unit = later.unit
    group by paired.earlier_report_id, paired.later_report_id

),

counted as (

    select
        paired.*,
        coalesce(shared.shared_labels, 0)::integer as shared_labels,
        coalesce(earlier.label_count, 0)::integer as earlier_labels,
        coalesce(later.label_count, 0)::integer as later_labels
    from paired
    left join shared
        on paired.earlier_report_id = shared.earlier_report_id and paired.later_report_id = shared.later_report_id
    left join label_counts as earlier on paired.earlier_report_id = earlier.report_id
    left join label_counts as later on paired.later_report_id = later.report_id

)

select
    unit_key,
    period,
    earlier_report_id,
    later_report_id,
    earlier_place,
    later_place,
    shared_labels,
    earlier_labels,
    later_labels,
    case
        -- half of the fuller report, or a quarter where both are the same document
        when shared_labels = 0 or if(is_same_document, 4, 2) * shared_labels < greatest(earlier_labels, later_labels)
            then 'part'
        when is_of_draft then 'draft'
        else 'revision'
    end as relation
from counted
