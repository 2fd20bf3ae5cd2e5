"""The ``soxa`` command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from flows.options import InboxArgument, Told, WaitOption, WarehouseOption
from flows.review_command import review
from warehouse.paths import DEFAULT_WAREHOUSE, SAMPLES, shown

app = typer.Typer(
    name="soxa",
    help="Sổ Xã reads the socio-economic reports of Vietnamese communes, keeps every figure with its place "
    "in the text, and does the reports' own arithmetic again.\n\n"
    "Start with **soxa run**: it reads the bundled sample reports and publishes a DuckDB file that any "
    "tool can open. Then look around:\n\n"
    "- `soxa show kep_2023`\n\n"
    "- `soxa audit --all`\n\n"
    '- `soxa sql "select source_file, unit_name, period, figure_count from dim_reports"`',
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


class FileForm(StrEnum):
    """What tables are written as."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"


class Form(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Language(StrEnum):
    """Language of the sentences of findings."""

    VI = "vi"
    EN = "en"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"soxa {version('soxa')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    inbox: InboxArgument = SAMPLES,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    wait: WaitOption = None,
) -> None:
    """Read every new report under INBOX, audit it, and publish DIR/published/soxa.duckdb.

    What is known already is not read again, and a run with nothing new does nothing. A file that cannot be read is
    listed with the reason and does not stop the others. If the new snapshot breaks a promise to its readers, the last
    good one stays in place and the exit code is 1.

    Examples:

    - `soxa run`

    - `soxa run ~/reports/2025 --warehouse /srv/soxa`
    """
    from flows.job import Job
    from flows.operate import follow

    if not inbox.exists():
        raise typer.BadParameter(f"there is no {inbox}", param_hint="INBOX")
    follow(Job(inbox=inbox), warehouse, wait, shown(inbox))


@app.command()
def show(
    report: Annotated[
        str, typer.Argument(help="A report: its id, its file name with or without ending, or the beginning of either.")
    ],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Print one report: its header, its facts by domain, and the sums in it that do not come out.

    `soxa audit` shows the figures and sentences behind these sums.

    Examples:

    - `soxa show kep_2023`

    - `soxa show r3f2a`
    """
    from flows.show import show_report
    from warehouse.paths import Warehouse

    show_report(Warehouse(warehouse), report)


@app.command()
def audit(
    report: Annotated[
        str | None,
        typer.Argument(help="A report, named as for `soxa show`.", show_default=False),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All reports: how many checks hold in each, and the weightiest findings.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            help="How many findings to tell, the weightiest first. Left out: all of one report, 10 with --all.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of the sentences.")] = Language.VI,
    form: Annotated[Told, typer.Option("--format", help="For people, or for machines.")] = Told.TEXT,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Tell what does not come out in a report: in one sentence each, with every figure and its place in the text.

    Sums, ratios and comparisons are the report's own; nothing is corrected. Where one slip of the pen would explain a
    finding, it is named as a possibility. The weightiest finding comes first.

    Examples:

    - `soxa audit lai_cach_2023`

    - `soxa audit lai_cach_2023 --lang en`

    - `soxa audit --all --limit 20`
    """
    if (report is None) != everything:
        raise typer.BadParameter("name one report, or ask for --all", param_hint="REPORT")
    from flows.audit import audit_all, audit_report
    from warehouse.paths import Warehouse

    if report is None:
        audit_all(Warehouse(warehouse), language, form, limit or 10)
    else:
        audit_report(Warehouse(warehouse), report, language, form, limit)


@app.command()
def explain(
    figure: Annotated[
        str, typer.Argument(help="A figure_id, REPORT:char_start, or a report, named as for `soxa show`.")
    ],
    printed: Annotated[
        str | None, typer.Argument(help="The digits, where they are printed once in the report.", show_default=False)
    ] = None,
    form: Annotated[Told, typer.Option("--format", help="For people, or for machines.")] = Told.TEXT,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Say of one figure what it is, which rules gave it its domain and its code, and which checks it takes part in.

    Examples:

    - `soxa explain lai_cach_2023 9.611.073.450`

    - `soxa explain lai_cach_2023:9865 --format json`
    """
    from flows.explain import explain_figure
    from warehouse.paths import Warehouse

    explain_figure(Warehouse(warehouse), figure, printed, form)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(metavar="SQL", help="A query over the tables of schema marts.")],
    form: Annotated[Form, typer.Option("--format", help="How to print the rows.")] = Form.TABLE,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Ask the published snapshot; it is opened read-only.

    Examples:

    - `soxa sql "show tables"`

    - `soxa sql "select line_label, amount_vnd from fct_budget_lines where side = 'revenue'" --format csv > revenue.csv`

    - `soxa sql "select label, stated_value, computed_value from fct_audit_checks where not holds"`
    """
    from flows.query import ask
    from warehouse.paths import Warehouse

    ask(Warehouse(warehouse), statement, form)


@app.command()
def export(
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Folder to write to; made if it is not there.")
    ] = Path("export"),
    forms: Annotated[
        list[FileForm] | None,
        typer.Option("--format", help="Only this form; may be given more than once.", show_default="all three"),
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Write every published table as Parquet, as CSV and as one Excel workbook with a sheet of definitions.

    In CSV and Excel, a text that a spreadsheet would take for a formula (it begins with = + - @) is written with an
    apostrophe in front. Files of the same name are replaced.

    Examples:

    - `soxa export`

    - `soxa export --format xlsx --to ~/tables`
    """
    from flows.export import export_marts, summary
    from warehouse.paths import Warehouse

    typer.echo(summary(export_marts(Warehouse(warehouse), to, forms or list(FileForm)), to))


@app.command()
def doctor(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Say what is installed, where the warehouse is, what it holds, what is wrong and what to do.

    The exit code is 1 if anything is wrong.
    """
    from flows.doctor import examine
    from warehouse.paths import Warehouse

    if not examine(Warehouse(warehouse)):
        raise typer.Exit(1)


app.command()(review)


def _add_operations() -> None:
    """The commands of who keeps the warehouse running stand in a module of their own."""
    from flows.operations import COMMANDS

    for command in COMMANDS:
        app.command()(command)


_add_operations()


def main() -> None:
    """Entry point of the ``soxa`` command: 0 done, 1 failed, 2 wrong usage; one line on stderr says why."""
    from flows.console import complain
    from ingest.errors import SoxaError

    try:
        app()
    except SoxaError as error:
        complain(str(error), getattr(error, "reasons", ()))
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has seen enough
        sys.exit(1)
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__module__ not in ("duckdb", "_duckdb"):
            raise  # a fault of the program: the traceback is what we need to see
        complain(f"{' '.join(str(error).split())} (is there room on the disk, and may you write there?)")
        sys.exit(1)


if __name__ == "__main__":
    main()
