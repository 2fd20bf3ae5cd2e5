"""The commands of who keeps a warehouse running: watch, backfill, revalidate, prune, serve, settings."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.options import InboxArgument, WaitOption, WarehouseOption
from warehouse.paths import DEFAULT_WAREHOUSE, SAMPLES, shown


def watch(
    inbox: InboxArgument = SAMPLES,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    minutes: Annotated[float | None, typer.Option(help="Leave after so long.", show_default="never")] = None,
) -> None:
    """Stay, and read every file under INBOX as soon as it is complete.

    Everything is loaded once, so a new report is published seconds after it came in. Ctrl-C ends it between two runs.
    """
    from flows.watch import keep_watch

    if not inbox.is_dir():
        raise typer.BadParameter(f"there is no folder {inbox}", param_hint="INBOX")
    keep_watch(inbox, warehouse, minutes)


def backfill(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    unit: Annotated[list[str] | None, typer.Option(help="Reports of this unit, by name; may be repeated.")] = None,
    since: Annotated[str, typer.Option(help="Periods that end then or later: 2023, 2023-06 or 2023-06-15.")] = "",
    until: Annotated[str, typer.Option(help="Periods that end then or earlier.")] = "",
    current: Annotated[bool, typer.Option("--current", help="Also what today's rules have read.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what would be read again.")] = False,
    wait: WaitOption = None,
) -> None:
    """Read stored reports again, after a new version of the extractor or of a lexicon.

    Without options it takes every report that older rules have read. No file is needed: the text is in the warehouse.

    Examples:

    - `soxa backfill --plan`

    - `soxa backfill --unit "Lai Cách" --since 2023 --until 2023-06`
    """
    from flows.backfill import print_plan
    from flows.job import Job
    from flows.operate import follow
    from ingest.plan import Selection
    from warehouse.paths import Warehouse

    again = Selection(tuple(unit or ()), since, until, current)
    if plan:
        print_plan(Warehouse(warehouse), again)
    else:
        follow(Job("backfill", again=again), warehouse, wait, "Stored reports")


def revalidate(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, wait: WaitOption = None) -> None:
    """Build all marts anew from what was read, hold them against every check, renew the Data Docs, and publish."""
    from flows.job import Job
    from flows.operate import follow

    follow(Job("revalidate", whole=True), warehouse, wait, "Stored reports")


def prune(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    keep: Annotated[int | None, typer.Option(min=1, help="Snapshots to keep.", show_default="7")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="Days to keep them.", show_default="30")] = None,
) -> None:
    """Remove snapshots of before and their Data Docs; what is published now always stays."""
    from flows.console import results
    from warehouse.history import kept_snapshots
    from warehouse.history import prune as remove
    from warehouse.paths import Warehouse
    from warehouse.settings import settings

    place = Warehouse(warehouse)
    gone = remove(
        place,
        settings().keep_snapshots if keep is None else keep,
        settings().keep_days if days is None else days,
    )
    results().print(f"{len(gone)} snapshots removed, {len(kept_snapshots(place))} kept in {shown(place.history)}")


def serve(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, inbox: InboxArgument = SAMPLES) -> None:
    """Start a Prefect server and a worker on this machine, with the schedules of prefect.yaml, and stay.

    The crons, the port and the time zone are settings. Ctrl-C or SIGTERM ends server and worker.
    """
    from flows.serve import serve_here
    from warehouse.paths import Warehouse

    serve_here(Warehouse(warehouse.resolve()), inbox.resolve())


def settings() -> None:
    """List every setting: what it is now, what it means, and how to say it."""
    from rich.text import Text

    from flows.console import results, table
    from warehouse.settings import Settings, config_file
    from warehouse.settings import settings as chosen

    path = config_file()
    results().print(Text(f"{shown(path)}: {'read' if path.is_file() else 'not there, which is fine'}\n"))
    listed = table(None, "setting", "value", "meaning")
    for name, field in Settings.model_fields.items():
        value = getattr(chosen(), name)
        changed = value != field.default
        listed.add_row(
            Text(name, "bold"), Text(str(value) or "-", "yellow" if changed else ""), Text(field.description or "")
        )
    results().print(listed)
    results().print(Text("\nIn the file: keep_snapshots = 3. In the environment: SOXA_KEEP_SNAPSHOTS=3."))


COMMANDS = (watch, backfill, revalidate, prune, serve, settings)
