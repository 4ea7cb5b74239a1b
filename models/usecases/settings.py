"""What a person changes for themselves: the hour and the day of the letter, quiet hours, what they do without, zone."""

from dataclasses import replace
from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.settings import SettingsCard
from models.domain.access import Actor
from models.domain.hours import USUAL, Hours, Subject
from models.domain.moments import local_day
from models.domain.refusals import HourOutsideDay, WrongState
from models.domain.settings import DIGEST_HOURS, EVENINGS, MORNINGS, WEEKDAYS, Zone, digest_hours, subjects_of, with_day
from models.queries.absences import absences_of, acting_of
from models.queries.people import zone_of
from models.queries.settings import hours_of, keep_hours, place_zone_of
from models.tables import AuditEntry
from models.work import Work


async def look_at_settings(work: Work, actor: Actor) -> SettingsCard:
    """The actor's own settings as they stand."""
    async with work.reading() as session:
        return await _card(session, work, actor, await hours_of(session, actor))


async def _card(session: AsyncSession, work: Work, actor: Actor, hours: Hours) -> SettingsCard:
    today = local_day(work.now(), await zone_of(session, actor))
    place_zone = await place_zone_of(session, actor)
    return SettingsCard(
        person_id=actor.person_id,
        hours=hours,
        zone=hours.zone or place_zone,
        place_zone=place_zone,
        usual=hours == USUAL,
        subjects=subjects_of(actor.roles),
        absences=await absences_of(session, actor, today),
        acting=await acting_of(session, actor, today),
        staff=bool(actor.owns),
    )


async def move_digest(work: Work, actor: Actor, hour: time) -> SettingsCard:
    """The letter of the week and the lists come at that hour.

    Raises:
        HourOutsideDay: the person is not written to at that hour.
    """
    async with work:
        hours = await hours_of(work.session, actor)
        if hour in DIGEST_HOURS and hour not in digest_hours(hours):
            raise HourOutsideDay(hours.day_begins, hours.day_ends)
        _check(hour in DIGEST_HOURS)
        return await _keep(work, actor, hours, replace(hours, digest_hour=hour))


def _check(offered: bool) -> None:
    if not offered:
        raise WrongState


async def _keep(work: Work, actor: Actor, before: Hours, after: Hours) -> SettingsCard:
    """Keep the choice and write down what it changed; what stood so already is committed as nothing new."""
    fresh = before != after
    if fresh:
        await keep_hours(work.session, actor, after)
        work.session.add(
            AuditEntry(
                at=work.now(),
                person_id=actor.person_id,
                action="choose_hours",
                subject="person",
                subject_id=actor.person_id,
                detail={"before": _plain(before), "after": _plain(after)},
            )
        )
        await work.session.flush()
    card = await _card(work.session, work, actor, after)
    await work.commit(fresh=fresh)
    return replace(card, fresh=fresh)


def _plain(hours: Hours) -> dict[str, object]:
    """As the audit keeps it."""
    return {
        "letter_weekday": hours.letter_weekday,
        "digest_hour": f"{hours.digest_hour:%H:%M}",
        "day": f"{hours.day_begins:%H:%M}–{hours.day_ends:%H:%M}",
        "muted": sorted(hours.muted),
        "zone": hours.zone,
    }


async def move_letter(work: Work, actor: Actor, weekday: int) -> SettingsCard:
    """The letter of the week comes on that weekday, Monday being 0."""
    async with work:
        _check(weekday in WEEKDAYS)
        hours = await hours_of(work.session, actor)
        return await _keep(work, actor, hours, replace(hours, letter_weekday=weekday))


async def move_morning(work: Work, actor: Actor, begins: time) -> SettingsCard:
    """Nothing comes before that hour; the letter and the lists move along where they must."""
    async with work:
        _check(begins in MORNINGS)
        hours = await hours_of(work.session, actor)
        return await _move_day(work, actor, hours, begins, hours.day_ends)


async def move_evening(work: Work, actor: Actor, ends: time) -> SettingsCard:
    """Nothing comes from that hour on; the letter and the lists move along where they must."""
    async with work:
        _check(ends in EVENINGS)
        hours = await hours_of(work.session, actor)
        return await _move_day(work, actor, hours, hours.day_begins, ends)


async def _move_day(work: Work, actor: Actor, hours: Hours, begins: time, ends: time) -> SettingsCard:
    after = with_day(hours, begins, ends)
    card = await _keep(work, actor, hours, after)
    return replace(card, moved=after.digest_hour != hours.digest_hour)


async def mute(work: Work, actor: Actor, subject: Subject, *, muted: bool) -> SettingsCard:
    """Do without news of that kind, or have it again."""
    async with work:
        _check(subject in subjects_of(actor.roles) or not muted)
        hours = await hours_of(work.session, actor)
        kinds = hours.muted | {subject} if muted else hours.muted - {subject}
        return await _keep(work, actor, hours, replace(hours, muted=kinds))


async def live_by(work: Work, actor: Actor, zone: Zone | None) -> SettingsCard:
    """Live by another zone than that of one's place, or by that again where none is named."""
    async with work:
        hours = await hours_of(work.session, actor)
        chosen = None if zone == await place_zone_of(work.session, actor) else zone
        return await _keep(work, actor, hours, replace(hours, zone=chosen))


async def restore_usual(work: Work, actor: Actor) -> SettingsCard:
    """All as it was before anything was chosen."""
    async with work:
        return await _keep(work, actor, await hours_of(work.session, actor), USUAL)
