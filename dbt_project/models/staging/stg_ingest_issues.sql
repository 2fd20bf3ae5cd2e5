with source as (

    select * from {{ source('raw', 'ingest_issues') }}

),

renamed as (

    select
        source_file,
        source_sha256,
        report_id,
        severity,
        code,
        message,
        noticed_at
    from source

)

select * from renamed
