{#- Fails for every combination of `columns` that more than one row has: the grain of a model without a key column. -#}
{% test audit_one_row_per(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
