{#-
  The code of an indicator among all indicators: the four core fact tables have short codes of their own (TOTAL, OTHER),
  which need the name of their table in front.
-#}
{% macro indicator_code(fact_table, code) %}
    case {{ fact_table }}
        when 'budget' then 'BUD_' || {{ code }}
        when 'population' then 'POP_' || {{ code }}
        when 'security' then 'SEC_' || {{ code }}
        when 'admin_proc' then 'ADM_' || {{ code }}
        else {{ code }}
    end
{% endmacro %}
