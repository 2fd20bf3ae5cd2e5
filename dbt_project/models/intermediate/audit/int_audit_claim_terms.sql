{#- One row per term of every claim found, by whatever way it was found. -#}

with terms as (

    {%- set sources = [
        'structural', 'plan', 'identity', 'yield', 'share_list', 'completed',
        'breakdown', 'share', 'change', 'remainder', 'run', 'restated', 'retold',
    ] %}
    {%- for source in sources %}
    select
        '{{ source }}' as source,
        {{ loop.index }} as precedence,
        claim_key,
        report_id,
        claim_type,
        label,
        cue,
        exhaustive,
        is_certain,
        is_anchored,
        position,
        term_role,
        figure_id,
        sign
    from {{ ref('int_audit_' ~ source ~ '_terms') }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}

)

select * from terms
