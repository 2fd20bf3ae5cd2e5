{#-
  The words around each figure, folded and with abbreviations written out, in the cuts that rules look at:
  its own words, its label, and the wide clause. All texts of a figure are folded in one go, joined by a control
  character: far cheaper than one by one.
-#}
{% set parts = [
    'label', 'lead', 'tail', 'whole', 'noun', 'row_label', 'column_label', 'heading',
    'near_before', 'far_before', 'sentence_before', 'after', 'sentence_after'
] %}

with sided as (

    select
        figures.*,
        -- what is planned for a later year than the report's is a target too, as in the last column of a table
        figures.role = 'target_next'
        or (figures.role = 'plan' and left(figures.period, 4) > left(reports.period, 4)) is true as is_target,
        figures.words_before as sentence_before,
        left(figures.words_after, 120) as sentence_after
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('stg_reports') }} as reports on figures.report_id = reports.report_id

),

figures as (

    -- what stands between the digits and the next figure, comma or full stop, on either side
    select
        *,
        regexp_extract(sentence_before, '([^;,.:()\d]*)$', 1) as near_before,
        regexp_extract(sentence_before, '([^;.\d]*)$', 1) as far_before,
        regexp_extract(sentence_after, '^([^;.\d]*)', 1) as after
    from sided

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
        trim(regexp_extract(texts[8], '([^>]*)$', 1)) as last_heading
    from expanded

),

-- labels and sentences may open with the heading, which rules look at for itself
headless as (

    select
        * replace (
            {%- for part in ['lead', 'near_before', 'far_before', 'sentence_before'] %}
            case
                when last_heading <> '' and contains({{ part }}, last_heading || ':')
                    then trim(replace({{ part }}, last_heading || ':', ''))
                else {{ part }}
            end as {{ part }}{{ ',' if not loop.last }}
            {%- endfor %}
        ),
        {%- for part in ['label', 'whole'] %}
        case
            when last_heading = '' then {{ part }}
            when {{ part }} = last_heading then ''
            {%- for opening in ['', 'tổng '] %}
            {%- for closing in [' – ', ': '] %}
            when starts_with({{ part }}, '{{ opening }}' || last_heading || '{{ closing }}')
                then substr({{ part }}, length('{{ opening }}' || last_heading || '{{ closing }}') + 1)
            {%- endfor %}
            {%- endfor %}
            else replace({{ part }}, '– ' || last_heading || ' – ', '– ')
        end as bare_{{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from named

),

cut as (

    select
        *,
        -- small words before the digits that the lead leaves out tell what is pending from what is done
        regexp_extract(near_before, '(đang|đã|còn|chưa|không)[^/=]*$') as cue,
        -- the sentence since the last semicolon; what stands in brackets that are closed is an aside
        trim(
            regexp_extract(regexp_replace(sentence_before, '\([^()]*\)', '', 'g'), '((?:[^;.]|[.]\d)*)$', 1)
        ) as segment
    from headless

),

worded as (

    select
        *,
        case
            when lead <> '' and contains(cue, lead) then cue
            when lead = '' and regexp_matches(cue, '^(còn|đang|đã)( (lại|tồn|có|là|được|khoảng|gần|trên|hơn))*$') then cue
            else lead
        end as full_lead,
        -- the next thing of a list is not about this figure
        regexp_replace(tail, '^(và|hoặc|cùng) .*', '') as own_tail
    from cut

),

own as (

    select
        *,
        case
            when column_label <> '' then column_label
            else trim(regexp_replace(concat_ws(' ', full_lead, noun, own_tail), '[\s/=%]+', ' ', 'g'))
        end as own_words
    from worded

)

select
    figures.figure_id,
    figures.report_id,
    figures.block_no,
    figures.quote_start,
    row_number() over (partition by figures.report_id order by figures.char_start) as figure_no,
    figures.unit,
    figures.role,
    figures.is_target,
    -- A target is coded as what it is a target of: the share or the amount to be reached.
    case
        when not figures.is_target then figures.role
        when figures.unit = '%' then 'share'
        else 'actual'
    end as coding_role,
    case
        when own.own_words not in ('', own.noun) then own.own_words
        -- "684 chữ ký, 128 hợp đồng": what stands between the two is the noun of the first
        when
            figures.unit = 'dossier' and own.noun <> ''
            and regexp_matches(own.sentence_before, '\d[^;.\d]*(,| và| với)$')
            then own.noun
        when figures.unit <> '%' and figures.role in ('actual', 'numerator') then trim(own.far_before || ' ' || own.noun)
        else ''
    end as own_text,
    own.bare_label as bare_label_text,
    -- what follows a percentage is its base, unless it opens the clause: "98% hồ sơ đúng hạn"
    case
        when
            figures.unit = '%' and own.bare_whole <> ''
            and not regexp_matches(own.segment, '^[-+*. ]*((trên|dưới|ít nhất|tối thiểu|đạt|có|và|phấn đấu|từ|khoảng)( |$))*$')
            then own.full_lead
        when figures.role = 'denominator' then concat_ws(' ', own.bare_label, own.own_words)
        else own.own_words
    end as subject_text,
    concat_ws(
        ' | ', own.label, nullif(own.row_label, ''), nullif(own.column_label, ''),
        -- a bare "chiếm tỷ lệ" is the share of what stands before it
        case when figures.unit = '%' and regexp_matches(own.full_lead, '^(chiếm|tỷ lệ|đạt|tương ứng|bằng| )*$') then own.whole end
    ) as label_text,
    own.segment as segment_text,
    case
        when figures.unit = '%' then concat_ws(' | ', own.bare_label, own.far_before)
        else concat_ws(' | ', own.bare_label, own.far_before, own.after)
    end as wide_text,
    own.full_lead as lead_text,
    own.tail as tail_text,
    own.bare_whole as whole_text,
    own.noun as noun_text,
    own.row_label as row_text,
    own.heading as heading_text,
    own.sentence_before as sentence_text,
    own.sentence_after as after_text,
    concat_ws(
        ' | ', own.label, own.row_label, own.column_label, own.whole, own.last_heading,
        own.full_lead, own.noun, own.tail, own.after
    ) as context_text
from figures
inner join own on figures.figure_id = own.figure_id
