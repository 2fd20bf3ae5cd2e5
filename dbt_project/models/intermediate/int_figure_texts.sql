{#- All the texts of a figure are folded in one go, joined by a control character: far cheaper than one by one. -#}
{% set parts = ['label', 'lead', 'tail', 'whole', 'noun', 'row_label', 'column_label', 'heading'] %}

with figures as (

    select * from {{ ref('stg_figures') }}

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
        texts[{{ loop.index }}] as {{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from expanded

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
    concat_ws(
        ' | ', nullif(named.label, ''), nullif(named.row_label, ''), nullif(named.column_label, '')
    ) as label_text,
    named.lead as lead_text,
    named.tail as tail_text,
    named.whole as whole_text,
    named.noun as noun_text,
    named.heading as heading_text,
    concat_ws(
        ' | ', named.label, named.row_label, named.column_label, named.whole, named.lead, named.noun, named.tail
    ) as context_text
from figures
inner join named on figures.figure_id = named.figure_id
