"""What the reader gives back: a road map that nobody has checked yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Kind, Level, Marking, NoteKind, Period, Relative, Scope
from models.language.timing_pieces import PlanYear

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

__all__ = ["Column", "Doubt", "DoubtField", "DoubtReason", "Draft", "DraftTask", "period_from_json", "period_json"]


class Column(StrEnum):
    """What a column of the table holds."""

    NUMBER = "number"
    TEXT = "text"
    TIMING = "timing"
    EXECUTORS = "executors"
    INDICATOR = "indicator"
    LINKS = "links"
    SCHOOLS = "schools"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is not sure of: the order's own words, and ready answers.

    Each choice has the JSON shape of its field: a list of periods for `timing`, of codes for `executors` and
    `mentions`, of names for `schools`, a word for the others.
    """

    field: DoubtField
    reason: DoubtReason
    words: str
    choices: tuple[Json, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Give the doubt as JSON values."""
        return {"field": self.field, "reason": self.reason, "words": self.words, "choices": list(self.choices)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Doubt":
        """Take back what `to_json` gave."""
        return cls(
            DoubtField(values["field"]), DoubtReason(values["reason"]), values["words"], tuple(values["choices"])
        )


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One printed row. `executors` is None where the map has no such column; then `mentions` is not."""

    number: str
    section: str | None
    text: str
    timing_raw: str
    periods: tuple[Period, ...]
    frequency_in_text: str | None
    executors_raw: str | None
    executors: tuple[Executor, ...] | None
    mentions: tuple[Executor, ...] | None
    schools: tuple[str, ...]
    indicator: str | None
    kind: Kind
    links: tuple[str, ...]
    project_only: bool | None
    scope: Scope
    doubts: tuple[Doubt, ...] = ()
    persons: tuple[str, ...] = ()
    """People named as executors, as printed."""
    executors_resolved: tuple[Executor, ...] | None = None
    """The executors once those people are replaced by the roles the document gives them; None without people."""
    schools_all: bool = False
    """Whether the row means every school of the plan."""
    needs_document: bool | None = None
    """Whether it is executed by a document, once the coordinator has said so."""
    marking: Marking | None = None
    """How its occurrences are marked, once the coordinator has said so."""

    @property
    def acting(self) -> tuple[Executor, ...]:
        """Those who act: by the executor cell, its people replaced by their roles, or else by the words."""
        named = self.executors if self.executors_resolved is None else self.executors_resolved
        return (self.mentions or ()) if named is None else named

    def to_json(self) -> dict[str, Json]:
        """Give the row as JSON values, in the order of the printed schema."""
        return {
            "number": self.number,
            "section": self.section,
            "text": self.text,
            "timing_raw": self.timing_raw,
            "periods": [period_json(period) for period in self.periods],
            "frequency_in_text": self.frequency_in_text,
            "executors_raw": self.executors_raw,
            "executors": None if self.executors is None else list(self.executors),
            "mentions": None if self.mentions is None else list(self.mentions),
            "schools": list(self.schools),
            "indicator": self.indicator,
            "kind": self.kind,
            "links": list(self.links),
            "project_only": self.project_only,
            "scope": self.scope,
            "doubts": [doubt.to_json() for doubt in self.doubts],
            "persons": list(self.persons),
            "executors_resolved": None if self.executors_resolved is None else list(self.executors_resolved),
            "schools_all": self.schools_all,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "DraftTask":
        """Take back what `to_json` gave."""
        return cls(
            number=values["number"],
            section=values["section"],
            text=values["text"],
            timing_raw=values["timing_raw"],
            periods=tuple(period_from_json(period) for period in values["periods"]),
            frequency_in_text=values["frequency_in_text"],
            executors_raw=values["executors_raw"],
            executors=_codes(values["executors"]),
            mentions=_codes(values["mentions"]),
            schools=tuple(values["schools"]),
            indicator=values["indicator"],
            kind=Kind(values["kind"]),
            links=tuple(values["links"]),
            project_only=values["project_only"],
            scope=Scope(values["scope"]),
            doubts=tuple(Doubt.from_json(doubt) for doubt in values["doubts"]),
            persons=tuple(values.get("persons", ())),
            executors_resolved=_codes(values.get("executors_resolved")),
            schools_all=values.get("schools_all", False),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A road map as read. `year` is the one undated cells belong to (of a school year, the first)."""

    title: str
    year: int
    territory: str | None
    level: Level
    columns: tuple[Column, ...]
    tasks: tuple[DraftTask, ...]
    school_year: bool = False
    """Whether the map is for a school year: it begins in September of `year`."""
    left_aside: tuple[str, ...] = ()
    """The first lines of tables below the map that may hold measures, and whose columns could not be told."""

    @property
    def plan(self) -> PlanYear:
        """The year that words of timing typed in later belong to."""
        return PlanYear(self.year, school=self.school_year)

    @property
    def doubted(self) -> tuple[DraftTask, ...]:
        """The rows a person has to look at."""
        return tuple(task for task in self.tasks if task.doubts)

    def to_json(self) -> dict[str, Json]:
        """Give the draft as JSON values: `document` and `tasks`; what few documents have is left out of the others."""
        rare: dict[str, Json] = {"school_year": True} if self.school_year else {}
        rare |= {"left_aside": list(self.left_aside)} if self.left_aside else {}
        return {
            "document": {
                "title": self.title,
                "year": self.year,
                "territory": self.territory,
                "level": self.level,
                "columns": list(self.columns),
                **rare,
            },
            "tasks": [task.to_json() for task in self.tasks],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Draft":
        """Take back what `to_json` gave."""
        document = values["document"]
        return cls(
            title=document["title"],
            year=document["year"],
            territory=document["territory"],
            level=Level(document["level"]),
            columns=tuple(Column(column) for column in document["columns"]),
            tasks=tuple(DraftTask.from_json(task) for task in values["tasks"]),
            school_year=document.get("school_year", False),
            left_aside=tuple(document.get("left_aside", ())),
        )


def period_json(period: Period) -> dict[str, Json]:
    """Give a period as JSON values; what only some periods have is left out where it is absent."""
    values: dict[str, Json] = {
        "start": _iso(period.start),
        "end": _iso(period.end),
        "rrule": period.rrule,
        "label": period.label,
    }
    rare: dict[str, Json] = {
        "note": period.note,
        "note_kind": period.note_kind,
        "relative": None if period.relative is None else _relative_json(period.relative),
        "time": period.time,
        "times": period.times,
    }
    return values | {name: value for name, value in rare.items() if value is not None}


def period_from_json(values: Mapping[str, Any]) -> Period:
    """Take back what `period_json` gave."""
    note_kind, relative = values.get("note_kind"), values.get("relative")
    return Period(
        start=_day(values["start"]),
        end=_day(values["end"]),
        rrule=values["rrule"],
        label=values["label"],
        note=values.get("note"),
        note_kind=None if note_kind is None else NoteKind(note_kind),
        relative=None if relative is None else Relative(**relative),
        time=values.get("time"),
        times=values.get("times"),
    )


def _relative_json(relative: Relative) -> dict[str, Json]:
    return {
        "offset": relative.offset,
        "unit": relative.unit,
        "direction": relative.direction,
        "anchor": relative.anchor,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _codes(values: Sequence[str] | None) -> tuple[Executor, ...] | None:
    return None if values is None else tuple(Executor(value) for value in values)
