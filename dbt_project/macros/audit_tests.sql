{#-
  Fails for every combination of `columns` that more than one row has, or that has nothing in one of them: the key of a
  model, asked in one query.
-#}
{% test audit_one_row_per(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}
