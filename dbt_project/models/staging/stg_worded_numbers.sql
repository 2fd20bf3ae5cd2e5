with source as (

    select * from {{ source('raw', 'worded_numbers') }}

),

renamed as (

    select
        report_id,
        char_start,
        char_end,
        printed,
        value,
        unit,
        noun,
        quote
    from source

)

select * from renamed
