{#- The promise behind every number: the decoded text between char_start and char_end is what is printed. -#}
{% test span_is_printed(model) %}

select
    spans.report_id,
    spans.char_start,
    spans.char_end,
    spans.printed
from {{ model }} as spans
left join {{ ref('stg_reports') }} as reports on spans.report_id = reports.report_id
where
    reports.text is null
    or substr(reports.text, spans.char_start + 1, spans.char_end - spans.char_start) <> spans.printed

{% endtest %}
