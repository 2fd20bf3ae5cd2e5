"""Which figure is meant: by its identity, by its place in a report, or by its digits where they stand there once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from flows.console import number
from flows.one_report import find_report, rows
from ingest.errors import SoxaError
from warehouse.connection import first_line, read_working
from warehouse.errors import NoSnapshotError
from warehouse.paths import Warehouse, shown

_NEAR = 5
"""How many figures are named to one who asked for another."""

_PLACES = (
    "select f.figure_id, f.printed, f.char_start, f.char_end, f.label, r.source_file "
    "from marts.fct_figures as f join marts.dim_reports as r using (report_id) where f.report_id = ? "
)


@contextmanager
def working_between_runs(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working database, read-only. Raises SoxaError if there is none, or it lacks what this version asks for."""
    if not warehouse.working.exists():
        raise NoSnapshotError(f"nothing has been published in {shown(warehouse.root)} yet: run `soxa run` first")
    with read_working(warehouse) as connection:
        try:
            yield connection
        except duckdb.CatalogException as error:
            raise SoxaError(
                f"this warehouse was made by another version or is not whole ({first_line(error)}): `soxa run` mends it"
            ) from error


def find_figure(connection: duckdb.DuckDBPyConnection, asked: str, printed: str | None) -> str:
    """The figure_id that is meant. Raises SoxaError, with figures that are near, if there is none or more than one.

    asked: a figure_id, ``REPORT:char_start``, or with ``printed`` a report, named as for `find_report`.
    """
    connection.execute("use marts")
    if printed is not None:
        return _by_digits(connection, find_report(connection, asked), printed)
    report, _, place = asked.rpartition(":")
    if not (report and place.isdecimal()):
        raise SoxaError(
            f"{asked!r} names no figure: say REPORT:char_start, or a report and the digits as they are printed"
        )
    return _by_place(connection, find_report(connection, report), int(place))


def _by_place(connection: duckdb.DuckDBPyConnection, report_id: str, place: int) -> str:
    nearest = rows(
        connection,
        f"{_PLACES} order by greatest(f.char_start - ?, ? - f.char_end + 1, 0), f.char_start limit {_NEAR}",
        [report_id, place, place],
    )
    if nearest and nearest[0]["char_start"] <= place < nearest[0]["char_end"]:
        return str(nearest[0]["figure_id"])
    raise SoxaError(f"no figure stands at {place} of {_of(connection, report_id)}{_listed(nearest)}")


def _by_digits(connection: duckdb.DuckDBPyConnection, report_id: str, printed: str) -> str:
    found = rows(connection, f"{_PLACES} and f.printed = ? order by f.char_start", [report_id, printed])
    if len(found) == 1:
        return str(found[0]["figure_id"])
    if found:
        raise SoxaError(f"{printed} is printed {len(found)} times in {found[0]['source_file']}{_listed(found)}")
    alike = rows(
        connection,
        f"{_PLACES} order by damerau_levenshtein(f.printed, ?), f.char_start limit {_NEAR}",
        [report_id, printed],
    )
    raise SoxaError(f"no figure is printed {printed!r} in {_of(connection, report_id)}{_listed(alike)}")


def _of(connection: duckdb.DuckDBPyConnection, report_id: str) -> str:
    (row,) = rows(connection, "select source_file from dim_reports where report_id = ?", [report_id])
    return str(row["source_file"])


def _listed(figures: list[dict[str, object]]) -> str:
    if not figures:
        return ", which has no figures"
    named = [f"{one['printed']} ({one['figure_id']}, {one['label'] or 'without a label'})" for one in figures[:_NEAR]]
    more = f" and {number(len(figures) - _NEAR)} more" if len(figures) > _NEAR else ""
    return "; there are: " + ", ".join(named) + more
