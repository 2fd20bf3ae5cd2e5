with source as (

    select * from {{ source('raw', 'expectation_results') }}

),

renamed as (

    select
        run_id,
        checked_at,
        suite,
        expectation,
        says,
        kind,
        severity,
        success,
        evaluated,
        unexpected,
        sample,
        seconds
    from source

)

select * from renamed
