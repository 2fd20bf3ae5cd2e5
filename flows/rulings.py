"""What people found on looking at figures: ``dbt_project/seeds/rulings.csv``, read, held against its rules, added to.

A ruling says what a report says; what it should have said is nobody's to rule on. Whether a ruling still fits the text
is the matter of dbt (``int_rulings``), which has the text.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from expectations.suites import code_lists
from warehouse.errors import ReasonedError
from warehouse.paths import DBT_PROJECT, shown

Kind = Literal["wrong_value", "unreadable", "wrong_code", "not_a_figure", "confirmed"]
_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_PERIOD = r"^\d{4}(?:-(?:H[12]|(?:[1-9]|1[0-2])M|Q[1-4]|0[1-9]|1[0-2]))?$"
_OF_VALUE = ("value", "value_max", "unit", "role", "period")
_OF_CODE = ("domain", "fact_table", "code", "second_code", "scope", "scenario")
_SCOPES = {"population": "residence", "security": "incident_measure"}
"""Code list of the scopes of a fact table; those of budget and procedures are not listed."""


class RulingsError(ReasonedError):
    """The file of rulings breaks its own rules; ``reasons`` names the lines."""


class Ruling(BaseModel):
    """One row. Spans are half-open, in the decoded text; ``printed`` is what stands there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    char_start: int = Field(ge=0)
    char_end: int = Field(gt=0)
    printed: str = Field(min_length=1)
    ruling: Kind
    value: Decimal | None = Field(default=None, max_digits=38, decimal_places=6)
    value_max: Decimal | None = Field(default=None, max_digits=38, decimal_places=6)
    unit: str | None = None
    role: str | None = None
    period: str | None = Field(default=None, pattern=_PERIOD)
    domain: str | None = None
    fact_table: str | None = None
    code: str | None = None
    second_code: str | None = None
    scope: str | None = None
    scenario: str | None = None
    ruled_by: _Words
    ruled_on: date
    reason: _Words

    @model_validator(mode="after")
    def _columns_fit_the_kind(self) -> Self:
        of_value, of_code = self._given(_OF_VALUE), self._given(_OF_CODE)
        if self.ruling == "wrong_value" and not of_value:
            raise ValueError(f"wrong_value says what is right: fill one of {', '.join(_OF_VALUE)}")
        if of_value and self.ruling != "wrong_value":
            raise ValueError(f"{', '.join(of_value)} belongs to wrong_value; leave it empty for {self.ruling}")
        if of_code and self.ruling != "wrong_code":
            raise ValueError(f"{', '.join(of_code)} belongs to wrong_code; leave it empty for {self.ruling}")
        if (self.fact_table is None) != (self.code is None):
            raise ValueError("a code and its fact_table go together; leave both empty where no code is right")
        if self.code is None and self._given(("second_code", "scope", "scenario")):
            raise ValueError("second_code, scope and scenario say more of a code: there is none")
        if self.value is None and self.value_max is not None:
            raise ValueError("value_max is the upper end of a range: value is its lower one")
        if self.char_end <= self.char_start:
            raise ValueError("char_end lies behind char_start")
        return self

    @model_validator(mode="after")
    def _codes_are_known(self) -> Self:
        for column in ("unit", "role", "domain", "fact_table", "scenario"):
            _among(column, getattr(self, column), code_lists()[column])
        if self.fact_table is not None:
            known = [code for table, code in indicator_codes().values() if table == self.fact_table]
            _among("code", self.code, known)
            _among("second_code", self.second_code, known)
            if self.fact_table in _SCOPES:
                _among("scope", self.scope, code_lists()[_SCOPES[self.fact_table]])
        return self

    def _given(self, columns: Sequence[str]) -> list[str]:
        return [column for column in columns if getattr(self, column) is not None]


COLUMNS = tuple(Ruling.model_fields)


def rulings_file() -> Path:
    """The file of rulings of this installation."""
    return DBT_PROJECT / "seeds" / "rulings.csv"


@cache
def indicator_codes() -> dict[str, tuple[str, str]]:
    """Fact table and code within it, by the code among all indicators (``BUD_REV_TOTAL``)."""
    with (DBT_PROJECT / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["indicator_code"]: (row["fact_table"], row["fact_code"] or row["indicator_code"])
            for row in csv.DictReader(handle)
        }


def check_rulings() -> list[Ruling]:
    """All rulings, in the order of the file. Raises RulingsError with every line that breaks a rule."""
    return _parsed(_text())


def add_ruling(ruling: Ruling) -> int:
    """Write one more row; returns its line. Raises RulingsError if it does not go with those that are there."""
    text = _text()
    end = "\r\n" if "\r\n" in text else "\n"
    text += "" if text.endswith("\n") else end
    line = io.StringIO()
    row = {column: _cell(getattr(ruling, column)) for column in COLUMNS}
    csv.DictWriter(line, COLUMNS, lineterminator=end).writerow(row)
    _parsed(text + line.getvalue())
    rulings_file().write_text(text + line.getvalue(), encoding="utf-8", newline="")
    return text.count("\n") + 1


def _text() -> str:
    with rulings_file().open(encoding="utf-8-sig", newline="") as handle:
        return handle.read()


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return "" if value is None else str(value)


def _parsed(text: str) -> list[Ruling]:
    if "\r\n" in text and text.count("\n") > text.count("\r\n"):
        raise RulingsError(f"{shown(rulings_file())}: its lines end in two ways", ["save it once more in your editor"])
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise RulingsError(
            f"{shown(rulings_file())} has other columns than it should", [f"they are {','.join(COLUMNS)}"]
        )
    rulings, wrong = [], []
    kinds: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in reader:
        here = f"line {reader.line_num}"
        if None in row or None in row.values():
            wrong.append(f"{here}: it has {'more' if None in row else 'fewer'} cells than the first line has columns")
            continue
        try:
            ruling = Ruling.model_validate({name: cell or None for name, cell in row.items()})
        except ValidationError as error:
            wrong += [f"{here}: {in_words(one)}" for one in error.errors()]
            continue
        of_figure = kinds[ruling.source_sha256, ruling.char_start]
        of_figure.append(ruling.ruling)
        if len(of_figure) > 1 and sorted(of_figure) != ["wrong_code", "wrong_value"]:
            wrong.append(
                f"{here}: “{ruling.printed}” is ruled on twice ({' and '.join(of_figure)}): keep one of the rows"
            )
        rulings.append(ruling)
    if wrong:
        raise RulingsError(f"{shown(rulings_file())}: nothing was done, for it cannot be followed", wrong)
    return rulings


def in_words(error: Mapping[str, Any]) -> str:
    """What pydantic found wrong with a row, as a person would say it."""
    column = ".".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{column}: {message}, not {error['input']!r}" if column else message


def _among(column: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise ValueError(f"{column}: there is no {value!r}; it is one of {', '.join(known)}")
