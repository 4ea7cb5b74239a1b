"""People are away: it is entered with or without a substitute, moved, taken back; those concerned are told."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.absences import AbsenceCard, PlanCard, ReadySpan, StaffCard, SubstitutesCard
from models.domain.absences import Ready, from_today, ready_days
from models.domain.access import Actor
from models.domain.moments import local_day
from models.domain.notices import AbsenceChanged, AbsenceEntered, Notice, SubstituteNamed
from models.domain.refusals import AbsenceBeginsLater, AbsencesOverlap, NotYours, SubstituteNotFree, WrongState
from models.language.days import day_typed, days_typed
from models.queries.absences import (
    absence_card,
    absence_for,
    absence_seen,
    absences_among_staff,
    absences_touching,
    absentee_for,
    acting_posts,
    candidates_for,
    coordinators_told,
    posts_on,
    staff_of,
)
from models.queries.people import A_DAY, actor_of, zone_of
from models.tables import Absence, Appointment, AuditEntry
from models.work import Work


async def plan_absence(work: Work, actor: Actor, person_id: int) -> PlanCard:
    """The days that may be chosen for somebody who will be away."""
    async with work.reading() as session:
        absentee = await absentee_for(session, actor, person_id, work.now())
        today = await _today(session, work, absentee)
    ready = tuple(ReadySpan(one, *ready_days(one, today)) for one in Ready)
    return PlanCard(absentee.person_id, absentee.name, absentee.person_id == actor.person_id, today, ready)


async def _today(session: AsyncSession, work: Work, absentee: Actor) -> date:
    """By the wall of who is away."""
    return local_day(work.now(), await zone_of(session, absentee))


async def understand_days(work: Work, actor: Actor, person_id: int, words: str) -> tuple[date, date]:
    """The days that were meant, both inclusive.

    Raises:
        DaysNotUnderstood: there are none in the words.
    """
    plan = await plan_absence(work, actor, person_id)
    return days_typed(words, plan.today)


async def look_for_substitute(
    work: Work, actor: Actor, person_id: int, since: date, until: date, order_number: str | None = None
) -> SubstitutesCard:
    """Who may act for somebody on these days, both inclusive.

    Raises:
        AbsencePast: they are over.
        AbsencesOverlap: another absence touches them.
    """
    async with work.reading() as session:
        absentee = await absentee_for(session, actor, person_id, work.now())
        since, until = from_today(since, until, await _today(session, work, absentee))
        _check_free(await absences_touching(session, absentee, since, until))
        found = await candidates_for(session, absentee, since, until)
    own = absentee.person_id == actor.person_id
    return SubstitutesCard(absentee.person_id, absentee.name, own, since, until, found, order_number)


def _check_free(touching: Sequence[Absence]) -> None:
    if touching:
        raise AbsencesOverlap(touching[0].since_on, touching[0].until_on)


async def enter_absence(
    work: Work,
    actor: Actor,
    person_id: int,
    *,
    since: date,
    until: date,
    substitute_id: int | None,
    order_number: str | None = None,
) -> AbsenceCard:
    """Somebody will be away on these days, both inclusive; who acts for them gets their roles for as long.

    Raises:
        AbsencePast, AbsencesOverlap: the days are over, or taken by another absence.
        SubstituteNotFree: they may not act there, or are away themselves.
    """
    async with work:
        absentee = await absentee_for(work.session, actor, person_id, work.now())
        since, until = from_today(since, until, await _today(work.session, work, absentee))
        touching = await absences_touching(work.session, absentee, since, until)
        entered = next((one for one in touching if one.is_of(since, until, substitute_id)), None)
        absence = entered or Absence(
            person_id=absentee.person_id,
            since_on=since,
            until_on=until,
            substitute_id=substitute_id,
            order_number=order_number,
            entered_by_id=actor.person_id,
            entered_at=work.now(),
        )
        if entered is None:
            _check_free(touching)
            await _begin(work, actor, absentee, absence)
        card = await absence_card(work.session, actor, absence, absentee, work.now())
        await work.commit(fresh=entered is None)
    return card


async def _begin(work: Work, actor: Actor, absentee: Actor, absence: Absence) -> None:
    """Keep it, give the substitute the roles, and tell those concerned."""
    session, since = work.session, absence.since_on
    substitute = await _substitute(work, absentee, absence)
    session.add(absence)
    await session.flush()
    told = await coordinators_told(session, absentee, since)
    if since > await _today(session, work, absentee):
        # Who is away already is spared all news.
        told.add(absentee.person_id)
    if substitute is not None:
        await _appoint(work, absentee, absence, substitute)
        told.discard(substitute.person_id)
        _tell(work, {substitute.person_id} - {actor.person_id}, SubstituteNamed(absence.id), str(absence.id))
    _tell(work, told - {actor.person_id}, AbsenceEntered(absence.id), str(absence.id))
    await _write_down(work, actor, absence, "enter_absence")


async def _substitute(work: Work, absentee: Actor, absence: Absence) -> Actor | None:
    if absence.substitute_id is None:
        return None
    candidates = await candidates_for(work.session, absentee, absence.since_on, absence.until_on)
    if absence.substitute_id not in {one.person_id for one in candidates}:
        raise SubstituteNotFree
    return await actor_of(work.session, absence.substitute_id, work.now())


async def _appoint(work: Work, absentee: Actor, absence: Absence, substitute: Actor) -> None:
    """All that the absent person is appointed to, but what the substitute holds already."""
    since, until = absence.since_on, absence.until_on
    held = {(post.role, post.territory_id, post.school_id) for post in await posts_on(work.session, substitute, since)}
    work.session.add_all(
        Appointment(
            person_id=substitute.person_id,
            role=post.role,
            territory_id=post.territory_id,
            school_id=post.school_id,
            since_on=since,
            until_on=min(until, post.until_on or until),
            acting_for_id=absentee.person_id,
            order_number=absence.order_number,
        )
        for post in await posts_on(work.session, absentee, since)
        if (post.role, post.territory_id, post.school_id) not in held
    )


def _tell(work: Work, people: Iterable[int], notice: Notice, once: str) -> None:
    for person_id in sorted(people):
        work.tell(person_id, notice, once=once)


async def _write_down(work: Work, actor: Actor, absence: Absence, action: str) -> int:
    """The number of the entry, by which one change is told from another."""
    entry = AuditEntry(
        at=work.now(),
        person_id=actor.person_id,
        action=action,
        subject="absence",
        subject_id=absence.id,
        detail={
            "person_id": absence.person_id,
            "since": absence.since_on.isoformat(),
            "until": absence.until_on.isoformat(),
            "substitute_id": absence.substitute_id,
            "order_number": absence.order_number,
        },
    )
    work.session.add(entry)
    await work.session.flush()
    return entry.id


async def look_at_absence(work: Work, actor: Actor, absence_id: int) -> AbsenceCard:
    """An absence of the actor's own, of one of their people, or one in which they act."""
    async with work.reading() as session:
        return await absence_seen(session, actor, absence_id, work.now())


async def understand_end(work: Work, actor: Actor, absence_id: int, words: str) -> date:
    """The last day that was meant.

    Raises:
        DayNotUnderstood: there is none in the words.
    """
    async with work.reading() as session:
        _, absentee = await absence_for(session, actor, absence_id, work.now())
        return day_typed(words, await _today(session, work, absentee))


async def move_end(work: Work, actor: Actor, absence_id: int, until: date) -> AbsenceCard:
    """Somebody comes back on another day than was said; `until` is the last day away.

    Raises:
        AbsencePast, AbsenceBeginsLater: that day is over, or before the first one.
        AbsencesOverlap, SubstituteNotFree: the days that were added are taken.
    """
    async with work:
        absence, absentee = await absence_for(work.session, actor, absence_id, work.now())
        await _check_open(work, absence, absentee, until)
        was, fresh = absence.until_on, absence.until_on != until
        if fresh:
            absence.until_on = until
            for post in await acting_posts(work.session, absence):
                post.until_on = until if post.until_on == was else min(until, post.until_on or until)
            change_id = await _write_down(work, actor, absence, "move_absence")
            await _tell_changed(work, actor, absence, absentee, change_id)
        card = await absence_card(work.session, actor, absence, absentee, work.now())
        await work.commit(fresh=fresh)
    return card


async def _check_open(work: Work, absence: Absence, absentee: Actor, until: date) -> None:
    """Whether the absence may last up to that day."""
    today = await _today(work.session, work, absentee)
    if absence.cancelled_at is not None or absence.until_on < today:
        raise WrongState
    if until < absence.since_on:
        raise AbsenceBeginsLater(absence.since_on)
    from_today(absence.since_on, until, today)
    touching = await absences_touching(work.session, absentee, absence.since_on, until)
    _check_free([one for one in touching if one.id != absence.id])
    if absence.substitute_id is not None and until > absence.until_on:
        substitute = await actor_of(work.session, absence.substitute_id, work.now())
        if substitute is not None and await absences_touching(work.session, substitute, absence.since_on, until):
            raise SubstituteNotFree


async def _tell_changed(work: Work, actor: Actor, absence: Absence, absentee: Actor, change_id: int) -> None:
    today = await _today(work.session, work, absentee)
    told = await coordinators_told(work.session, absentee, today) | {absentee.person_id}
    if absence.substitute_id is not None:
        told.add(absence.substitute_id)
    _tell(work, told - {actor.person_id}, AbsenceChanged(absence.id), f"{absence.id}/{change_id}")


async def cancel_absence(work: Work, actor: Actor, absence_id: int) -> AbsenceCard:
    """Somebody is back, or will not be away at all: the substitute's roles are over at once.

    Raises:
        WrongState: all its days have passed.
    """
    async with work:
        absence, absentee = await absence_for(work.session, actor, absence_id, work.now())
        fresh = absence.cancelled_at is None
        if fresh:
            today = await _today(work.session, work, absentee)
            if absence.until_on < today:
                raise WrongState
            absence.cancelled_at = work.now()
            for post in await acting_posts(work.session, absence):
                post.until_on = today - A_DAY
            change_id = await _write_down(work, actor, absence, "cancel_absence")
            await _tell_changed(work, actor, absence, absentee, change_id)
        card = await absence_card(work.session, actor, absence, absentee, work.now())
        await work.commit(fresh=fresh)
    return card


async def look_at_staff(work: Work, actor: Actor, page: int) -> StaffCard:
    """A page of the coordinator's people, to enter an absence for one of them.

    Raises:
        NotYours: the actor coordinates nothing.
    """
    if not actor.owns:
        raise NotYours
    async with work.reading() as session:
        today = await _today(session, work, actor)
        people, page, pages = await staff_of(session, actor, today, page)
        absences = await absences_among_staff(session, actor, today)
    return StaffCard(tuple(people), page, pages, absences)
