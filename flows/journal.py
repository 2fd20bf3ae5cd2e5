"""What happened, as one JSON object a line in ``logs/soxa.jsonl`` of the warehouse: quiet, and made for machines."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler

from warehouse.paths import Warehouse
from warehouse.settings import settings

_LOGGER = logging.getLogger("soxa")
_LOGGER.propagate = False
_FILE_BYTES, _FILES = 5_000_000, 4


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.getMessage(),
            "process": record.process,
            **getattr(record, "fields", {}),
        }
        return json.dumps(said, ensure_ascii=False, default=str)


class _Quiet(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A full disk is told by the run itself."""


def open_journal(place: Warehouse) -> None:
    """Write from now on into the journal of this warehouse. A journal that cannot be written stops nothing."""
    close_journal()
    try:
        place.logs.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(
            place.logs / "soxa.jsonl", maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(_AsJson())
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(settings().log_level)


def close_journal() -> None:
    """Let go of the file."""
    for handler in list(_LOGGER.handlers):
        _LOGGER.removeHandler(handler)
        handler.close()


def note(event: str, level: str = "INFO", **fields: object) -> None:
    """Write down that something happened."""
    _LOGGER.log(logging.getLevelNamesMapping()[level], event, extra={"fields": fields})
