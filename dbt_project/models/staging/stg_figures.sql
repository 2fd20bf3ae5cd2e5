with source as (

    select * from {{ source('raw', 'figures') }}

),

renamed as (

    select
        figure_id,
        report_id,
        char_start,
        char_end,
        printed,
        value,
        value_max,
        step,
        unit,
        noun,
        approx,
        role,
        label,
        lead,
        tail,
        whole,
        heading,
        section,
        period,
        as_of,
        quote_start,
        quote_end,
        quote,
        words_before,
        words_after,
        block_no,
        row_label,
        column_label,
        confidence
    from source

)

select * from renamed
