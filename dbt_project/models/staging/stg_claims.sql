with source as (

    select * from {{ source('raw', 'claims') }}

),

renamed as (

    select
        claim_id,
        report_id,
        claim_type,
        label,
        cue,
        exhaustive
    from source

)

select * from renamed
