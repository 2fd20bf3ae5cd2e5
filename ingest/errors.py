"""Errors that a user meets: each says what is wrong, where, and what to do."""

from __future__ import annotations


class SoxaError(Exception):
    """Base of every error of this project; its text is one or two plain sentences, fit to print."""


class RefusedFile(SoxaError):  # noqa: N818 (not a fault of the program: the file is turned away)
    """A file that cannot be read as a report. ``code`` is stable, ``message`` is for a clerk."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
