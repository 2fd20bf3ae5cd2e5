with source as (

    select * from {{ source('raw', 'report_pages') }}

),

renamed as (

    select
        report_id,
        char_start,
        page_number
    from source

)

select * from renamed
