"""A file → a draft: the whole way, in order."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from models.domain.doubts import DoubtField, DoubtReason
from models.domain.plan import Executor
from models.domain.scopes import propose_scope
from models.language.executors import Executors, read_executors
from models.language.frequency import frequency_in
from models.language.kinds import read_kind
from models.language.links import find_links
from models.language.lookalikes import mend, squeeze
from models.language.mentions import read_mentions
from models.language.schools import named_schools
from models.language.timing import PlanYear, Timing, TimingDoubt, read_timing
from models.roadmap.blocks import Block
from models.roadmap.draft import Column, Doubt, Draft, DraftTask, Json, period_json
from models.roadmap.finding import find_table
from models.roadmap.opening import open_blocks
from models.roadmap.refusals import NotRoadMap, YearMissing
from models.roadmap.rows import JOINT, PrintedRow, printed_rows
from models.roadmap.title import Place, find_place, find_title, find_year

_MARK = re.compile(r"\s*\*+\)?")
_MARK_AT_END = re.compile(r"\*+\)?[\s.;]*$")
_NOTE_OF_MARK = re.compile(r"^\s*\*.*(?:участни|проект)", re.IGNORECASE)


def read_roadmap(data: bytes, filename: str, *, year: int | None = None) -> Draft:
    """Read a road map; `year` answers YearMissing. Raises nothing but the reader's refusals."""
    return draft_of(open_blocks(data, filename), filename, year=year)


def draft_of(blocks: Sequence[Block], filename: str, *, year: int | None = None) -> Draft:
    """Understand a file's blocks; raises NotRoadMap and YearMissing."""
    found = find_table(blocks)
    if found is None:
        raise NotRoadMap(filename)
    printed = printed_rows(found.rows, found.kinds)
    if not _is_a_map(printed):
        raise NotRoadMap(filename)
    title = find_title(found.above)
    plan = PlanYear(year) if year else find_year(title, found.around, _cells(printed))
    if plan is None:
        raise YearMissing(filename)
    place = find_place(title, found.around)
    columns = tuple(kind for kind in found.kinds if kind is not None)
    reading = _Reading(plan, place, columns, marked=_uses_marks(printed, found.below), spanning=found.spanning)
    return Draft(
        title=title or _fallback_title(found.above, filename),
        year=plan.first,
        territory=place.territory,
        level=place.level,
        columns=columns,
        tasks=tuple(reading.task(row) for row in printed),
    )


def _is_a_map(rows: Sequence[PrintedRow]) -> bool:
    """A map has measures, and most of them have a timing or an executor."""
    told = sum(bool(row.cell(Column.TIMING) or row.cell(Column.EXECUTORS)) for row in rows if row.cell(Column.TEXT))
    return told > 0 and told * 2 >= len(rows)


def _cells(rows: Sequence[PrintedRow]) -> list[str]:
    return [row.cell(Column.TIMING) for row in rows]


def _fallback_title(above: Sequence[str], filename: str) -> str:
    return squeeze(above[-1]) if above else PurePath(filename).stem


def _uses_marks(rows: Sequence[PrintedRow], below: Sequence[str]) -> bool:
    explained = any(_NOTE_OF_MARK.match(text) for text in below)
    return explained and any("*" in row.cell(Column.TEXT) for row in rows)


class _Reading:
    """What all rows of one map share."""

    def __init__(
        self, plan: PlanYear, place: Place, columns: Sequence[Column], *, marked: bool, spanning: bool
    ) -> None:
        self._plan = plan
        self._level = place.level
        self._with_executors = Column.EXECUTORS in columns
        self._with_indicator = Column.INDICATOR in columns
        self._marked = marked
        self._between = " - " if spanning else "; "

    def task(self, row: PrintedRow) -> DraftTask:
        """Understand one row."""
        text = mend(_MARK.sub("", row.cell(Column.TEXT)))
        indicator = (mend(_MARK.sub("", row.cell(Column.INDICATOR))) or None) if self._with_indicator else None
        timing = read_timing(row.cell(Column.TIMING).replace(JOINT, self._between), self._plan)
        acting = read_executors(row.cell(Column.EXECUTORS).replace(JOINT, "\n")) if self._with_executors else None
        executors = None if acting is None else acting.codes
        mentions = read_mentions(text) if acting is None else None
        kind = read_kind(text, indicator)
        return DraftTask(
            number=row.number or "",
            section=None if row.section is None else mend(row.section),
            text=text,
            timing_raw=squeeze(row.cell(Column.TIMING)),
            periods=timing.periods,
            frequency_in_text=_frequency(timing, text, indicator),
            executors_raw=squeeze(row.cell(Column.EXECUTORS)) if self._with_executors else None,
            executors=executors,
            mentions=mentions,
            schools=_schools(row, text),
            indicator=indicator,
            kind=kind,
            links=find_links(" ".join((text, indicator or "", squeeze(row.cell(Column.LINKS))))),
            project_only=bool(_MARK_AT_END.search(row.cell(Column.TEXT))) if self._marked else None,
            scope=propose_scope(self._level, executors, mentions, kind),
            doubts=(*row.doubts, *_timing_doubts(timing), *_executor_doubts(acting, row.cell(Column.EXECUTORS))),
        )


def _frequency(timing: Timing, text: str, indicator: str | None) -> str | None:
    if any(period.rrule for period in timing.periods):
        return None
    return frequency_in(text, indicator)


def _schools(row: PrintedRow, text: str) -> tuple[str, ...]:
    column = row.cell(Column.SCHOOLS)
    return named_schools(" ".join(part for part in (text, squeeze(column)) if part))


def _timing_doubts(timing: Timing) -> Iterator[Doubt]:
    for doubt in timing.doubts:
        yield Doubt(DoubtField.TIMING, doubt.reason, doubt.words, _period_choices(doubt))


def _period_choices(doubt: TimingDoubt) -> tuple[Json, ...]:
    readings = dict.fromkeys(doubt.choices)
    return tuple([period_json(period) for period in reading] for reading in readings)


def _executor_doubts(acting: Executors | None, cell: str) -> Iterator[Doubt]:
    if acting is None:
        return
    if not cell.strip(" \n-–—"):
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.MISSING, "", _LIKELY)
    elif acting.unknown:
        known = [list(acting.codes)] if acting.codes else []
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.WORDS_UNKNOWN, "; ".join(acting.unknown), (*known, *_LIKELY))
    elif acting.otherwise is not None:
        choices = (list(acting.codes), list(acting.otherwise))
        yield Doubt(DoubtField.EXECUTORS, DoubtReason.AMBIGUOUS, squeeze(cell), choices)


_LIKELY: tuple[list[Executor], ...] = (
    [Executor.SCHOOL],
    [Executor.CURATOR],
    [Executor.MUNICIPAL_COORDINATOR],
    [Executor.MUNICIPAL_AUTHORITY],
)
"""Ready answers to «who does this?»."""
