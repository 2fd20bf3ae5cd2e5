with tokens as (

    select * from {{ ref('stg_number_tokens') }}

),

withdrawn as (

    select figure_id from {{ ref('int_rulings') }}
    where ruling = 'not_a_figure'

)

select
    tokens.report_id || ':' || tokens.char_start as token_id,
    tokens.report_id,
    tokens.char_start,
    tokens.char_end,
    tokens.printed,
    -- what a person found to be no figure is accounted for all the same
    case when withdrawn.figure_id is null then tokens.kind else 'noise' end as kind,
    case when withdrawn.figure_id is null then tokens.figure_id end as figure_id
from tokens
left join withdrawn on tokens.figure_id = withdrawn.figure_id
