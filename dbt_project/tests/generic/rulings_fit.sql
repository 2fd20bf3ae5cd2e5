{#- Rulings that no longer fit their place, with the reason in words. -#}
{% test rulings_fit(model) %}

select problem
from {{ model }}
where problem is not null

{% endtest %}
