"""A road map's way from a file to assignments."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.roadmaps import DraftCard, DraftRow, PublishedCard
from models.domain.access import SCHOOL_EXECUTORS, Actor
from models.domain.drafts import DraftState
from models.domain.lifecycles import State
from models.domain.moments import local_day
from models.domain.plan import Kind, Scope
from models.domain.refusals import (
    AlreadyPublished,
    NoParticipants,
    NothingToPublish,
    NotYourLevel,
    NotYours,
    WrongState,
    YearOver,
)
from models.domain.unfolding import Term, unfold
from models.language.schools import match_school
from models.queries.roadmaps import (
    Participant,
    answers_to,
    draft_for,
    latest_draft,
    owned_territories,
    participants_of,
    published_from,
)
from models.roadmap import answers as decisions
from models.roadmap.draft import Draft as ReadDraft
from models.roadmap.draft import DraftTask
from models.tables import (
    Assignment,
    Draft,
    DraftAnswer,
    Participation,
    RoadMap,
    Task,
    TaskPeriod,
    TaskSchool,
    Territory,
)
from models.tables.dialect import insert_once, upsert
from models.work import Work


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom an assignment is for: a school, or the territory itself."""

    territory_id: int
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom one row concerns, and the printed names that no participant bears."""

    units: tuple[Unit, ...]
    named: tuple[tuple[str, int | None], ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(name for name, school_id in self.named if school_id is None)


async def receive_roadmap(work: Work, actor: Actor, *, name: str, source: bytes, read: ReadDraft) -> DraftCard:
    """Keep what was read as a draft of the coordinator's territory, to be looked through and published.

    Raises:
        NotYours: the actor coordinates nothing.
        NotYourLevel: a regional map from a municipal coordinator, or the other way round.
        AlreadyPublished: this very file is a published map.
    """
    async with work:
        territory = await _territory(work.session, actor, read)
        digest = sha256(source).hexdigest()
        published = await published_from(work.session, territory.id, digest)
        if published is not None:
            raise AlreadyPublished(published.title)
        draft = Draft(
            territory_id=territory.id,
            author_id=actor.person_id,
            source_name=name,
            source_hash=digest,
            source=source,
            body=read.to_json(),
            created_at=work.now(),
            state=DraftState.OPEN,
        )
        work.session.add(draft)
        await work.session.flush()
        card = await _card(work, actor, draft)
        await work.commit()
    return card


async def _territory(session: AsyncSession, actor: Actor, read: ReadDraft) -> Territory:
    owned = await owned_territories(session, actor)
    if not owned:
        raise NotYours
    fitting = [territory for territory in owned if territory.level is read.level]
    if not fitting:
        raise NotYourLevel
    return next((territory for territory in fitting if territory.name == read.territory), fitting[0])


async def look_at_draft(work: Work, actor: Actor, draft_id: int) -> DraftCard:
    async with work.reading() as session:
        return await _card(work, actor, await draft_for(session, actor, draft_id))


async def open_draft(work: Work, actor: Actor) -> DraftCard | None:
    """The newest draft that waits to be published, None when there is none."""
    async with work.reading() as session:
        draft = await latest_draft(session, actor, DraftState.OPEN)
        return await _card(work, actor, draft) if draft else None


async def decide(work: Work, actor: Actor, draft_id: int, row: int, field: str, value: Any) -> DraftCard:
    """Settle one field of one row (from 0), in the field's JSON shape; the last word counts.

    Raises:
        WrongState: the draft is published or put away already, or has no such row.
    """
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        if draft.state is not DraftState.OPEN or not 0 <= row < len(draft.body["tasks"]):
            raise WrongState
        answer = {
            "draft_id": draft_id,
            "row": row,
            "field": field,
            "value": value,
            "person_id": actor.person_id,
            "answered_at": work.now(),
        }
        await upsert(work.session, DraftAnswer, answer)
        card = await _card(work, actor, draft)
        await work.commit()
    return card


async def discard_draft(work: Work, actor: Actor, draft_id: int) -> None:
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        if draft.state is DraftState.PUBLISHED:
            raise WrongState
        draft.state = DraftState.DISCARDED
        await work.commit()


async def publish_roadmap(work: Work, actor: Actor, draft_id: int, *, archive: bool = False) -> PublishedCard:
    """Turn a draft into tasks and assignments, all at once or not at all.

    Raises:
        WrongState: it is published or put away already.
        AlreadyPublished: the same file was published from another draft meanwhile.
        NothingToPublish: every row is left out.
        NoParticipants: rows that concern schools have none.
        YearOver: all terms are past, and the coordinator has not said «archive»; what runs is never an archive.
    """
    async with work:
        draft = await draft_for(work.session, actor, draft_id)
        if draft.state is not DraftState.OPEN:
            raise WrongState
        published = await published_from(work.session, draft.territory_id, draft.source_hash)
        if published is not None:
            raise AlreadyPublished(published.title)
        made = await _publish(work, actor, draft, archive)
        await work.commit()
    return made


@dataclass(frozen=True, slots=True)
class Planned:
    """A row about to be published: where it stood, whom it concerns, when."""

    position: int
    row: DraftTask
    aim: Aim
    terms: tuple[Term, ...]


async def _publish(work: Work, actor: Actor, draft: Draft, archive: bool) -> PublishedCard:
    territory = await work.session.get_one(Territory, draft.territory_id)
    today = local_day(work.now(), territory.zone)
    given = await answers_to(work.session, actor, draft.id)
    read = decisions.apply(ReadDraft.from_json(draft.body), given)
    participants = await participants_of(work.session, territory, today)
    planned = _plan(read, decisions.left_out(given), participants, territory, today)
    _check(planned)
    over = is_over(planned, read.year, today)
    if over and not archive:
        raise YearOver(read.year)
    roadmap = await _put_roadmap(work, actor, draft, read, over)
    await _put_participants(work.session, roadmap, participants, today)
    counted = [await _put_row(work.session, roadmap, one) for one in planned]
    draft.state = DraftState.PUBLISHED
    states = sum(counted, Counter[State]())
    return PublishedCard(
        roadmap_id=roadmap.id,
        title=read.title,
        year=read.year,
        rows=len(planned),
        assignments=states.total(),
        schools=len(participants),
        waiting=states[State.WAITING],
        before_start=states[State.BEFORE_START],
        archived=over,
    )


def _plan(
    read: ReadDraft, out: frozenset[int], participants: list[Participant], territory: Territory, today: date
) -> list[Planned]:
    return [
        Planned(position, row, _aim(row, participants, territory), unfold(row.periods, row.scope, today))
        for position, row in enumerate(read.tasks)
        if position not in out
    ]


def _check(planned: list[Planned]) -> None:
    if not planned:
        raise NothingToPublish
    empty = tuple(one.row.number for one in planned if not one.aim.units)
    if empty:
        raise NoParticipants(empty)


def is_over(planned: list[Planned], year: int, today: date) -> bool:
    """Whether all days are past. Rows without a day outlive the others only as long as their year lasts."""
    days = {term.due for one in planned for term in one.terms if one.row.scope is not Scope.WAITING}
    known = {due for due in days if due is not None}
    return bool(known) and max(known) < today and (len(known) == len(days) or year < today.year)


def _aim(row: DraftTask, participants: list[Participant], territory: Territory) -> Aim:
    """Whom a row concerns. Names narrow only rows of scope school; elsewhere they are shown."""
    fitting = [one for one in participants if one.in_project or not row.project_only]
    named = tuple((name, _named(name, fitting)) for name in row.schools)
    match row.scope:
        case Scope.SCHOOL:
            known = {school_id for _, school_id in named}
            chosen = [one for one in fitting if one.school.id in known] if named else fitting
            return Aim(tuple(Unit(one.school.territory_id, one.school.id) for one in chosen), named)
        case Scope.MUNICIPALITY:
            places = dict.fromkeys(one.school.territory_id for one in fitting)
            return Aim(tuple(Unit(place) for place in places), named)
    return Aim((Unit(territory.id),), named)


def _named(name: str, participants: list[Participant]) -> int | None:
    """The one participant a printed name means; None where none or several could be meant."""
    found = match_school(name, {one.school.name for one in participants})
    ids = [one.school.id for one in participants if one.school.name in found]
    return ids[0] if len(ids) == 1 else None


async def _put_roadmap(work: Work, actor: Actor, draft: Draft, read: ReadDraft, archive: bool) -> RoadMap:
    roadmap = RoadMap(
        territory_id=draft.territory_id,
        level=read.level,
        title=read.title,
        year=read.year,
        archived=archive,
        draft_id=draft.id,
        published_at=work.now(),
        published_by_id=actor.person_id,
    )
    work.session.add(roadmap)
    await work.session.flush()
    return roadmap


async def _put_participants(
    session: AsyncSession, roadmap: RoadMap, participants: list[Participant], today: date
) -> None:
    rows = [
        {"roadmap_id": roadmap.id, "school_id": one.school.id, "in_project": one.in_project, "since_on": today}
        for one in participants
    ]
    await insert_once(session, Participation, rows)


async def _put_row(session: AsyncSession, roadmap: RoadMap, planned: Planned) -> Counter[State]:
    task = _task(roadmap, planned)
    session.add(task)
    await session.flush()
    session.add_all(_periods(task, planned.row))
    session.add_all(
        TaskSchool(task_id=task.id, position=position, name=name, school_id=school_id)
        for position, (name, school_id) in enumerate(planned.aim.named)
    )
    rows = [_assignment(task, unit, term) for unit in planned.aim.units for term in planned.terms]
    await insert_once(session, Assignment, rows)
    return Counter(row["state"] for row in rows)


def _task(roadmap: RoadMap, planned: Planned) -> Task:
    row = planned.row
    executors = row.acting
    words = f"{row.text} {row.indicator or ''}"
    return Task(
        roadmap_id=roadmap.id,
        position=planned.position,
        number=row.number,
        section=row.section,
        text=row.text,
        timing_raw=row.timing_raw,
        executors_raw=row.executors_raw,
        executors=[code.value for code in executors],
        indicator=row.indicator,
        links=list(row.links),
        kind=row.kind,
        scope=row.scope,
        project_only=bool(row.project_only),
        needs_document=row.kind is Kind.DOCUMENT
        and row.scope is Scope.SCHOOL
        and bool(SCHOOL_EXECUTORS & {*executors}),
        in_medk="МЭДК" in words.upper(),
        frequency_in_text=row.frequency_in_text,
    )


def _periods(task: Task, row: DraftTask) -> list[TaskPeriod]:
    return [
        TaskPeriod(
            task_id=task.id,
            position=position,
            start_on=period.start,
            end_on=period.end,
            rrule=period.rrule,
            label=period.label,
            note=period.note,
            note_kind=period.note_kind,
        )
        for position, period in enumerate(row.periods)
    ]


def _assignment(task: Task, unit: Unit, term: Term) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "territory_id": unit.territory_id,
        "school_id": unit.school_id,
        "period": term.period,
        "occurrence": term.occurrence,
        "start_on": term.start,
        "due_on": term.due,
        "label": term.label,
        "state": term.state,
    }


async def _card(work: Work, actor: Actor, draft: Draft) -> DraftCard:
    session = work.session
    territory = await session.get_one(Territory, draft.territory_id)
    given = await answers_to(session, actor, draft.id)
    read = decisions.apply(ReadDraft.from_json(draft.body), given)
    today = local_day(work.now(), territory.zone)
    participants = await participants_of(session, territory, today)
    out = decisions.left_out(given)
    return DraftCard(
        draft_id=draft.id,
        title=read.title,
        year=read.year,
        territory=territory.name,
        level=read.level,
        participants=len(participants),
        rows=tuple(
            _row(index, row, _aim(row, participants, territory), index in out) for index, row in enumerate(read.tasks)
        ),
        over=is_over(_plan(read, out, participants, territory, today), read.year, today),
    )


def _row(index: int, row: DraftTask, aim: Aim, out: bool) -> DraftRow:
    return DraftRow(
        index=index,
        number=row.number,
        text=row.text,
        timing=row.timing_raw,
        periods=row.periods,
        executors=row.executors_raw,
        kind=row.kind,
        scope=row.scope,
        units=len(aim.units),
        unknown_schools=aim.unknown,
        doubts=row.doubts,
        left_out=out,
    )
