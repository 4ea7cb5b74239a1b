"""Filling the list of schools that take part."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Change, Changed, Outcome, SchoolOutcome
from models.domain.moments import local_day
from models.domain.plan import Level
from models.language.participants import SchoolLine
from models.queries.participations import (
    Joined,
    join_running,
    keep_school,
    leave_region,
    stand_in_list,
    standing_schools,
)
from models.queries.places import find_territory, keep_territory
from models.tables import AuditEntry, Territory
from models.work import Work

LIST_CHANGED = "school_list_changed"


async def add_schools(work: Work, lines: list[SchoolLine]) -> list[SchoolOutcome]:
    """Put the schools into the list, every line with its outcome; a line that is wrong stops none of the others.

    What a line corrects (a zone, a region, the project) is applied and told. A school that joins a running road map
    gets what is not yet due there; one that leaves the project loses what is open for the project alone.
    """
    said: dict[str, SchoolLine] = {}
    async with work:
        outcomes = [await _add(work, line, said) for line in lines]
        await work.commit()
    return outcomes


async def _add(work: Work, line: SchoolLine, said: dict[str, SchoolLine]) -> SchoolOutcome:
    wrong = (
        _mistake(line)
        or await _misplaced(work.session, line)
        or _contradiction(line, said.setdefault(line.territory, line))
    )
    if wrong is not None:
        return SchoolOutcome(line.line, line.school, wrong)
    place = await _place(work, line)
    session, today, in_project = work.session, local_day(work.now(), line.zone), bool(line.in_project)
    school, new = await keep_school(session, place.territory, line.school)
    changes = (*place.changes, *await stand_in_list(session, school, in_project, today))
    joined = place.joined + await join_running(session, place.territory, school, in_project, today, work.now())
    outcome = Outcome.ADDED if new else Outcome.CHANGED if changes else Outcome.SAME
    if changes:
        work.session.add(_entry(work, school.id, changes))
    return SchoolOutcome(line.line, school.name, outcome, joined.made, changes, joined.withdrawn)


def _entry(work: Work, school_id: int, changes: tuple[Change, ...]) -> AuditEntry:
    detail = {"changes": [[one.what, one.was, one.now] for one in changes]}
    return AuditEntry(at=work.now(), action=LIST_CHANGED, subject="school", subject_id=school_id, detail=detail)


def _mistake(line: SchoolLine) -> Outcome | None:
    if not line.territory or not line.school or not line.zone:
        return Outcome.INCOMPLETE
    if line.in_project is None:
        return Outcome.BAD_FLAG
    try:
        ZoneInfo(line.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Outcome.BAD_ZONE
    return None


async def _misplaced(session: AsyncSession, line: SchoolLine) -> Outcome | None:
    """Schools stand in municipalities, municipalities in regions; a name means one of both, never either."""
    territory = await find_territory(session, line.territory)
    if line.territory == line.region or (territory is not None and territory.level is Level.REGION):
        return Outcome.REGION_NAMED
    region = await find_territory(session, line.region) if line.region else None
    if region is not None and region.level is not Level.REGION:
        return Outcome.MUNICIPALITY_NAMED
    return None


def _contradiction(line: SchoolLine, first: SchoolLine) -> Outcome | None:
    """Two lines that say different things of one territory can't both be corrections."""
    same = line.zone == first.zone and (not line.region or not first.region or line.region == first.region)
    return None if same else Outcome.CONTRADICTS


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line's school stands, what the line corrected about it, and what that did to running road maps."""

    territory: Territory
    changes: tuple[Change, ...] = ()
    joined: Joined = field(default_factory=Joined)


async def _place(work: Work, line: SchoolLine) -> _Place:
    """The line's municipality, made when it is new, under its region when one is named."""
    session = work.session
    region = (await keep_territory(session, line.region, Level.REGION, line.zone))[0] if line.region else None
    territory, new = await keep_territory(session, line.territory, Level.MUNICIPALITY, line.zone, region)
    if new:
        return _Place(territory)
    changes: list[Change] = []
    if territory.zone != line.zone:
        changes.append(Change(Changed.ZONE, territory.zone, line.zone))
        territory.zone = line.zone
    joined = Joined()
    if region is not None and territory.parent_id != region.id:
        before = await session.get(Territory, territory.parent_id) if territory.parent_id else None
        changes.append(Change(Changed.REGION, before.name if before else None, region.name))
        joined = await _move(work, territory, before, region, local_day(work.now(), line.zone))
    return _Place(territory, tuple(changes), joined)


async def _move(work: Work, territory: Territory, before: Territory | None, region: Territory, today: date) -> Joined:
    """The municipality goes to another region: out of the old one's running maps, into the new one's."""
    session = work.session
    withdrawn = await leave_region(session, territory, before, today, work.now()) if before else 0
    territory.parent_id = region.id
    await session.flush()
    joined = Joined(0, withdrawn)
    for school, in_project in await standing_schools(session, territory, today):
        joined += await join_running(session, territory, school, in_project, today, work.now())
    return joined
