"""The rows that each suite looks at, read from the candidate (and the reports' text) in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from expectations.result import ValidationError
from expectations.suites import CONTRACT, FOUND, MADE, Suite, load_suites
from expectations.text import account_for_digits, shown_number, texts_at_spans

_PLAIN = {
    "minuend": "from",
    "subtrahend": "less",
    "numerator": "count",
    "denominator": "of",
    "current": "now",
    "prior": "before",
    "unit_price": "price",
}
"""Words for the parts that figures play in a check, where the code is no word of everyday use."""

_BATCH = 200
"""Reports whose text is fetched at a time."""


@contextmanager
def open_candidate(candidate: Path, working_db: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The candidate, read-only, with what the frames need beside it.

    Temporary views: ``promised_columns`` (the contract against the file) and ``report_texts`` (report_id, text), from
    the working database where one is given, else from the candidate if it carries the text.
    Raises ValidationError if a file cannot be opened.
    """
    try:
        connection = duckdb.connect(str(candidate), read_only=True)
    except duckdb.Error as error:
        raise ValidationError(f"{candidate} cannot be opened to be checked: {_first_line(error)}") from error
    with connection:
        if working_db is not None:
            try:
                connection.execute(f"attach {_text(str(working_db))} as working (read_only)")
            except duckdb.Error as error:
                raise ValidationError(
                    f"the text of the reports could not be read from {working_db}: {_first_line(error)}"
                ) from error
        _make_views(connection, working_db is not None)
        yield connection


def missing_columns(connection: duckdb.DuckDBPyConnection) -> bool:
    """Does the file lack any column that readers were promised?"""
    row = connection.execute("select count(*) from promised_columns where column_found is null").fetchone()
    return row is not None and row[0] > 0


def suites_to_ask(connection: duckdb.DuckDBPyConnection) -> list[Suite]:
    """All suites; of a file that lacks columns only the one that says which: nothing else can be asked of it."""
    shape_broken = missing_columns(connection)
    return [suite for suite in load_suites() if suite.name == CONTRACT or not shape_broken]


def read_frame(connection: duckdb.DuckDBPyConnection, suite: Suite) -> Any:
    """The rows of a suite as a pandas frame with exactly the columns that its checks and evidence need."""
    references, needed = suite.references, suite.needed
    made = {column + FOUND for column in references} | MADE.keys()
    sources = [source for name in needed if name in MADE for source in MADE[name]]
    plain = dict.fromkeys([*(name for name in needed if name not in made), *sources])
    picked = [f"q.{name}" for name in plain]
    joins = []
    for place, (column, target) in enumerate(references.items()):
        table, key = target.split(".")
        picked.append(f"r{place}.key as {column}{FOUND}")
        joins.append(
            f"left join (select distinct {key} as key from marts.{table}) as r{place} on q.{column} = r{place}.key"
        )
    frame = connection.execute(f"select {', '.join(picked)} from ({suite.frame}) as q {' '.join(joins)}").df()
    if "text_at_span" in needed:
        _add_text_at_span(connection, frame)
    if "digits_missing" in needed:
        _add_digit_accounts(connection, frame)
    if "terms" in needed:
        frame["terms"] = [_tell_terms(terms) for terms in frame["terms"]]
    return frame


def text_batches(connection: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[str, str]]]:
    """report_id and decoded text by report_id, a few reports at a time: they need not all fit in memory."""
    last = ""
    while batch := connection.execute(
        "select report_id, text from report_texts where report_id > ? and text is not null order by report_id limit ?",
        [last, _BATCH],
    ).fetchall():
        yield batch
        last = batch[-1][0]


def _make_views(connection: duckdb.DuckDBPyConnection, has_working: bool) -> None:
    promised = [(suite.name, column) for suite in load_suites() for column in suite.columns]
    connection.execute("create temp table promised (table_name varchar, column_name varchar)")
    connection.execute("insert into promised select unnest(?), unnest(?)", list(zip(*promised, strict=True)))
    connection.execute(
        """
        create temp view promised_columns as
        select p.table_name, p.column_name, c.column_name as column_found
        from promised as p
        left join duckdb_columns() as c
            on
                c.database_name = current_database() and c.schema_name = 'marts'
                and c.table_name = p.table_name and c.column_name = p.column_name
        """
    )
    if has_working:
        texts = "select report_id, text from working.raw.reports"
    elif _has_column(connection, "dim_reports", "text"):
        texts = "select report_id, text from marts.dim_reports"
    else:
        texts = "select null::varchar as report_id, null::varchar as text where false"
    connection.execute(f"create temp view report_texts as {texts}")


def _has_column(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    found = connection.execute(
        "select 1 from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'marts' and table_name = ? and column_name = ?",
        [table, column],
    ).fetchone()
    return found is not None


def _add_text_at_span(connection: duckdb.DuckDBPyConnection, frame: Any) -> None:
    keys = [_known(value) for value in frame["report_id"]]
    spans = zip(_whole(frame["char_start"]), _whole(frame["char_end"]), strict=True)
    frame["text_at_span"] = texts_at_spans(keys, list(spans), chain.from_iterable(text_batches(connection)))


def _add_digit_accounts(connection: duckdb.DuckDBPyConnection, frame: Any) -> None:
    found = {}
    for batch in text_batches(connection):
        ledger: dict[str, list[tuple[int, int]]] = {}
        for report_id, start, end in connection.execute(
            "select report_id, char_start, char_end from marts.fct_number_tokens "
            "where report_id between ? and ? and char_start is not null and char_end is not null",
            [batch[0][0], batch[-1][0]],
        ).fetchall():
            ledger.setdefault(report_id, []).append((start, end))
        for report_id, text in batch:
            found[report_id] = account_for_digits(text, ledger.get(report_id, ()))
    rows = [found.get(key) for key in frame["report_id"]]
    frame["digits_printed"] = [row and row.printed for row in rows]
    frame["digits_missing"] = [row and row.missing for row in rows]
    frame["digits_surplus"] = [row and row.surplus for row in rows]
    frame["unaccounted"] = [row.example if row else "the text of the report is not at hand" for row in rows]


def _tell_terms(terms: Any) -> str | None:
    """``total 70; from 500; less 430``, from a list of role and value; None where there is no list."""
    if not hasattr(terms, "__len__"):
        return None
    return "; ".join(f"{_PLAIN.get(term['role'], term['role'])} {shown_number(term['value'])}" for term in terms)


def _known(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _whole(column: Any) -> list[int | None]:
    return [None if absent else int(value) for value, absent in zip(column, column.isna(), strict=True)]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
