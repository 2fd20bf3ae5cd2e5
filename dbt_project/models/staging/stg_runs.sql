with source as (

    select * from {{ source('raw', 'runs') }}

),

renamed as (

    select
        run_no,
        run_id,
        kind,
        started_at,
        finished_at,
        outcome,
        message,
        inbox,
        files_found,
        files_known,
        files_read,
        files_read_again,
        files_duplicate,
        files_refused,
        built,
        soxa_version,
        extractor_version,
        reader_fingerprint,
        rules_fingerprint,
        seconds
    from source

)

select * from renamed
