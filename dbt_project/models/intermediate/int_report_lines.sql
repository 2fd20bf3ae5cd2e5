{#- One row per line of a report's text, so that a place can be told as a line number. -#}

with reports as (

    select * from {{ ref('stg_reports') }}

),

lines as (

    select
        report_id,
        unnest(string_split(text, chr(10))) as line_text,
        generate_subscripts(string_split(text, chr(10)), 1) as line_number
    from reports

),

final as (

    select
        report_id,
        cast(line_number as integer) as line_number,
        cast(
            sum(length(line_text) + 1) over (partition by report_id order by line_number) - length(line_text) - 1
            as integer
        ) as char_start
    from lines

)

select * from final
