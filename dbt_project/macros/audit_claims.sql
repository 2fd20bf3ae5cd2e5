{#-
  The two terms of every claim that one thing is told at two places: the first telling is what is stated, the later one
  is held against it. `tellings` has report_id, label, cue, first_id and later_id, a row for each later telling.
-#}
{% macro audit_two_tellings(source, tellings) -%}
    select
        '{{ source }}:' || tellings.later_id as claim_key,
        tellings.report_id,
        'restated' as claim_type,
        tellings.label,
        tellings.cue,
        true as exhaustive,
        true as is_certain,
        true as is_anchored,
        roles.position,
        roles.term_role,
        if(roles.position = 0, tellings.first_id, tellings.later_id) as figure_id,
        1 as sign
    from {{ tellings }} as tellings
    cross join (values (0, 'total'), (1, 'part')) as roles (position, term_role)
{%- endmacro %}
