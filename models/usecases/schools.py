"""Filling the list of schools that take part: from a file, and from the names that a draft prints."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.people import Change, Changed, Outcome, SchoolOutcome
from models.cards.schools import NameCard, NamesCard, PlaceChoice, QuestionCard, SchoolChoice, WhereNamed
from models.domain.access import Actor
from models.domain.drafts import DraftState
from models.domain.moments import local_day
from models.domain.plan import Level
from models.domain.refusals import OutOfReach, WrongState
from models.language.participants import SchoolLine
from models.queries.participations import (
    Joined,
    join_running,
    keep_school,
    leave_region,
    stand_in_list,
    standing_schools,
)
from models.queries.places import find_territory, keep_territory, municipalities_of, names_said
from models.queries.roadmaps import answers_to, draft_for, participants_of
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.naming import PrintedName, answered, likely, printed_names, to_ask
from models.roadmap.planning import Participant, named_by
from models.tables import AuditEntry, Draft, SchoolAlias, Territory
from models.tables.dialect import upsert
from models.work import Work

LIST_CHANGED, NAME_SAID = "school_list_changed", "school_name_said"


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


# --- the names that a draft prints --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Naming:
    """A draft with its names, the participants, and what was said of the names before."""

    draft: Draft
    read: ReadDraft
    territory: Territory
    today: date
    names: list[PrintedName]
    participants: list[Participant]
    said: dict[str, int | None]

    def named(self, code: int) -> PrintedName:
        """The name of that code.

        Raises:
            WrongState: the draft prints it no more.
        """
        found = next((one for one in self.names if one.code == code), None)
        if found is None:
            raise WrongState
        return found

    def card(self, one: PrintedName) -> NameCard:
        rows = tuple(WhereNamed(self.read.tasks[place].number, self.read.tasks[place].text) for place in one.rows)
        meant = named_by(one.name, self.participants) if self.said.get(one.key) is not None else None
        school = next((known.name for known in self.participants if known.school_id == meant), None)
        not_ours = one.key in self.said and self.said[one.key] is None
        return NameCard(one.code, one.name, rows, one.narrows, school, not_ours)

    def cards(self) -> NamesCard:
        asked = to_ask(self.names, self.participants, self.said)
        settled = answered(self.names, self.participants, self.said)
        return NamesCard(self.draft.id, tuple(map(self.card, asked)), tuple(map(self.card, settled)))


async def _naming(work: Work, actor: Actor, draft_id: int) -> _Naming:
    session = work.session
    draft = await draft_for(session, actor, draft_id)
    territory = await session.get_one(Territory, draft.territory_id)
    given = await answers_to(session, actor, draft_id)
    read = decisions.apply(ReadDraft.from_json(draft.body), given)
    today = local_day(work.now(), territory.zone)
    return _Naming(
        draft,
        read,
        territory,
        today,
        printed_names(read, decisions.left_out(given)),
        await participants_of(session, territory, today),
        await names_said(session, territory),
    )


async def look_at_names(work: Work, actor: Actor, draft_id: int) -> NamesCard:
    """The names of a draft that no participant bears."""
    async with work.reading():
        return (await _naming(work, actor, draft_id)).cards()


async def look_at_name(work: Work, actor: Actor, draft_id: int, code: int) -> QuestionCard:
    """One name of a draft, with the schools it may mean.

    Raises:
        WrongState: the draft prints it no more.
    """
    async with work.reading() as session:
        naming = await _naming(work, actor, draft_id)
        one = naming.named(code)
        places = await municipalities_of(session, naming.territory)
        names = {place.id: place.name for place in places} if naming.territory.level is Level.REGION else {}
        return QuestionCard(
            naming.cards(),
            naming.card(one),
            tuple(_choice(known, names) for known in likely(one.name, naming.participants)),
            tuple(_choice(known, names) for known in naming.participants),
            tuple(PlaceChoice(place.id, place.name) for place in places),
        )


def _choice(known: Participant, places: dict[int, str]) -> SchoolChoice:
    return SchoolChoice(known.school_id, known.name, places.get(known.territory_id))


async def say_same(work: Work, actor: Actor, draft_id: int, code: int, school_id: int) -> NamesCard:
    """The printed name means that participant, in this file and in the next ones.

    Raises:
        OutOfReach: no participant of that territory.
        WrongState: the draft is published or put away, or prints the name no more.
    """
    async with work:
        naming = await _open_naming(work, actor, draft_id)
        if school_id not in {one.school_id for one in naming.participants}:
            raise OutOfReach
        card = await _say(work, actor, naming, code, school_id)
        await work.commit()
    return card


async def say_not_ours(work: Work, actor: Actor, draft_id: int, code: int) -> NamesCard:
    """The printed name is of no school of theirs: it is asked about no more.

    Raises:
        WrongState: the draft is published or put away, or prints the name no more.
    """
    async with work:
        card = await _say(work, actor, await _open_naming(work, actor, draft_id), code, None)
        await work.commit()
    return card


async def say_new(
    work: Work, actor: Actor, draft_id: int, code: int, *, territory_id: int, in_project: bool
) -> NamesCard:
    """The printed name is of a school that is not in the list yet: it joins the list and the running road maps.

    Raises:
        OutOfReach: the municipality is none of the draft's territory.
        WrongState: the draft is published or put away, or prints the name no more.
    """
    async with work:
        naming = await _open_naming(work, actor, draft_id)
        places = await municipalities_of(work.session, naming.territory)
        place = next((one for one in places if one.id == territory_id), None)
        if place is None:
            raise OutOfReach
        today = local_day(work.now(), place.zone)
        school, _ = await keep_school(work.session, place, naming.named(code).name)
        # The name is told first, so that rows of running maps that print it are known to be the school's.
        await _note(work, actor, naming, code, school.id)
        changes = await stand_in_list(work.session, school, in_project, today)
        if changes:
            work.session.add(_entry(work, school.id, changes))
        await join_running(work.session, place, school, in_project, today, work.now())
        card = (await _naming(work, actor, draft_id)).cards()
        await work.commit()
    return card


async def _open_naming(work: Work, actor: Actor, draft_id: int) -> _Naming:
    naming = await _naming(work, actor, draft_id)
    if naming.draft.state is not DraftState.OPEN:
        raise WrongState
    return naming


async def _say(work: Work, actor: Actor, naming: _Naming, code: int, school_id: int | None) -> NamesCard:
    await _note(work, actor, naming, code, school_id)
    return (await _naming(work, actor, naming.draft.id)).cards()


async def _note(work: Work, actor: Actor, naming: _Naming, code: int, school_id: int | None) -> None:
    one = naming.named(code)
    alias = {
        "territory_id": naming.territory.id,
        "key": one.key,
        "name": one.name,
        "school_id": school_id,
        "person_id": actor.person_id,
        "answered_at": work.now(),
    }
    await upsert(work.session, SchoolAlias, alias)
    said = AuditEntry(
        at=work.now(),
        person_id=actor.person_id,
        action=NAME_SAID,
        subject="school",
        subject_id=school_id,
        detail={"name": one.name, "territory_id": naming.territory.id},
    )
    work.session.add(said)
    await work.session.flush()
