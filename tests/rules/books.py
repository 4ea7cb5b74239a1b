"""What stands in the tables, in the words of the plain model, so that the two can be laid side by side."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import Role
from models.domain.lifecycles import State, Verdict
from models.tables import (
    Assignment,
    Document,
    DocumentDecision,
    HelpRequest,
    MedkEntry,
    NotHeldRequest,
    StateChange,
    Visit,
    VisitCompanion,
)
from models.tables.base import columns, table_of
from tests.rules.plain import District, Duty

Line = tuple[int, Role | None, State, State, date | None, date, datetime, int | None]
"""Who, for whom, from, to, the day that stood, the day it happened, when it was entered, what it takes back."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is known of one assignment. Lines of journals name each other by their places."""

    state: State
    day: date | None
    medk: date | None
    journal: tuple[Line, ...]
    calls: tuple[tuple[int, bool, int | None, int | None], ...]
    """Who asked for help, whether it is open, who took it, who answered."""
    pleas: tuple[tuple[int, bool, bool | None, int | None], ...]
    """Who said that it is not held, whether that waits, what was decided, by whom."""
    papers: tuple[tuple[int, Verdict, int | None, bool], ...]
    """Who sent a version, what is said of it, by whom, whether it was opened."""
    ticks: tuple[tuple[int, date | None], ...]
    visit: tuple[date, int, frozenset[int]] | None
    """The day, who marked it, and who was there as well."""


@dataclass(frozen=True, slots=True)
class Books:
    """The pages by assignment, and under which numbers the database keeps their lines."""

    pages: dict[int, Page]
    changes: dict[int, list[int]]
    calls: dict[int, list[int]]
    pleas: dict[int, list[int]]
    papers: dict[int, list[int]]
    words: dict[int, list[tuple[int, int, int]]]
    """Of each task: the place of a version, the place of a word about it, and the number of that word."""


def to_the_millisecond(moment: datetime) -> datetime:
    """Within one deed the clock goes on by less."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def expected(district: District) -> dict[int, Page]:
    """The pages as the plain model has them."""
    return {key: _page(duty) for key, duty in district.duties.items()}


def _page(duty: Duty) -> Page:
    seen = duty.visit
    return Page(
        state=duty.state,
        day=duty.day,
        medk=duty.medk,
        journal=tuple(
            (one.person, one.behalf, one.was, one.to, one.was_day, one.happened, one.at, one.undoes)
            for one in duty.journal
        ),
        calls=tuple((one.asked_by, one.open, one.taken_by, one.answered_by) for one in duty.calls),
        pleas=tuple((one.asked_by, one.open, one.accepted, one.decided_by) for one in duty.pleas),
        papers=tuple((one.sent_by, one.verdict, one.decided_by, one.opened) for one in duty.papers),
        ticks=tuple((one.person, one.on) for one in duty.ticks),
        visit=(duty.day, seen.by, seen.others) if seen is not None and duty.day is not None else None,
    )


async def read(session: AsyncSession) -> Books:
    """The pages as they stand in the tables."""
    changes, calls, pleas, papers, ticks = [
        await _by_assignment(session, table)
        for table in (StateChange, HelpRequest, NotHeldRequest, Document, MedkEntry)
    ]
    visits = await _visits(session)
    pages = {
        row.id: Page(
            state=row.state,
            day=row.done_on,
            medk=row.medk_on,
            journal=_journal(changes.get(row.id, [])),
            calls=tuple(
                (one.asked_by_id, one.closed_at is None, one.taken_by_id, one.answered_by_id)
                for one in calls.get(row.id, [])
            ),
            pleas=tuple(
                (one.asked_by_id, one.closed_at is None and one.accepted is None, one.accepted, one.decided_by_id)
                for one in pleas.get(row.id, [])
            ),
            papers=tuple(
                (one.sent_by_id, one.verdict, one.decided_by_id, one.opened_at is not None)
                for one in papers.get(row.id, [])
            ),
            ticks=tuple((one.person_id, one.medk_on) for one in ticks.get(row.id, [])),
            visit=visits.get(row.id),
        )
        for row in await _all(session, _rows(Assignment))
    }
    return Books(
        pages=pages,
        changes=_numbers(changes),
        calls=_numbers(calls),
        pleas=_numbers(pleas),
        papers=_numbers(papers),
        words=await _words(session, papers),
    )


def _numbers(kept: dict[int, list[Any]]) -> dict[int, list[int]]:
    return {key: [one.id for one in rows] for key, rows in kept.items()}


async def _visits(session: AsyncSession) -> dict[int, tuple[date, int, frozenset[int]]]:
    joined = await _all(session, _rows(VisitCompanion))
    return {
        row.assignment_id: (row.visited_on, row.marked_by_id, _others(row, joined))
        for row in await _all(session, _rows(Visit))
    }


def _others(visit: Any, joined: list[Any]) -> frozenset[int]:
    """Who joined this very mark."""
    return frozenset(
        one.person_id for one in joined if one.assignment_id == visit.assignment_id and one.joined_at >= visit.marked_at
    )


async def _words(session: AsyncSession, papers: dict[int, list[Any]]) -> dict[int, list[tuple[int, int, int]]]:
    said: dict[int, list[int]] = {}
    for row in await _all(session, _rows(DocumentDecision).order_by(columns(DocumentDecision).id)):
        said.setdefault(row.document_id, []).append(row.id)
    return {
        key: [
            (version, place, number)
            for version, paper in enumerate(versions)
            for place, number in enumerate(said.get(paper.id, []))
        ]
        for key, versions in papers.items()
    }


def _rows(table: Any) -> Select[Any]:
    return select(table_of(table))


async def _all(session: AsyncSession, statement: Select[Any]) -> list[Any]:
    return list((await session.execute(statement)).all())


async def _by_assignment(session: AsyncSession, table: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in await _all(session, _rows(table).order_by(columns(table).id)):
        found.setdefault(row.assignment_id, []).append(row)
    return found


def _journal(rows: list[Any]) -> tuple[Line, ...]:
    places = {row.id: place for place, row in enumerate(rows)}
    return tuple(
        (
            row.person_id,
            row.on_behalf,
            row.from_state,
            row.to_state,
            row.from_day,
            row.happened_on,
            to_the_millisecond(row.entered_at),
            None if row.undoes_id is None else places[row.undoes_id],
        )
        for row in rows
    )
