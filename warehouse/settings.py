"""Every setting, in one place: what it means, what it is if nothing is said, and how it is said.

A flag of the command wins over the environment (``SOXA_KEEP_SNAPSHOTS=3``), which wins over the file ``soxa.toml`` in
the current folder, or the one that ``SOXA_CONFIG`` names (``keep_snapshots = 3``), which wins over what stands here.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from ingest.errors import SoxaError
from warehouse.paths import DEFAULT_WAREHOUSE, SAMPLES

CONFIG_VARIABLE = "SOXA_CONFIG"


class Settings(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(env_prefix="SOXA_", extra="forbid", frozen=True)

    warehouse: Path = Field(default=DEFAULT_WAREHOUSE, description="Folder of the warehouse.")
    inbox: Path = Field(default=SAMPLES, description="Folder of reports that runs and the watch look through.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What goes into logs/soxa.jsonl of the warehouse, one JSON object a line."
    )

    workers: int = Field(
        default=0, ge=0, description="Processes that read documents; 0: as many as there are processors."
    )
    batch: int = Field(default=40, ge=1, description="Documents that a process reads at a time.")
    lock_wait_seconds: float = Field(
        default=0,
        ge=0,
        description="How long a run waits for another one to end before it leaves; schedules wait ten minutes.",
    )
    increment_from: int = Field(
        default=20,
        ge=1,
        description="From this many reports on, new ones are built alone; below, all marts are built anew.",
    )
    increment_share: float = Field(
        default=0.1,
        gt=0,
        le=1,
        description="Up to this share of the reports held is built alone; beyond, all marts are.",
    )
    prefect: Literal["auto", "always"] = Field(
        default="auto",
        description="auto: a run of new reports alone starts no Prefect server of its own; always: every run does. "
        "Where PREFECT_API_URL is set, or `soxa serve` is up, runs are told there in either case.",
    )

    mask_names: bool = Field(
        default=True, description="Snapshots mask the names of private people in what they quote; false: as printed."
    )
    keep_snapshots: int = Field(default=7, ge=1, description="Published snapshots that are kept, the newest included.")
    keep_days: int = Field(default=30, ge=0, description="Older ones and their Data Docs go after this many days.")

    settle_seconds: float = Field(
        default=5,
        ge=0,
        description="A file of the inbox is complete once its size and time have stood still for so long.",
    )
    watch_seconds: float = Field(default=10, gt=0, description="How often the watch looks into the inbox.")
    serve_port: int = Field(
        default=4200, ge=1, le=65535, description="Port of the Prefect server of `soxa serve`, loopback."
    )
    run_cron: str = Field(default="*/15 * * * *", description="When `soxa serve` looks for new reports.")
    revalidate_cron: str = Field(default="30 2 * * 0", description="When it builds and checks everything anew.")
    prune_cron: str = Field(default="0 4 * * *", description="When it removes old snapshots and Data Docs.")
    timezone: str = Field(default="Asia/Ho_Chi_Minh", description="The time zone of these schedules.")

    alert_webhook: str = Field(
        default="", description="A failed or blocked run is POSTed here as JSON; empty: nobody is told."
    )
    alert_mail_to: str = Field(default="", description="Or mailed here, comma-separated.")
    alert_mail_from: str = Field(default="soxa@localhost", description="The sender of such mail.")
    smtp_host: str = Field(default="localhost", description="The mail server, without login.")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Its port.")
    docs_url: str = Field(
        default="", description="Where the Data Docs are served, for links; empty: a path of this machine."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (their names are pydantic's)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, file, in this order."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())


def config_file() -> Path:
    """The settings file, whether it is there or not."""
    return Path(os.environ.get(CONFIG_VARIABLE) or "soxa.toml")


@cache
def settings() -> Settings:
    """What holds for this process. Raises SoxaError, naming the setting, where one makes no sense."""
    if os.environ.get(CONFIG_VARIABLE) and not config_file().is_file():
        raise SoxaError(f"{CONFIG_VARIABLE} names {config_file()}, and there is no such file")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SoxaError(
            f"the setting {name} cannot be {first.get('input')!r} ({first['msg']}): mend it in {config_file()} or in "
            f"SOXA_{name.upper()}; `soxa settings` lists them all"
        ) from error
    except (SettingsError, ValueError) as error:
        raise SoxaError(f"{config_file()} cannot be read as settings: {error}") from error
