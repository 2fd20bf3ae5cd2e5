{#- Every period that a report or a fact speaks of, and the same period of the year before. -#}
with stated as (

    select period from {{ ref('int_facts') }}
    union all
    select period from {{ ref('int_reports') }}

),

periods as (

    select distinct period
    from (
        select period from stated
        union all
        select cast(cast(left(period, 4) as integer) - 1 as varchar) || substr(period, 5) from stated
    )
    where period is not null

),

parts as (

    select
        period,
        cast(left(period, 4) as integer) as period_year,
        substr(period, 6) as part
    from periods

),

months as (

    select
        period,
        period_year,
        case
            when part = '' then 'year'
            when part[1] = 'H' then 'half'
            when part[1] = 'Q' then 'quarter'
            when part[-1] = 'M' then 'months'
            else 'month'
        end as period_kind,
        case
            when part = '' or part[-1] = 'M' then 1
            when part[1] = 'H' then 6 * cast(part[2] as integer) - 5
            when part[1] = 'Q' then 3 * cast(part[2] as integer) - 2
            else cast(part as integer)
        end as first_month,
        case
            when part = '' then 12
            when part[-1] = 'M' then cast(replace(part, 'M', '') as integer)
            when part[1] = 'H' then 6 * cast(part[2] as integer)
            when part[1] = 'Q' then 3 * cast(part[2] as integer)
            else cast(part as integer)
        end as last_month
    from parts

)

select
    period,
    period_year,
    period_kind,
    first_month,
    last_month,
    first_month = 1 as is_cumulative,
    make_date(period_year, first_month, 1) as calendar_start,
    last_day(make_date(period_year, last_month, 1)) as calendar_end,
    cast(make_date(period_year, first_month, 15) - interval 1 month as date) as cutoff_start,
    make_date(period_year, last_month, 14) as cutoff_end,
    cast(period_year - 1 as varchar) || substr(period, 5) as year_before,
    -- a school year begins in September
    cast(period_year - (last_month < 9)::integer as varchar) || '-' || cast(period_year + (last_month >= 9)::integer as varchar)
        as school_year
from months
