"""What a report has said of names so far: who holds an office, what is a place, who was named before."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """A person in a passage; from ``shown`` on it can be told from other words: "ông Sáu" is a man, "Sáu" is six."""

    shown: int
    start: int
    end: int
    cued: bool


@dataclass(slots=True)
class Known:
    """What the report has said of names so far: who holds an office, what is a place, who is a private person."""

    officials: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    given: dict[str, int] = field(default_factory=dict)
    """Given names of people → the passage that named them last, of ``passages`` read so far."""
    passages: int = 0

    def add_person(self, name: str) -> None:
        """Remember a name of two words and more, and the word of it by which people are told of again.

        It is the last one, in the highlands the one before the clan: Y Khoan Ayŭn is Khoan.
        """
        first, _, rest = name.partition(" ")
        if rest:
            self.people.add(name)
            self.given[rest.split(" ")[0 if first == "y" else -1]] = self.passages
