"""The command ``soxa review``: what it is asked, before anything heavy is imported."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from flows.options import Told, WarehouseOption
from warehouse.paths import DEFAULT_WAREHOUSE


def review(
    asked: Annotated[
        str,
        typer.Argument(
            metavar="REPORT|FIGURE",
            help="A report, named as for `soxa show`; or a figure_id or REPORT:char_start to rule on.",
        ),
    ],
    printed: Annotated[
        str | None, typer.Argument(help="The digits, where they are printed once in the report.", show_default=False)
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as read.")] = False,
    not_a_figure: Annotated[bool, typer.Option("--not-a-figure", help="The digits measure nothing.")] = False,
    unreadable: Annotated[bool, typer.Option("--unreadable", help="Nobody can tell what the digits say.")] = False,
    value: Annotated[str | None, typer.Option(help="The value is this: 1250 or 12.5, in the unit.")] = None,
    value_max: Annotated[str | None, typer.Option(help="With --value: upper end of a range.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit is this: VND, household, ha, ….")] = None,
    role: Annotated[str | None, typer.Option(help="The role is this: actual, plan, prior, share, ….")] = None,
    period: Annotated[str | None, typer.Option(help="The period is this: 2023, 2023-H1, 2023-9M, ….")] = None,
    code: Annotated[str | None, typer.Option(help="It measures this: an indicator_code of dim_indicators.")] = None,
    second_code: Annotated[
        str | None, typer.Option(help="With --code: and this too, by its code in the fact table.")
    ] = None,
    scope: Annotated[
        str | None,
        typer.Option(help="With --code: the fund, residence, measure or field.", show_default="by the rules"),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="With --code: plan or actual.", show_default="by the role")
    ] = None,
    no_code: Annotated[bool, typer.Option("--no-code", help="No code is right.")] = False,
    domain: Annotated[
        str | None, typer.Option(help="With --code or --no-code: what it is about.", show_default="that of the code")
    ] = None,
    why: Annotated[str | None, typer.Option(help="The reason, in a sentence that another clerk can follow.")] = None,
    by: Annotated[str | None, typer.Option(help="Who looked.", show_default="your login name")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many figures to list.")] = 20,
    form: Annotated[Told, typer.Option("--format", help="The list for people, or for machines.")] = Told.TEXT,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """List the figures of a report that most need a person's look; or write down what a person found about one.

    What is found goes into `dbt_project/seeds/rulings.csv`, a file to be reviewed like any other; the next `soxa run`
    goes by it, without reading the report again. A ruling says what the report says, not what it should have said.

    Examples:

    - `soxa review lai_cach_2023`

    - `soxa review lai_cach_2023:9865 --confirm --why "as in the signed copy"`

    - `soxa review lai_cach_2023 "1.250" --value 1250 --unit household --why "the point parts thousands"`

    - `soxa review lai_cach_2023:9865 --code BUD_REV_OTHER --scope commune_budget --why "it names other revenue"`
    """
    from flows.review import review_report, rule_on_figure
    from warehouse.paths import Warehouse

    of_value = _said(value=value, value_max=value_max, unit=unit, role=role, period=period)
    of_code = _said(second_code=second_code, scope=scope, scenario=scenario, domain=domain)
    kinds = {
        "confirmed": confirm,
        "not_a_figure": not_a_figure,
        "unreadable": unreadable,
        "wrong_value": bool(of_value),
        "wrong_code": code is not None or no_code or bool(of_code),
    }
    chosen = [kind for kind, is_chosen in kinds.items() if is_chosen]
    if not chosen:
        if printed is not None or why is not None:
            raise typer.BadParameter("say what you found: --confirm, --value, --code, --not-a-figure, …")
        review_report(Warehouse(warehouse), asked, limit, form)
        return
    if len(chosen) > 1:
        raise typer.BadParameter(f"one finding at a time, not {' and '.join(chosen)}")
    if code is not None and no_code:
        raise typer.BadParameter("either --code or --no-code")
    if code is None and not no_code and of_code:
        raise typer.BadParameter(f"{', '.join(of_code)}: say with --code or --no-code")
    if not why:
        raise typer.BadParameter("say why, in a sentence that another clerk can follow", param_hint="--why")
    found = {"ruling": chosen[0], "reason": why, **of_value, **of_code}
    rule_on_figure(Warehouse(warehouse), asked, printed, found, code, by)


def _said(**options: str | None) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}
