"""The command as tests call it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows import cli


@dataclass(frozen=True, slots=True)
class Told:
    """What a command gave back."""

    code: int
    out: str
    err: str


Soxa = Callable[..., Told]


def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Soxa:
    """The command as a user calls it, inside this process."""

    def call(*arguments: str | Path) -> Told:
        monkeypatch.setattr(sys, "argv", ["soxa", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        told = capsys.readouterr()
        return Told(int(left.value.code or 0), told.out, told.err)

    return call
