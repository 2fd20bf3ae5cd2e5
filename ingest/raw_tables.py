"""The raw schema of the working database; its columns are described in raw_tables.sql."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import duckdb


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the raw schema where it is not there yet."""
    connection.execute(files("ingest").joinpath("raw_tables.sql").read_text(encoding="utf-8"))


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is written inside is written as a whole or not at all."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
