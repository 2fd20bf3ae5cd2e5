"""How much one file may ask of the machine: the one place where these numbers are set.

A commune report has 20 to 200 thousand characters on 5 to 60 pages. Every limit leaves it plenty of room; what goes
beyond one is refused with a reason, and the rest of the run goes on.
"""

from __future__ import annotations

MEGABYTE = 1_000_000

MAX_FILE_BYTES = 20 * MEGABYTE
"""The largest file of text, HTML or a word processor."""

MAX_SCAN_BYTES = 100 * MEGABYTE
"""The largest PDF, picture or archive: pages of a scanner are pictures."""

MAX_TEXT_CHARS = 2_000_000
"""The longest text, ten times that of a very long report. Reading one of nothing but numbers takes a minute."""

MAX_PAGES = 400
"""The most pages of a PDF, or of a picture file with several."""

MAX_OCR_PAGES = 150
"""The most pages of one file that are sent through character recognition, at one to four seconds each."""

MAX_UNPACKED_BYTES = 200 * MEGABYTE
"""What an archive or a packed document may hold once unpacked, all entries together."""

MAX_ENTRY_BYTES = 60 * MEGABYTE
"""The same for one XML part of a packed document."""

MAX_ENTRIES = 2_000
"""The most entries of an archive or of a packed document."""

MAX_COLUMNS = 100
"""The most columns of a table; a cell that says it spans more is taken for one that spans so many."""

CHILD_BYTES = 1_500 * MEGABYTE
"""Address space of the process that reads a binary file; what it really uses is a tenth of that."""

CHILD_SECONDS = 60
"""Processor time of that process, and of each program that it starts."""

OCR_SECONDS = 900
"""Time by the clock for a file that may need character recognition."""

OCR_DPI = 300
MAX_PAGE_PIXELS = 40 * MEGABYTE
"""A larger page is recognised at a coarser resolution: A4 at 300 dpi has nine million."""
