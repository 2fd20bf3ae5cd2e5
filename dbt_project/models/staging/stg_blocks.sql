with source as (

    select * from {{ source('raw', 'blocks') }}

),

renamed as (

    select
        report_id,
        block_no,
        kind,
        level,
        marker,
        heading,
        section,
        parent_no,
        char_start,
        char_end,
        text
    from source

)

select * from renamed
