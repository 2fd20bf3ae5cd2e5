"""Arguments that several commands share; what is not said on the command line is as the settings say."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Told(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"


def _configured(context: typer.Context, parameter: typer.CallbackParam, given: Path) -> Path:
    """What was not said on the command line is as the settings say."""
    source = context.get_parameter_source(parameter.name or "")
    if source is None or source.name != "DEFAULT":
        return given
    from warehouse.settings import settings

    return settings().inbox if parameter.name == "inbox" else settings().warehouse


WarehouseOption = Annotated[
    Path,
    typer.Option(
        "--warehouse",
        metavar="DIR",
        help="Folder of the warehouse.",
        show_default="warehouse/data",
        callback=_configured,
    ),
]
InboxArgument = Annotated[
    Path,
    typer.Argument(
        metavar="INBOX",
        help="Folder of reports (or one report).",
        show_default="the bundled samples",
        callback=_configured,
    ),
]
WaitOption = Annotated[
    float | None, typer.Option(min=0, help="Seconds to wait for another run to end.", show_default="0")
]
