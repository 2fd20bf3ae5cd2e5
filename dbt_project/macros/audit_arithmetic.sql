{#-
  The audit computes in whole millionths of a unit, as HUGEINT: sums and differences of money are exact,
  and a quotient is rounded once, in its sixth decimal. Figures of 10^18 and more are left out
  (int_audit_figures), so that no step can leave the range of HUGEINT (1.7 * 10^38), except a product of several
  factors, which is computed under TRY and then gives no check.
-#}

{#- DECIMAL(38,6) -> whole millionths. -#}
{% macro audit_micro(value) -%}
    cast({{ value }} * 1000000 as hugeint)
{%- endmacro %}

{#- Whole millionths -> DECIMAL(38,6). -#}
{% macro audit_decimal(micro) -%}
    cast(cast({{ micro }} as decimal(38, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(38, 6))
{%- endmacro %}

{#- Quotient of two HUGEINTs, rounded half away from zero; null where the divisor is 0. -#}
{% macro audit_divide(dividend, divisor) -%}
    case
        when ({{ divisor }}) = 0 then null
        else
            (2 * abs({{ dividend }}) + abs({{ divisor }})) // (2 * abs({{ divisor }}))
            * sign({{ dividend }}) * sign({{ divisor }})
    end
{%- endmacro %}

{#- Millionths of a base unit -> DECIMAL(38,6) in a unit of `factor` base units. -#}
{% macro audit_in_unit(micro, factor) -%}
    {{ audit_decimal(audit_divide('(' ~ micro ~ ') * 10000', 'cast(' ~ factor ~ ' * 10000 as hugeint)')) }}
{%- endmacro %}

{#- Would two neighbouring digits swapped turn one number into the other? -#}
{% macro audit_is_swap(left, right) -%}
    {%- set left_text = 'cast(abs(' ~ left ~ ') as varchar)' -%}
    {%- set right_text = 'cast(abs(' ~ right ~ ') as varchar)' -%}
    (damerau_levenshtein({{ left_text }}, {{ right_text }}) = 1 and levenshtein({{ left_text }}, {{ right_text }}) = 2)
{%- endmacro %}

{#-
  How many digits the longer of two numbers has if one slip of the pen would turn one into the other (two neighbouring
  digits swapped, or one digit wrong, left out or put in), else 0. The more digits, the less it can be chance.
-#}
{% macro audit_slip_digits(left, right) -%}
    {%- set left_text = 'cast(abs(' ~ left ~ ') as varchar)' -%}
    {%- set right_text = 'cast(abs(' ~ right ~ ') as varchar)' -%}
    if(
        damerau_levenshtein({{ left_text }}, {{ right_text }}) = 1,
        greatest(length(rtrim({{ left_text }}, '0')), length(rtrim({{ right_text }}, '0'))),
        0
    )
{%- endmacro %}

{#- A result as it would be printed with the digits of the stated figure: rounded to twice what they leave open. -#}
{% macro audit_as_printed(micro, half) -%}
    if({{ half }} > 0, {{ audit_divide(micro, '2 * ' ~ half) }} * 2 * {{ half }}, {{ micro }})
{%- endmacro %}
