{#-
  The words around each figure, folded and with abbreviations written out, in the cuts that rules look at:
  its own words, its label, and the wide clause. All texts of a figure are folded in one go, joined by a control
  character: far cheaper than one by one.
-#}
{% set parts = [
    'label', 'lead', 'tail', 'whole', 'noun', 'row_label', 'column_label', 'heading', 'before', 'after'
] %}

with figures as (

    select
        *,
        -- what stands between the digits and the next figure or stop, on either side
        regexp_extract(
            right(left(quote, greatest(char_start - quote_start, 0)), 120), '([^;,.:()\d]*)$', 1
        ) as before,
        regexp_extract(left(substr(quote, char_end - quote_start + 1), 120), '^([^;.\d]*)', 1) as after
    from {{ ref('stg_figures') }}

),

readings as (

    select
        {{ fold('abbreviation') }} as abbreviation,
        min({{ fold('expansion') }}) as expansion
    from {{ ref('abbreviations') }}
    group by 1
    having count(distinct expansion) = 1

),

abbreviations as (

    select map(list(abbreviation), list(expansion)) as known from readings

),

joined as (

    select
        figure_id,
        array_to_string([
            {%- for part in parts %}
            coalesce({{ part }}, ''){{ ',' if not loop.last }}
            {%- endfor %}
        ], chr(31)) as texts
    from figures

),

folded as (

    select
        figure_id,
        {{ fold('texts') }} as texts
    from joined

),

expanded as (

    select
        folded.figure_id,
        list_transform(
            string_split({{ expand_abbreviations('folded.texts', 'abbreviations.known') }}, chr(31)),
            lambda part: trim(part)
        ) as texts
    from folded
    cross join abbreviations

),

named as (

    select
        figure_id,
        {%- for part in parts %}
        texts[{{ loop.index }}] as {{ part }},
        {%- endfor %}
        regexp_extract(texts[8], '([^>]*)$', 1) as last_heading
    from expanded

),

cut as (

    select
        *,
        -- the lead leaves out small words ("còn", "đang") that tell what is pending from what is done
        case when contains(before, lead) then before else lead end as full_lead,
        -- a label may open with the heading, which rules look at for itself
        case
            when starts_with(label, trim(last_heading) || ' – ')
                then substr(label, length(trim(last_heading)) + 4)
            else label
        end as bare_label
    from named

)

select
    figures.figure_id,
    figures.report_id,
    figures.block_no,
    row_number() over (partition by figures.report_id order by figures.char_start) as figure_no,
    figures.unit,
    figures.role,
    -- A target is coded as what it is a target of: the share or the amount to be reached.
    case
        when figures.role <> 'target_next' then figures.role
        when figures.unit = '%' then 'share'
        else 'actual'
    end as coding_role,
    case
        when cut.column_label <> '' then cut.column_label
        else trim(concat_ws(' ', cut.full_lead, cut.noun, cut.tail))
    end as own_text,
    concat_ws(' | ', cut.bare_label, nullif(cut.row_label, ''), nullif(cut.column_label, '')) as label_text,
    concat_ws(' | ', cut.label, cut.before, cut.after) as wide_text,
    cut.full_lead as lead_text,
    cut.tail as tail_text,
    cut.whole as whole_text,
    cut.noun as noun_text,
    cut.row_label as row_text,
    cut.heading as heading_text,
    concat_ws(
        ' | ', cut.label, cut.row_label, cut.column_label, cut.whole, cut.full_lead, cut.noun, cut.tail, cut.after
    ) as context_text
from figures
inner join cut on figures.figure_id = cut.figure_id
