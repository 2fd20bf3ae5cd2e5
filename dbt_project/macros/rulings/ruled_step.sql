{#-
  Weight of the last digit of a value that may have been ruled on. Where only the separators or the unit's size were
  misread it moves with the value; else the ruled value counts as known to its last digit that is not 0.
-#}
{% macro ruled_step(value, step, ruled_value) %}
    {%- set shift = "log10(greatest((" ~ ruled_value ~ " / " ~ value ~ ")::double, 1e-30))" -%}
    case
        when {{ ruled_value }} is null then {{ step }}
        when {{ value }} * {{ ruled_value }} > 0 and abs({{ shift }} - round({{ shift }})) < 1e-9
            then cast({{ step }} * pow(10, round({{ shift }})) as decimal(38, 6))
        else cast(
            pow(10, length(regexp_extract({{ audit_micro(ruled_value) }}::varchar, '0*$')) - 6) as decimal(38, 6)
        )
    end
{%- endmacro %}
