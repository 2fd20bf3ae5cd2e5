with source as (

    select * from {{ source('raw', 'number_tokens') }}

),

renamed as (

    select
        report_id,
        char_start,
        char_end,
        printed,
        kind,
        figure_id
    from source

)

select * from renamed
