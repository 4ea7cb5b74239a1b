"""Filling the list of schools that take part."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Outcome, SchoolOutcome
from models.domain.moments import local_day
from models.domain.plan import Level
from models.language.participants import SchoolLine
from models.language.schools import school_key
from models.queries.participations import keep_school, not_yet_due, running_roadmaps, stand_in_list, take_part
from models.queries.places import find_territory
from models.tables import Territory
from models.work import Work


async def add_schools(work: Work, lines: list[SchoolLine]) -> list[SchoolOutcome]:
    """Put the schools into the list, every line with its outcome; a line that is wrong stops none of the others.

    A school that joins a running road map gets what is not yet due there.
    """
    async with work:
        outcomes = [await _add(work, line) for line in lines]
        await work.commit()
    return outcomes


async def _add(work: Work, line: SchoolLine) -> SchoolOutcome:
    wrong = _mistake(line)
    if wrong is not None:
        return SchoolOutcome(line.line, line.school, wrong)
    territory = await _territory(work.session, line)
    school, new = await keep_school(work.session, territory, line.school, _key(line.school))
    today = local_day(work.now(), territory.zone)
    changed = await stand_in_list(work.session, school, bool(line.in_project), today)
    made = 0
    for roadmap in await running_roadmaps(work.session, territory):
        if await take_part(work.session, roadmap, school, bool(line.in_project), today):
            made += await not_yet_due(work.session, roadmap, school, bool(line.in_project), today)
    outcome = Outcome.ADDED if new else Outcome.CHANGED if changed else Outcome.SAME
    return SchoolOutcome(line.line, school.name, outcome, made)


def _key(name: str) -> str:
    """The form a school is known by; a patron tells schools apart where no place or number does."""
    key = school_key(name)
    patron = () if key.place or key.number is not None else key.patron
    return " ".join((str(key), *patron)).strip()


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


async def _territory(session: AsyncSession, line: SchoolLine) -> Territory:
    """The line's municipality, made when it is new, under its region when one is named."""
    territory = await find_territory(session, line.territory)
    if territory is None:
        territory = Territory(name=line.territory, level=Level.MUNICIPALITY, zone=line.zone)
        session.add(territory)
    if line.region:
        territory.parent_id = (await _region(session, line)).id
    await session.flush()
    return territory


async def _region(session: AsyncSession, line: SchoolLine) -> Territory:
    region = await find_territory(session, line.region)
    if region is None:
        region = Territory(name=line.region, level=Level.REGION, zone=line.zone)
        session.add(region)
        await session.flush()
    return region
