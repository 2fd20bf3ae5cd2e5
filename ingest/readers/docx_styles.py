"""What the styles and the numbering of a Word document add to its paragraphs: heading levels, marks of lists."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.flow import fit

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc (?:[1-9]|heading)")
_BASED_ON_AT_MOST = 20
_HIGHEST = 10_000
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def value(node: Any) -> str:
    """The attribute val of an element; "" where there is no element or no attribute."""
    return "" if node is None else node.get(f"{NAMESPACE}val") or ""


def number(node: Any, otherwise: int) -> int:
    """The same as a small number."""
    text = value(node)
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def is_on(node: Any) -> bool:
    """Whether a switch is there and not switched off."""
    return node is not None and value(node) not in ("0", "false", "off")


class Styles:
    """Paragraph styles by their identity, each with what it is based on."""

    def __init__(self, part: Any) -> None:
        self._styles: dict[str, Any] = {}
        for style in part.iterchildren(f"{NAMESPACE}style") if part is not None else ():
            self._styles[style.get(f"{NAMESPACE}styleId") or ""] = style

    def properties(self, paragraph: Any) -> list[Any]:
        """The pPr of the paragraph itself, of its style and of what that is based on: the nearest comes first."""
        own = paragraph.find(f"{NAMESPACE}pPr")
        if own is None:
            return []
        found = [own]
        style = self._styles.get(value(own.find(f"{NAMESPACE}pStyle")))
        for _ in range(_BASED_ON_AT_MOST):  # a broken style may be based on itself
            if style is None:
                break
            properties = style.find(f"{NAMESPACE}pPr")
            if properties is not None:
                found.append(properties)
            style = self._styles.get(value(style.find(f"{NAMESPACE}basedOn")))
        return found

    def looks(self, run: Any) -> dict[str, Any]:
        """vanish, vertAlign and caps of a run, from itself or from its character style."""
        own = run.find(f"{NAMESPACE}rPr")
        if own is None:
            return {}
        style = self._styles.get(value(own.find(f"{NAMESPACE}rStyle")))
        styled = style.find(f"{NAMESPACE}rPr") if style is not None else None
        found = {}
        for name in ("vanish", "vertAlign", "caps"):
            for properties in (own, styled):
                look = properties.find(f"{NAMESPACE}{name}") if properties is not None else None
                if look is not None:
                    found[name] = look
                    break
        return found

    def heading_level(self, paragraph: Any) -> int:
        """1 to 9 for a heading, else 0."""
        for properties in self.properties(paragraph):
            outline = properties.find(f"{NAMESPACE}outlineLvl")
            if outline is not None:
                level = number(outline, _LEVELS)
                return level + 1 if level < _LEVELS else 0
        named = _HEADING.fullmatch(self._name(paragraph))
        return int(named[1]) if named else 0

    def is_contents(self, paragraph: Any) -> bool:
        """Whether the paragraph is a line of a table of contents: its page numbers are no figures."""
        return _CONTENTS.match(self._name(paragraph)) is not None

    def _name(self, paragraph: Any) -> str:
        style = self._styles.get(value(paragraph.find(f"{NAMESPACE}pPr/{NAMESPACE}pStyle")))
        return value(style.find(f"{NAMESPACE}name")).lower() if style is not None else ""


class Numbering:
    """Counts the lists of a document, because Word stores their marks nowhere."""

    def __init__(self, part: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Any]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        if part is None:
            return
        for scheme in part.iterchildren(f"{NAMESPACE}abstractNum"):
            levels = {
                int(level.get(f"{NAMESPACE}ilvl")): level
                for level in scheme.iterchildren(f"{NAMESPACE}lvl")
                if (level.get(f"{NAMESPACE}ilvl") or "x").isdecimal()
            }
            self._levels[scheme.get(f"{NAMESPACE}abstractNumId") or ""] = levels
        for one in part.iterchildren(f"{NAMESPACE}num"):
            self._lists[one.get(f"{NAMESPACE}numId") or ""] = value(one.find(f"{NAMESPACE}abstractNumId"))

    def mark(self, paragraph: Any) -> str:
        """The mark of the next item of its list, with a blank behind it; "" for what is no item."""
        list_id, level = "", None
        for properties in self._styles.properties(paragraph):
            listed = properties.find(f"{NAMESPACE}numPr")
            if listed is not None:
                list_id = list_id or value(listed.find(f"{NAMESPACE}numId"))
                level = level if level is not None else number(listed.find(f"{NAMESPACE}ilvl"), 0)
        scheme = self._lists.get(list_id, "")
        levels = self._levels.get(scheme, {})
        if level is None or level not in levels or level >= _LEVELS:
            return ""
        counts = self._counts.setdefault(scheme, [None] * _LEVELS)
        for at in range(level + 1):
            start = number(levels[at].find(f"{NAMESPACE}start"), 1) if at in levels else 1
            if at == level:
                before = counts[at]
                counts[at] = start if before is None else before + 1
            elif counts[at] is None:
                counts[at] = start
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._written(levels, level, counts)

    @staticmethod
    def _written(levels: dict[int, Any], level: int, counts: list[int | None]) -> str:
        kind = value(levels[level].find(f"{NAMESPACE}numFmt"))
        pattern = value(levels[level].find(f"{NAMESPACE}lvlText"))
        if kind == "none":
            return ""
        if kind == "bullet":
            # symbol fonts keep their bullets where no letters are
            shown = "".join("-" if "\ue000" <= char <= "\uf8ff" else char for char in pattern)
            return f"{fit(shown)} " if shown.strip() else ""

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return counted(counts[at] or 0, value(levels[at].find(f"{NAMESPACE}numFmt"))) if at in levels else ""

        text = re.sub(r"%([1-9])", one, pattern)
        return f"{fit(text)} " if text.strip() else ""


def counted(count: int, kind: str) -> str:
    """``count`` as lists write it: decimal, upperRoman, lowerLetter …"""
    if not 0 < count < _HIGHEST:
        return str(count)
    if kind.endswith("Roman"):
        text = ""
        for worth, letters in _ROMAN:
            text += letters * (count // worth)
            count %= worth
        return text.lower() if kind.startswith("lower") else text
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if kind.startswith("upper") else letter
    return f"{count:02d}" if kind == "decimalZero" else str(count)
