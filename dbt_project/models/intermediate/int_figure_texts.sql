-- depends_on: {{ ref('abbreviations') }}

{#-
  The words around each figure, folded and with abbreviations written out, in the cuts that rules look at:
  its own words, its label, and the wide clause. All texts of a figure but its heading are folded in one go,
  joined by a control character: far cheaper than one by one.
-#}
{% set what_stands_before = "trim(regexp_extract(bare_whole, '([^–]*)$', 1))" %}
{% set says_that_it_is_planned = '((so|với|trên|tổng|số|dt|dự toán|kh|kế hoạch|chỉ tiêu|ct|nghị quyết|được|giao|duyệt|quyết nghị|hội đồng nhân dân|huyện|tỉnh|'
    ~ 'quận|thành phố|thị xã|xã|phường|thị trấn|đầu|cả|năm|đ|đồng|nghìn|triệu|tỷ|là|%|[(),:]) ?)+' %}
{% set parts = [
    'label', 'lead', 'tail', 'whole', 'noun', 'row_label', 'column_label', 'sentence_before', 'sentence_after'
] %}

with headings as (

    select distinct heading from {{ ref('int_figures') }} where heading is not null

),

-- one heading stands over many figures
folded_headings as (

    select
        heading,
        {{ fold('heading') }} as folded
    from headings

),

expanded_headings as (

    select
        heading,
        trim({{ expand_abbreviations('folded') }}) as heading_text
    from folded_headings

),

numbered as (

    select
        figure_id,
        row_number() over (partition by report_id order by char_start) as figure_no
    from {{ ref('int_figures') }}

),

joined as (

    select
        figures.figure_id,
        figures.report_id,
        figures.block_no,
        numbered.figure_no,
        figures.quote_start,
        figures.unit,
        figures.role,
        -- what is planned for a later year than the report's is a target too, as in the last column of a table
        figures.role = 'target_next'
        or (figures.role = 'plan' and left(figures.period, 4) > left(reports.period, 4)) is true as is_target,
        concat_ws(
            chr(31),
            {%- for part in parts %}
            coalesce({{ {
                'sentence_before': 'figures.words_before', 'sentence_after': 'left(figures.words_after, 120)'
            }.get(part, 'figures.' ~ part) }}, ''){{ ',' if not loop.last }}
            {%- endfor %}
        ) as texts,
        coalesce(headings.heading_text, '') as heading
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('stg_reports') }} as reports on figures.report_id = reports.report_id
    inner join numbered on figures.figure_id = numbered.figure_id
    left join expanded_headings as headings on figures.heading = headings.heading

),

folded as (

    select * replace ({{ fold('texts') }} as texts) from joined

),

expanded as (

    select * replace (
        list_transform(string_split({{ expand_abbreviations('texts') }}, chr(31)), lambda part: trim(part)) as texts
    )
    from folded

),

named as (

    select
        * exclude (texts),
        {%- for part in parts %}
        texts[{{ loop.index }}] as {{ part }},
        {%- endfor %}
        trim(regexp_extract(heading, '([^>]*)$', 1)) as last_heading,
        -- what stands between the digits and the next figure, comma or full stop, on either side
        trim(regexp_extract(texts[{{ parts.index('sentence_before') + 1 }}], '([^;,.:()\d]*)$', 1)) as near_before,
        trim(regexp_extract(texts[{{ parts.index('sentence_before') + 1 }}], '([^;.\d]*)$', 1)) as far_before,
        trim(regexp_extract(texts[{{ parts.index('sentence_after') + 1 }}], '^([^;.\d]*)', 1)) as after,
        -- the same without the words that lead to the next figure: "khớp hẹn 247, trễ hẹn 6"
        trim(regexp_replace(
            regexp_extract(texts[{{ parts.index('sentence_after') + 1 }}], '^[^;.\d]*\d?'), '(?:^|,)[^,]*\d$', ''
        )) as own_after
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
    figure_id,
    report_id,
    block_no,
    quote_start,
    figure_no,
    unit,
    role,
    is_target,
    -- A target is coded as what it is a target of: the share or the amount to be reached.
    case
        when not is_target then role
        when unit = '%' then 'share'
        else 'actual'
    end as coding_role,
    case
        -- "Tổng chi ... (dự toán huyện giao 6.715)": a plan that says nothing more is of what stands before
        when
            role = 'plan' and bare_whole <> ''
            and regexp_full_match(
                own_words,
                '{{ says_that_it_is_planned }}'
            )
            then {{ what_stands_before }}
        when own_words not in ('', noun) then own_words
        -- "684 chữ ký, 128 hợp đồng": what stands between the two is the noun of the first
        when unit = 'dossier' and noun <> '' and regexp_matches(sentence_before, '\d[^;.\d]*(,| và| với)$') then noun
        when unit <> '%' and role in ('actual', 'numerator') then trim(far_before || ' ' || noun)
        -- "7 vụ gây thương tích (tăng 1 vụ)", "Tổng chi ... (dự toán 6.715)": compared with what stands before
        when role in ('plan', 'prior', 'change') then {{ what_stands_before }}
        else ''
    end as own_text,
    bare_label as bare_label_text,
    -- what follows a percentage is its base, unless it opens the clause: "98% hồ sơ đúng hạn"
    case
        when
            unit = '%' and bare_whole <> ''
            and not regexp_matches(segment, '^[-+*. ]*((trên|dưới|ít nhất|tối thiểu|đạt|có|và|phấn đấu|từ|khoảng)( |$))*$')
            then full_lead
        when role = 'denominator' then concat_ws(' ', bare_label, own_words)
        else own_words
    end as subject_text,
    concat_ws(
        ' | ', label, nullif(row_label, ''), nullif(column_label, ''),
        -- a bare "chiếm tỷ lệ" is the share of what stands before it
        case when unit = '%' and regexp_matches(full_lead, '^(chiếm|tỷ lệ|đạt|tương ứng|bằng| )*$') then whole end
    ) as label_text,
    segment as segment_text,
    case
        when unit = '%' then concat_ws(' | ', bare_label, far_before)
        else concat_ws(' | ', bare_label, far_before, own_after)
    end as wide_text,
    full_lead as lead_text,
    tail as tail_text,
    bare_whole as whole_text,
    noun as noun_text,
    row_label as row_text,
    heading as heading_text,
    sentence_before as sentence_text,
    sentence_after as after_text,
    concat_ws(
        ' | ', label, row_label, column_label, whole, last_heading,
        full_lead, noun, tail, after
    ) as context_text
from own
