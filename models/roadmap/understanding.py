"""A printed row → a task: each cell understood, each doubt said aloud."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor, Level
from models.domain.scopes import propose_scope
from models.language.executors import Executors, read_executors
from models.language.frequency import frequency_in
from models.language.kinds import read_kind
from models.language.links import find_links
from models.language.lookalikes import mend, squeeze
from models.language.mentions import read_mentions
from models.language.persons import People, Roles, read_people
from models.language.schools import all_schools, named_schools
from models.language.timing import PlanYear, Timing, TimingDoubt, read_timing
from models.roadmap.draft import Column, Doubt, DraftTask, Json, period_json
from models.roadmap.rows import JOINT, PrintedRow

_MARK = re.compile(r"\s*\*+\)?")
_SINCE = re.compile(r"^со?\s+")
_UNTIL = re.compile(r"^(?:по|до)\s+")
_MARK_AT_END = re.compile(r"\*+\)?[\s.;]*$")


@dataclass(frozen=True, slots=True)
class Shared:
    """What all rows of one map share.

    `marked`: it marks rows for participants of the project alone; `spanning`: its two columns of timing are the first
    and the last day; `roles`: what the document makes of the people it names.
    """

    plan: PlanYear
    level: Level
    columns: tuple[Column, ...]
    marked: bool
    spanning: bool
    roles: Roles


@dataclass(frozen=True, slots=True)
class _Acting:
    """Who acts, by the executor cell."""

    executors: Executors
    people: People | None

    @property
    def resolved(self) -> tuple[Executor, ...]:
        return self.executors.codes if self.people is None else self.people.resolved


def read_row(row: PrintedRow, shared: Shared) -> DraftTask:
    """Understand one row."""
    text = mend(_MARK.sub("", row.cell(Column.TEXT)))
    indicator = mend(_MARK.sub("", row.cell(Column.INDICATOR))) or None
    timing = read_timing(_timing_words(row, shared), shared.plan)
    acting = _acting(row, shared)
    mentions = read_mentions(text) if acting is None else None
    kind = read_kind(text, indicator)
    people = None if acting is None else acting.people
    return DraftTask(
        number=row.number or "",
        section=None if row.section is None else mend(row.section),
        text=text,
        timing_raw=mend(row.cell(Column.TIMING)),
        periods=timing.periods,
        frequency_in_text=_frequency(timing, text, indicator),
        executors_raw=None if acting is None else mend(row.cell(Column.EXECUTORS)),
        executors=None if acting is None else acting.executors.codes,
        mentions=mentions,
        schools=_schools(row, text),
        indicator=indicator,
        kind=kind,
        links=find_links(" ".join((text, indicator or "", squeeze(row.cell(Column.LINKS))))),
        project_only=bool(_MARK_AT_END.search(row.cell(Column.TEXT))) if shared.marked else None,
        scope=propose_scope(shared.level, None if acting is None else acting.resolved, mentions, kind),
        doubts=(*row.doubts, *_timing_doubts(timing), *_executor_doubts(acting, row.cell(Column.EXECUTORS))),
        persons=() if people is None else people.persons,
        executors_resolved=None if people is None else people.resolved,
        schools_all=all_schools(row.cell(Column.SCHOOLS)) or all_schools(row.cell(Column.EXECUTORS)),
    )


def _timing_words(row: PrintedRow, shared: Shared) -> str:
    cell = row.cell(Column.TIMING)
    if not shared.spanning:
        return cell.replace(JOINT, "; ")
    first, joint, last = (part.strip() for part in cell.partition(JOINT))
    if joint and _SINCE.match(first):
        return f"{first} по {_UNTIL.sub('', last)}"
    if joint:
        return f"{first} - {_UNTIL.sub('', last)}"
    if row.ends_only:
        return f"до {_UNTIL.sub('', cell)}"
    return _since(cell, shared.plan) if row.starts_only else cell


def _since(cell: str, plan: PlanYear) -> str:
    """A first day without a last one is no day of its own: said so, the grammar doubts it."""
    words = f"с {_SINCE.sub('', cell)}"
    open_ended = any(doubt.reason is DoubtReason.OPEN_ENDED for doubt in read_timing(words, plan).doubts)
    return words if open_ended else cell


def _acting(row: PrintedRow, shared: Shared) -> _Acting | None:
    if Column.EXECUTORS not in shared.columns:
        return None
    cell = row.cell(Column.EXECUTORS).replace(JOINT, "\n")
    people = read_people(cell, shared.roles)
    return _Acting(read_executors(cell if people is None else people.others), people)


def _frequency(timing: Timing, text: str, indicator: str | None) -> str | None:
    if any(period.rrule for period in timing.periods):
        return None
    said = frequency_in(text, indicator)
    return said.rule if said is not None else None


def _schools(row: PrintedRow, text: str) -> tuple[str, ...]:
    column = row.cell(Column.SCHOOLS)
    return named_schools(" ".join(part for part in (text, squeeze(column)) if part))


def _timing_doubts(timing: Timing) -> Iterator[Doubt]:
    for doubt in timing.doubts:
        yield Doubt(DoubtField.TIMING, doubt.reason, doubt.words, _period_choices(doubt))


def _period_choices(doubt: TimingDoubt) -> tuple[Json, ...]:
    readings = dict.fromkeys(doubt.choices)
    return tuple([period_json(period) for period in reading] for reading in readings)


def _executor_doubts(acting: _Acting | None, cell: str) -> Iterator[Doubt]:
    if acting is None:
        return
    read, people = acting.executors, acting.people
    unknown = (*(people.unknown if people is not None else ()), *read.unknown)
    if not cell.strip(" \n-–—"):
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.MISSING, "", _LIKELY)
    elif unknown:
        known = [list(acting.resolved)] if acting.resolved else []
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.WORDS_UNKNOWN, "; ".join(unknown), (*known, *_LIKELY))
    elif read.otherwise is not None:
        choices = (list(read.codes), list(read.otherwise))
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.AMBIGUOUS, squeeze(cell), choices)


_LIKELY: tuple[list[Executor], ...] = (
    [Executor.SCHOOL],
    [Executor.CURATOR],
    [Executor.MUNICIPAL_COORDINATOR],
    [Executor.MUNICIPAL_AUTHORITY],
)
"""Ready answers to «who does this?»."""
