{#- The rules that give codes: first what the catalogue itself says of its words, then the rules in their order. -#}
with named as (

    select
        'C-' || indicator_code as rule_id,
        0 as priority,
        fact_table,
        coalesce(fact_code, indicator_code) as code,
        domain,
        'own|label' as reach,
        unit as unit_in,
        if(unit = '%', 'share|actual|plan|target_next', 'actual|plan|numerator|target_next') as role_in,
        words_re as label_re,
        words_not_re as label_not_re,
        example_match,
        example_no_match,
        'Words of seeds/indicators.csv.' as note
    from {{ ref('indicators') }}
    where words_re is not null

)

select * from {{ ref('indicator_rules') }}
union all by name
select * from named
