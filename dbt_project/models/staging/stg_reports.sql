with source as (

    select * from {{ source('raw', 'reports') }}

),

renamed as (

    select
        report_id,
        source_file,
        source_sha256,
        media_type,
        encoding,
        text,
        char_count,
        unit_name,
        unit_type,
        district_name,
        province_name,
        document_number,
        issued_on,
        title,
        period,
        period_start,
        period_end,
        period_basis,
        as_of,
        extractor_version,
        ingested_at
    from source

)

select * from renamed
