"""What Prefect's UI shows of a run: what was read, what was found, what was refused, and where the Data Docs are."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact

from flows.report import RunReport
from warehouse.paths import Warehouse
from warehouse.settings import settings

_SHOWN = 50


def tell_run(report: RunReport, place: Warehouse) -> None:
    """Leave the artifact ``soxa-run`` with the run that is going on."""
    create_markdown_artifact(key="soxa-run", markdown=_markdown(report, place), description=f"Run {report.run_id}")


def _markdown(report: RunReport, place: Warehouse) -> str:
    lines = [
        f"## {report.outcome}",
        "",
        "| files | |",
        "|---|---:|",
        *(f"| {name} | {count} |" for name, count in report.counts().items()),
    ]
    if report.rows:
        lines += ["", "| table | rows |", "|---|---:|", *(f"| {name} | {rows} |" for name, rows in report.rows.items())]
        lines += ["", f"{report.broken_checks} sums and ratios of the reports themselves do not come out."]
    if report.refused:
        lines += ["", "| refused | why |", "|---|---|"]
        lines += [f"| {_plain(name)} | {_plain(why)} |" for name, why in report.refused[:_SHOWN]]
        if len(report.refused) > _SHOWN:
            lines.append(f"| and {len(report.refused) - _SHOWN} more | see fct_ingest_issues |")
    docs = report.docs or place.docs
    url = f"{settings().docs_url.rstrip('/')}/{docs.name}" if settings().docs_url else docs.as_uri()
    return "\n".join([*lines, "", f"[Data Docs]({url}/index.html) · snapshot `{place.published}`"])


def _plain(text: str) -> str:
    """File names and reasons quote what others wrote: none of it is markup here."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#!" else sign for sign in " ".join(text.split()))
