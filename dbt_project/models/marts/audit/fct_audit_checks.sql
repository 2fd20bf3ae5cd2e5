with checks as not materialized (

    select * from {{ ref('int_audit_checks') }}

),

terms as (

    select * from {{ ref('int_audit_check_terms') }}

),

figures as (

    select * from {{ ref('int_audit_figures') }}

),

operands as (

    select
        terms.check_id,
        terms.figure_id,
        terms.position,
        terms.printed,
        terms.sign,
        terms.term_role in ('denominator', 'prior') as is_base,
        row_number() over (
            partition by terms.check_id, terms.term_role in ('denominator', 'prior') order by terms.position
        ) as place,
        if(checks.check_type = 'product', ' × ', ' + ') as operator
    from terms
    inner join checks on terms.check_id = checks.check_id
    where not terms.is_stated

),

sides as (

    select
        check_id,
        min_by(figure_id, position) as first_figure_id,
        count(*) filter (where not is_base) as upper_count,
        string_agg(
            concat(case when place = 1 then '' when sign < 0 then ' − ' else operator end, printed), '' order by position
        ) filter (where not is_base) as upper_side,
        string_agg(printed, ' + ' order by position) filter (where is_base) as lower_side
    from operands
    group by check_id

),

-- a list of shares states no figure of its own: its first share stands for it
shown as (

    select
        checks.*,
        figures.domain,
        figures.char_start,
        figures.char_end,
        figures.quote,
        if(checks.stated_figure_id is null, '100', figures.printed) as stated_side,
        sides.lower_side,
        if(
            sides.lower_side is not null and sides.upper_count > 1, '(' || sides.upper_side || ')', sides.upper_side
        ) as upper_side
    from checks
    inner join sides on checks.check_id = sides.check_id
    inner join figures on coalesce(checks.stated_figure_id, sides.first_figure_id) = figures.figure_id

),

final as (

    select
        *,
        concat(
            stated_side,
            ' = ',
            case reading
                when 'distance' then '|' || upper_side || '|'
                when 'change' then '|' || upper_side || ' − ' || lower_side || '|'
                when 'distance from 100' then '|' || upper_side || ' / ' || lower_side || ' − 1|'
                when 'quotient' then upper_side || ' / ' || lower_side
                else upper_side
            end
        ) as formula
    from shown

)

select
    check_id,
    report_id,
    check_type,
    domain,
    label,
    stated_value,
    computed_value,
    delta,
    tolerance,
    holds,
    source,
    cue,
    formula,
    stated_figure_id,
    char_start,
    char_end,
    quote
from final
