"""The definitions: one TOML file per mart, with the rows to look at and what is expected of them.

A check is one line of ``promises`` (a break stops publishing) or ``findings`` (a break is published):
``expect`` is the expectation's name in Great Expectations, ``says`` the promise in plain words, and the rest its
arguments. Three keys are read here:

- ``refers_to = "dim_reports.report_id"``: the column's value must stand in that column of another mart;
- ``code_list = "unit"``: the column's values must stand in that list of ``code_lists.toml``;
- ``where = { kind = "quantity" }``: only the rows in which the column has that value are looked at.

``frame`` is the SQL of the rows, over the schema ``marts``; without it they are those of the mart.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from expectations.result import Kind

_HERE = Path(__file__).parent
_CODE_LISTS = _HERE.parent / "code_lists.toml"

_READ_HERE = frozenset({"expect", "says", "where", "refers_to", "code_list"})

FOUND = "__found"
"""Suffix of the helper column that holds what a reference was found to point at."""

CONTRACT = "contract"
"""The suite of what must be there at all."""

ARITHMETIC = "report_arithmetic"
"""The suite of findings: what the reports themselves claim to add up."""

MADE = {
    "text_at_span": ("report_id", "char_start", "char_end"),
    "digits_printed": ("report_id",),
    "digits_missing": ("report_id",),
    "digits_surplus": ("report_id",),
    "unaccounted": ("report_id",),
}
"""Columns that ``frames`` works out from the reports' text, and the columns that they are made from."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation; ``arguments`` go to Great Expectations as they are."""

    expect: str
    says: str
    kind: Kind
    arguments: Mapping[str, Any]
    where: Mapping[str, str] = field(default_factory=dict)
    refers_to: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        names = [self.arguments[key] for key in ("column", "column_A", "column_B") if key in self.arguments]
        return (*names, *self.arguments.get("column_list", ()), *self.where)

    @property
    def title(self) -> str:
        """The expectation and its columns: ``expect_column_values_to_be_unique(figure_id)``."""
        shown = [name for name in self.columns if not name.endswith(FOUND) and name not in self.where]
        return f"{self.expect}({', '.join(shown)})" if shown else self.expect


@dataclass(frozen=True, slots=True)
class Suite:
    """What is expected of one mart, or of one way to look at several."""

    name: str
    about: str
    frame: str
    evidence: tuple[str, ...]  # columns shown of every broken row
    checks: tuple[Check, ...]
    columns: tuple[str, ...]  # what the mart promises to have; empty where the suite is no mart of its own

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the frame must have, in order, each once."""
        wanted = (*self.evidence, *(column for check in self.checks for column in check.columns))
        return tuple(dict.fromkeys(wanted))

    def shown(self, check: Check) -> tuple[str, ...]:
        """Columns shown of a row that breaks a check: the evidence and what the check looked at.

        What a finding about arithmetic looks at is the verdict on a claim; the claim itself is the evidence.
        """
        looked_at = [column for column in check.columns if not column.endswith(FOUND) and self.name != ARITHMETIC]
        return tuple(dict.fromkeys((*self.evidence, *looked_at)))

    @property
    def references(self) -> dict[str, str]:
        """Column to the ``table.column`` that it refers to."""
        return {check.arguments["column_list"][0]: check.refers_to for check in self.checks if check.refers_to}


@cache
def code_lists() -> dict[str, list[str]]:
    """The code lists by name."""
    lists: dict[str, Any] = tomllib.loads(_CODE_LISTS.read_text(encoding="utf-8"))
    return {name: listed if isinstance(listed, list) else _catalogued(**listed) for name, listed in lists.items()}


def _catalogued(
    file: str,
    column: str,
    where: Mapping[str, str] = MappingProxyType({}),
    apart_from: Sequence[str] = (),
    besides: Sequence[str] = (),
) -> list[str]:
    """The values of a column of a CSV file of the project, each once, in the order of the file."""
    with (_HERE.parent.parent / file).open(encoding="utf-8", newline="") as handle:
        found = [row[column] for row in csv.DictReader(handle) if where.items() <= row.items()]
    return list(dict.fromkeys([*(value for value in found if value and value not in apart_from), *besides]))


@cache
def load_suites() -> tuple[Suite, ...]:
    """All suites: the contract first, then the marts by name, then the reports' own arithmetic."""
    files = sorted(_HERE.glob("*.toml"))
    suites = [_suite(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in files]
    return tuple(sorted(suites, key=lambda suite: (suite.name == ARITHMETIC, bool(suite.columns), suite.name)))


def _suite(name: str, data: dict[str, Any]) -> Suite:
    checks = [_check(line, "promise") for line in data.get("promises", [])]
    checks += [_check(line, "finding") for line in data.get("findings", [])]
    return Suite(
        name=name,
        about=data["about"],
        frame=data.get("frame", f"select * from marts.{name}").strip(),
        evidence=tuple(data["evidence"]),
        checks=tuple(checks),
        columns=tuple(data.get("columns", [])),
    )


def _check(line: dict[str, Any], kind: Kind) -> Check:
    arguments = {key: value for key, value in line.items() if key not in _READ_HERE}
    refers_to = line.get("refers_to")
    if refers_to:
        column = arguments.pop("column")
        arguments["column_list"] = [column, column + FOUND]
    if "code_list" in line:
        arguments["value_set"] = code_lists()[line["code_list"]]
    return Check(line["expect"], line["says"], kind, arguments, line.get("where", {}), refers_to)
