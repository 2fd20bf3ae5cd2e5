"""How the command line talks: results on stdout, all else on stderr, numbers as Vietnamese readers write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from flows.steps import Steps


def results() -> Console:
    """The console for results. Nothing is cut or wrapped when they go to a file or another program."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=100_000)


def messages() -> Console:
    """The console for progress and complaints."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str, details: tuple[str, ...] = ()) -> None:
    """One line on stderr, and one more for each detail."""
    console = messages()
    console.print(Text(f"soxa: {message}", style="red"))
    for detail in details:
        console.print(Text(f"  - {detail}"))


def table(title: str | None, *columns: str, right: tuple[str, ...] = ()) -> Table:
    """An empty table in the house style; the columns named in ``right`` hold numbers."""
    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for column in columns:
        numeric = column in right
        made.add_column(column, justify="right" if numeric else "left", no_wrap=numeric)
    return made


def cell(value: object) -> Text:
    """Any value as a table cell: text is never taken for markup, nothing is shown for what is absent."""
    return Text("" if value is None else number(value) if isinstance(value, Decimal) else str(value))


def number(value: Decimal | int | None) -> str:
    """9611073450 → 9.611.073.450 and 82.62 → 82,62; "" for None."""
    if value is None:
        return ""
    exact = Decimal(value)
    plain = f"{exact.normalize():,f}" if exact else "0"
    return plain.translate(str.maketrans(",.", ".,"))


@contextmanager
def watched() -> Iterator[Steps]:
    """Steps that a person at a terminal can follow: what is being done, and a bar while documents are read."""
    console = messages()
    if not console.is_terminal:
        yield Steps()
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    ) as progress:
        doing = progress.add_task("starting", total=None)

        def tell(what: str) -> None:
            progress.update(doing, description=what, total=None, completed=0)

        def counted(done: int, total: int) -> None:
            progress.update(doing, description="reading", total=total, completed=done)

        yield Steps(tell=tell, counted=counted)
