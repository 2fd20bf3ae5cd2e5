{#- Identity of a ruling: the document, the place and the kind. -#}
{% macro ruling_id(rulings) %}
    concat_ws(':', left({{ rulings }}.source_sha256, 12), {{ rulings }}.char_start, {{ rulings }}.ruling)
{% endmacro %}
