{#-
  Every rule shows what it is for: `example_match` is a text that its first pattern finds, `example_no_match` one that it
  does not. What stands behind " | " in an example is the context it was seen in, and is not matched.

  patterns  Pattern columns of the seed, the most telling first.
-#}
{% test examples_hold(model, patterns) %}
{% do check_patterns(model.identifier, model.schema) %}

with rules as (

    select
        rule_id,
        split_part(example_match, ' | ', 1) as example_match,
        example_no_match,
        {{ pattern_column('coalesce(' ~ patterns | join(', ') ~ ')') }} as pattern,
        {{ pattern_column(patterns[0] | replace('_re', '_not_re')) }} as exclusion
    from {{ model }}
    where coalesce({{ patterns | join(', ') }}) is not null

),

matched as (

    select
        *,
        regexp_matches(example_match, pattern) and not coalesce(regexp_matches(example_match, exclusion), false)
            as is_match_found,
        regexp_matches(example_no_match, pattern) and not coalesce(regexp_matches(example_no_match, exclusion), false)
            as is_no_match_found
    from rules

)

select
    rule_id,
    example_match,
    example_no_match
from matched
where not coalesce(is_match_found, true) or coalesce(is_no_match_found, false)

{% endtest %}
