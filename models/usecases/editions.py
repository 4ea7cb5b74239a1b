"""A changed edition of a published map: asked about, compared, accepted all at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.editions import AcceptedCard, EditionCard, EditionQuestion, EditionsCard
from models.domain.access import Actor
from models.domain.calendar import Calendars
from models.domain.drafts import DraftState
from models.domain.editions import EditionState, RowChange, who_answers
from models.domain.hours import USUAL
from models.domain.moments import local_day
from models.domain.notices import PlanChanged
from models.domain.refusals import (
    AlreadyPublished,
    EditionOutrun,
    NoParticipants,
    NothingToPublish,
    PairsUnsettled,
    WrongState,
)
from models.queries.editions import (
    WAITING,
    Decided,
    carry_decisions,
    decided_draft,
    edition_of,
    editions_card,
    roadmap_for,
    said_of_pairs,
)
from models.queries.links import serve_anew
from models.queries.places import local_calendars
from models.queries.plan_changes import people_at
from models.queries.publication import put_participants
from models.queries.revision import Revised, Revision, Touched
from models.queries.roadmaps import draft_for, participants_of, published_from
from models.roadmap.editions import SAME_ROW, Compared, compare
from models.roadmap.planning import Participant, Planned, plan_of
from models.tables import AuditEntry, Draft, DraftAnswer, Edition, RoadMap, Territory
from models.tables.assignments import Entry
from models.tables.dialect import upsert
from models.work import Work

Weighed: TypeAlias = EditionCard | EditionQuestion

FIRST = 1
SETTLING = timedelta(minutes=5)
"""Who corrects a map sends it again within minutes: so long it waits whether another edition comes, told with it."""


async def look_at_edition(work: Work, actor: Actor, draft_id: int) -> Weighed | None:
    """What a draft would change in the published map; a question while it is not known whether it is an edition.

    None where the draft is a map of its own.

    Raises:
        WrongState: it is published or put away already.
    """
    async with work.reading() as session:
        edition = await edition_of(session, actor, draft_id)
        return None if edition is None else await _card(session, actor, await _open(session, actor, edition), edition)


async def choose_edition(work: Work, actor: Actor, draft_id: int, *, same: bool) -> Weighed | None:
    """The coordinator says whether the file is an edition of the map it was compared with, or another map.

    Raises:
        WrongState: it was answered otherwise, published, or put away.
    """
    async with work:
        edition = await edition_of(work.session, actor, draft_id)
        if edition is None:
            draft = await draft_for(work.session, actor, draft_id)
            if same or draft.state is not DraftState.OPEN:
                raise WrongState
            return None
        draft = await _open(work.session, actor, edition)
        fresh = edition.state is EditionState.ASKED
        if not same and not fresh:
            raise WrongState
        if same and fresh:
            edition.state = EditionState.OFFERED
            await carry_decisions(work.session, draft, await roadmap_for(work.session, actor, edition.roadmap_id))
        elif fresh:
            edition.state = EditionState.ANOTHER_MAP
        await work.session.flush()
        card = await _card(work.session, actor, draft, edition) if same else None
        await work.commit(fresh=fresh)
    return card


async def settle_pair(work: Work, actor: Actor, draft_id: int, row: int, old: int, *, same: bool) -> EditionCard:
    """Say whether a row of the file (its place from 0) is that row of the edition in force.

    Raises:
        WrongState: the draft is no longer an open edition, or has no such rows.
    """
    async with work:
        edition, draft = await _offered(work.session, actor, draft_id)
        roadmap = await roadmap_for(work.session, actor, edition.roadmap_id)
        new = await decided_draft(work.session, actor, draft_id)
        in_force = await decided_draft(work.session, actor, roadmap.draft_id)
        if row not in new.rows or old not in in_force.rows:
            raise WrongState
        await upsert(work.session, DraftAnswer, _said(work, actor, draft, new, roadmap, row, old, same))
        card = await _edition_card(work.session, actor, draft, edition)
        await work.commit()
    return card


def _said(
    work: Work, actor: Actor, draft: Draft, new: Decided, roadmap: RoadMap, row: int, old: int, same: bool
) -> dict[str, Any]:
    before = new.answers.get((row, SAME_ROW))
    said = before["same"] if before is not None and before["of"] == roadmap.draft_id else {}
    return {
        "draft_id": draft.id,
        "row": row,
        "field": SAME_ROW,
        "value": {"of": roadmap.draft_id, "same": {**said, str(old): same}},
        "person_id": actor.person_id,
        "answered_at": work.now(),
    }


async def accept_edition(work: Work, actor: Actor, draft_id: int, against: int, calendars: Calendars) -> AcceptedCard:
    """Lay an edition over the published map, all at once or not at all; those touched are told.

    `against` is the number of the edition that it was compared with on the screen.

    Raises:
        WrongState: it is accepted or put away already, or is no edition.
        EditionOutrun: another edition was accepted meanwhile.
        AlreadyPublished: the same file is in force.
        PairsUnsettled: the coordinator has not said yet which rows are the same.
        NothingToPublish: every row is left out.
        NoParticipants: rows that concern schools have none.
    """
    async with work:
        session = work.session
        edition, draft = await _offered(session, actor, draft_id)
        roadmap = await roadmap_for(session, actor, edition.roadmap_id)
        await _check_in_force(session, roadmap, draft, against)
        territory = await session.get_one(Territory, roadmap.territory_id)
        today = local_day(work.now(), territory.zone)
        new = await decided_draft(session, actor, draft_id)
        in_force = await decided_draft(session, actor, roadmap.draft_id)
        compared = compare(in_force.rows, new.rows, said_of_pairs(new, roadmap.draft_id))
        participants = await participants_of(session, territory, today)
        old_plan, new_plan = (_planned(one, participants, territory, today) for one in (in_force, new))
        _check(compared, new_plan)
        await put_participants(session, roadmap, participants, today)
        entry = Entry(actor.person_id, work.now(), today)
        revised = await Revision(session, roadmap, draft_id, entry).apply(compared, old_plan, new_plan)
        await serve_anew(session, roadmap, work.now())
        await _keep_first(session, roadmap)
        _take_over(work, actor, roadmap, draft, edition, new)
        told = await _tell(work, actor, roadmap, draft, revised, calendars)
        card = _accepted(roadmap, compared, revised, told)
        _audit(work, actor, card, draft)
        await work.commit()
    return card


async def look_at_editions(work: Work, actor: Actor, roadmap_id: int) -> EditionsCard:
    """All editions of a map, and what each changed."""
    async with work.reading() as session:
        return await editions_card(session, actor, roadmap_id)


# --- what the verbs stand on ----------------------------------------------------------------------------------------


async def _open(session: AsyncSession, actor: Actor, edition: Edition) -> Draft:
    draft = await draft_for(session, actor, edition.draft_id)
    if draft.state is not DraftState.OPEN or edition.state not in WAITING:
        raise WrongState
    return draft


async def _offered(session: AsyncSession, actor: Actor, draft_id: int) -> tuple[Edition, Draft]:
    edition = await edition_of(session, actor, draft_id)
    if edition is None or edition.state is not EditionState.OFFERED:
        raise WrongState
    return edition, await _open(session, actor, edition)


async def _check_in_force(session: AsyncSession, roadmap: RoadMap, draft: Draft, against: int) -> None:
    if roadmap.archived:
        raise WrongState
    published = await published_from(session, draft.territory_id, draft.source_hash)
    if published is not None:
        raise AlreadyPublished(published.title)
    if roadmap.edition != against:
        raise EditionOutrun(roadmap.edition)


def _planned(
    decided: Decided, participants: Sequence[Participant], territory: Territory, today: date
) -> dict[int, Planned]:
    planned = plan_of(decided.read, decided.out, participants, territory.id, today)
    return {one.position: one for one in planned}


def _check(compared: Sequence[Compared], planned: dict[int, Planned]) -> None:
    if not planned:
        raise NothingToPublish
    unsure = sum(one.pair.unsure for one in compared)
    if unsure:
        raise PairsUnsettled(unsure)
    changed = [one.pair.new for one in compared if one.changes and one.pair.new is not None]
    empty = tuple(planned[place].row.number for place in changed if not planned[place].aim.units)
    if empty:
        raise NoParticipants(empty)


async def _keep_first(session: AsyncSession, roadmap: RoadMap) -> None:
    """The history begins with what was published."""
    if roadmap.edition == FIRST:
        first = {
            "draft_id": roadmap.draft_id,
            "roadmap_id": roadmap.id,
            "state": EditionState.ACCEPTED,
            "share": 100,
            "number": FIRST,
            "accepted_at": roadmap.published_at,
            "accepted_by_id": roadmap.published_by_id,
        }
        await upsert(session, Edition, first)


def _take_over(work: Work, actor: Actor, roadmap: RoadMap, draft: Draft, edition: Edition, new: Decided) -> None:
    roadmap.edition += 1
    roadmap.draft_id, roadmap.title = draft.id, new.read.title
    edition.state, edition.number = EditionState.ACCEPTED, roadmap.edition
    edition.accepted_at, edition.accepted_by_id = work.now(), actor.person_id
    draft.state = DraftState.PUBLISHED


async def _tell(
    work: Work, actor: Actor, roadmap: RoadMap, draft: Draft, revised: Revised, calendars: Calendars
) -> int:
    """Who answers for something that was touched is told, by day where they are; who accepts it knows.

    News of an edition that still wait when the next one is accepted are told with it, once.
    """
    concerned = await _concerned(work, roadmap, revised.touched)
    concerned.pop(actor.person_id, None)
    local = await local_calendars(work.session, set(concerned.values()), calendars)
    for person_id, place in sorted(concerned.items()):
        once = f"{roadmap.id}/{roadmap.edition}"
        at = USUAL.next_open(work.now() + SETTLING, *local[place])
        work.tell(person_id, PlanChanged(draft.id), once=once, not_before=at)
    return len(concerned)


async def _concerned(work: Work, roadmap: RoadMap, touched: Iterable[Touched]) -> dict[int, int]:
    """Whom it concerns, each with a territory where it does."""
    work_of = {(one.unit, executors) for one in touched for executors in one.executors}
    schools = {unit.school_id for unit, _ in work_of if unit.school_id is not None}
    places = {unit.territory_id for unit, _ in work_of} | {roadmap.territory_id}
    zone = (await work.session.get_one(Territory, roadmap.territory_id)).zone
    people = await people_at(work.session, schools, places, local_day(work.now(), zone))
    found: dict[int, int] = {}
    for unit, executors in sorted(work_of, key=lambda one: (one[0].territory_id, one[0].school_id or 0)):
        who = who_answers(
            executors, territory_id=unit.territory_id, school_id=unit.school_id, owner_id=roadmap.territory_id
        )
        here: set[int] = set()
        if unit.school_id is not None and who.directors:
            here |= people.directors.get(unit.school_id, frozenset())
        if unit.school_id is not None and who.curators:
            here |= people.curators.get(unit.school_id, frozenset())
        found = dict.fromkeys(here, unit.territory_id) | found
        for place in who.territories:
            found = dict.fromkeys(people.coordinators.get(place, frozenset()), place) | found
    return found


def _audit(work: Work, actor: Actor, card: AcceptedCard, draft: Draft) -> None:
    work.session.add(
        AuditEntry(
            at=work.now(),
            person_id=actor.person_id,
            action="accept_edition",
            subject="roadmap",
            subject_id=card.roadmap_id,
            detail={"edition": card.number, "draft_id": draft.id, "rows": card.counts, "told": card.told},
        )
    )


def _accepted(roadmap: RoadMap, compared: Iterable[Compared], revised: Revised, told: int) -> AcceptedCard:
    return AcceptedCard(
        roadmap_id=roadmap.id,
        title=roadmap.title,
        number=roadmap.edition,
        counts=_counts(compared),
        made=revised.made,
        moved=revised.moved,
        withdrawn=revised.withdrawn,
        kept_done=revised.kept_done,
        told=told,
    )


def _counts(compared: Iterable[Compared]) -> dict[str, int]:
    found = Counter(change for one in compared for change in one.changes)
    return {change.value: found[change] for change in RowChange}


async def _card(session: AsyncSession, actor: Actor, draft: Draft, edition: Edition) -> Weighed:
    if edition.state is EditionState.OFFERED:
        return await _edition_card(session, actor, draft, edition)
    roadmap = await roadmap_for(session, actor, edition.roadmap_id)
    territory = await session.get_one(Territory, roadmap.territory_id)
    new = await decided_draft(session, actor, draft.id)
    return EditionQuestion(draft.id, new.read.title, roadmap.title, territory.name, roadmap.year, edition.share)


async def _edition_card(session: AsyncSession, actor: Actor, draft: Draft, edition: Edition) -> EditionCard:
    roadmap = await roadmap_for(session, actor, edition.roadmap_id)
    territory = await session.get_one(Territory, roadmap.territory_id)
    new = await decided_draft(session, actor, draft.id)
    in_force = await decided_draft(session, actor, roadmap.draft_id)
    compared = compare(in_force.rows, new.rows, said_of_pairs(new, roadmap.draft_id))
    changed = [one for one in compared if one.changes or one.pair.unsure]
    return EditionCard(
        draft_id=draft.id,
        title=new.read.title,
        published=roadmap.title,
        territory=territory.name,
        year=roadmap.year,
        against=roadmap.edition,
        rows=tuple(sorted(changed, key=_gravity)),
        kept=len(compared) - len(changed),
        doubted=sum(1 for row in new.rows.values() if row.doubts),
    )


def _gravity(one: Compared) -> int:
    return list(RowChange).index(one.changes[0]) if one.changes else len(RowChange)
