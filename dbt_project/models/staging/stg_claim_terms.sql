with source as (

    select * from {{ source('raw', 'claim_terms') }}

),

renamed as (

    select
        claim_id,
        report_id,
        position,
        term_role,
        figure_id,
        sign
    from source

)

select * from renamed
