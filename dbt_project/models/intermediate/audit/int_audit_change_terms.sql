{#-
  One row per term of a claim that a printed change is that between two figures of its block, one of this period and one
  of an earlier one: their difference, their growth in percent or their index. The two are found by their fitting, and
  then the claim is published only where it holds, or, where none fits, by their words.
-#}

with figures as not materialized (

    select * from {{ ref('int_audit_figures') }}

),

pairs as (

    select
        changes.report_id,
        changes.figure_id as change_id,
        changes.label,
        changes.dimension,
        changes.value_micro as change_micro,
        changes.half_micro as change_half_micro,
        now.figure_id as now_id,
        now.value_micro as now_micro,
        now.half_micro as now_half_micro,
        now.dimension as pair_dimension,
        prior.figure_id as prior_id,
        prior.value_micro as prior_micro,
        prior.half_micro as prior_half_micro,
        abs(now.char_start - changes.char_start) + abs(prior.char_start - changes.char_start) as distance,
        abs(prior.place - changes.place) <= 3 and prior.role <> 'share'
        -- behind a semicolon something else is compared
        and not contains(left(changes.after_text, greatest(prior.char_start - changes.char_end, 0)), ';')
            as is_prior_beside,
        case
            -- "17/22 vụ"
            when prior.char_start - now.char_end between 0 and 2 then 1
            -- "hồ sơ nhận mới tăng 12 %": the figure that the same words name
            when list_has_all(now.label_words, changes.label_words) and len(changes.label_words) >= 3 then 2
            -- "25 vụ, so với cùng kỳ (28 vụ) giảm 3 vụ"
            when changes.place - now.place between 1 and 2 then 3
        end as nearness,
        len(now.label_words) as label_length
    from figures as changes
    inner join figures as now
        on changes.report_id = now.report_id
        and changes.block_no = now.block_no
        and now.place between changes.place - 8 and changes.place + 8
    inner join figures as prior
        on changes.report_id = prior.report_id
        and changes.block_no = prior.block_no
        and prior.place between changes.place - 8 and changes.place + 8
    where
        changes.role = 'change'
        and now.role in ('actual', 'numerator', 'share')
        and (
            prior.role = 'prior'
            -- "đầu năm 6,96 % … còn 5,62 %, giảm 1,34 %": two shares told as such
            or (now.dimension = 'percent' and prior.dimension = 'percent' and changes.digits >= 2 and prior.role = 'share')
            -- "giảm 5 vụ (17/22 vụ)"
            or (
                prior.role = 'denominator'
                and now.role = 'numerator'
                and now.place = changes.place + 1
                and prior.place = changes.place + 2
                and ends_with(now.before_text, '(')
                and changes.dimension <> 'percent'
            )
        )
        and now.unit = prior.unit
        and (changes.dimension = 'percent' or changes.unit = now.unit)
        and prior.value_micro > 0

),

fitting as (

    select
        *,
        dimension = 'percent' and pair_dimension <> 'percent' as is_growth,
        false as is_certain
    from pairs
    where
        if(
            dimension = 'percent' and pair_dimension <> 'percent',
            least(
                abs(abs({{ audit_divide('100000000 * now_micro', 'prior_micro') }} - 100000000) - change_micro),
                abs({{ audit_divide('100000000 * now_micro', 'prior_micro') }} - change_micro)
            ) <= change_half_micro
            -- a change known to one part in twenty or worse fits many a pair by chance
            and change_half_micro * 20 <= change_micro,
            abs(abs(now_micro - prior_micro) - change_micro)
            <= change_half_micro + now_half_micro + prior_half_micro
        )
    qualify row_number() over (partition by change_id order by distance, now_id) = 1

),

-- where none fits: the one earlier value beside the change, and the figure that stands with it or that its words name
named as (

    select
        *,
        dimension = 'percent' and pair_dimension <> 'percent' as is_growth,
        true as is_certain
    from pairs
    where
        is_prior_beside
        and nearness is not null
        and change_id not in (select change_id from fitting)
    qualify
        count(distinct prior_micro) over (partition by change_id) = 1
        and row_number() over (partition by change_id order by nearness, label_length, distance, now_id) = 1

),

-- "đàn heo 1.246 con, giảm 318 con, tức giảm 20,33 %": of the earlier value only the change is printed
without_prior as (

    select
        percents.report_id,
        percents.figure_id as change_id,
        percents.label,
        now.figure_id as now_id,
        amounts.figure_id as amount_id
    from figures as percents
    inner join figures as amounts
        on percents.report_id = amounts.report_id
        and percents.block_no = amounts.block_no
        and amounts.place = percents.place - 1
    inner join figures as now
        on amounts.report_id = now.report_id
        and amounts.block_no = now.block_no
        and now.place between amounts.place - 2 and amounts.place - 1
    where
        percents.role = 'change'
        and percents.dimension = 'percent'
        and amounts.role = 'change'
        and amounts.unit = now.unit
        and amounts.dimension <> 'percent'
        and now.role in ('actual', 'numerator')
        and percents.figure_id not in (select change_id from fitting)
        and percents.figure_id not in (select change_id from named)
    qualify row_number() over (partition by percents.figure_id order by now.place desc) = 1

),

claims as (

    select * from fitting
    union all
    select * from named

),

final as (

    select
        'change:' || claims.change_id as claim_key,
        claims.report_id,
        if(claims.is_growth, 'growth', 'difference') as claim_type,
        claims.label,
        'tăng/giảm' as cue,
        claims.is_certain as exhaustive,
        claims.is_certain,
        claims.is_certain as is_anchored,
        roles.position,
        if(claims.is_growth, roles.growth_role, roles.difference_role) as term_role,
        case roles.position
            when 0 then claims.change_id
            when 1 then claims.now_id
            else claims.prior_id
        end as figure_id,
        if(roles.position = 2 and not claims.is_growth, -1, 1) as sign
    from claims
    cross join (
        values
        (0, 'percent', 'total'),
        (1, 'current', 'minuend'),
        (2, 'prior', 'subtrahend')
    ) as roles (position, growth_role, difference_role)

    union all

    select
        'change:' || without_prior.change_id as claim_key,
        without_prior.report_id,
        'growth' as claim_type,
        without_prior.label,
        'tăng/giảm' as cue,
        true as exhaustive,
        true as is_certain,
        true as is_anchored,
        roles.position,
        roles.term_role,
        case roles.position
            when 0 then without_prior.change_id
            when 1 then without_prior.now_id
            else without_prior.amount_id
        end as figure_id,
        1 as sign
    from without_prior
    cross join (values (0, 'percent'), (1, 'current'), (2, 'change')) as roles (position, term_role)

)

select * from final
