"""Expectations in the terms of the field; importing this package makes them known to Great Expectations."""

from __future__ import annotations

from expectations.custom import arithmetic, places, tables

__all__ = ["arithmetic", "places", "tables"]
