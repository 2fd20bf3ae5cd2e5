"""Telling somebody that a run failed: by webhook or mail, as the settings say. Failing at that is noted, no more."""

from __future__ import annotations

import json
import smtplib
import socket
import urllib.request
from email.message import EmailMessage

from flows.journal import note
from warehouse.connection import first_line
from warehouse.errors import PublishBlockedError
from warehouse.paths import Warehouse
from warehouse.settings import settings

_PATIENCE_SECONDS = 10


def tell_failure(place: Warehouse, about: str, error: BaseException) -> None:
    """Send what failed, where, why, and what to do to whoever is to be told; ``about`` names the run."""
    told: dict[str, object] = {
        "run": about,
        "outcome": outcome_of(error),
        "message": first_line(error),
        "reasons": list(getattr(error, "reasons", ())),
        "warehouse": str(place.root),
        "machine": socket.gethostname(),
        "what_to_do": f"soxa doctor --warehouse {place.root}",
    }
    chosen = settings()
    for channel, address, send in (
        ("webhook", chosen.alert_webhook, _post),
        ("mail", chosen.alert_mail_to, _mail),
    ):
        if not address:
            continue
        try:
            send(address, told)
        except (OSError, ValueError, smtplib.SMTPException) as problem:
            note("alert_not_sent", level="ERROR", channel=channel, address=address, message=first_line(problem))


def outcome_of(error: BaseException) -> str:
    """What the diary calls a run that ended so."""
    return "blocked" if isinstance(error, PublishBlockedError) else "failed"


def _post(address: str, told: dict[str, object]) -> None:
    request = urllib.request.Request(
        address, json.dumps(told, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS):
        pass


def _mail(address: str, told: dict[str, object]) -> None:
    chosen = settings()
    message = EmailMessage()
    message["Subject"] = f"soxa: {told['run']} {told['outcome']}"
    message["From"], message["To"] = chosen.alert_mail_from, address
    message.set_content("\n".join(f"{name}: {value}" for name, value in told.items()))
    with smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=_PATIENCE_SECONDS) as server:
        server.send_message(message)
