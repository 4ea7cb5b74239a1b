"""The morning's report: what was planned is what was sent, what waits, and what is explained."""

from models.cards.delivery import DeliveryCard, UnreachableCard
from models.domain.calendar import Calendars
from models.domain.notices import DocumentConfirmed
from models.domain.outbox import DropReason, OutboxState
from models.queries.delivery import delivery_card, unreachable_people
from models.queries.walls import wall_of
from models.tables import OutboxRow
from models.usecases.people import note_reachable
from tests.builders import (
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    GOVERNOR,
    NEIGHBOUR,
    NEXT_DIRECTOR,
    PLATFORM,
    Land,
    at,
)

FATES = (
    (DIRECTOR, OutboxState.SENT, None),
    (DIRECTOR, OutboxState.DROPPED, DropReason.UNREACHABLE),
    (DIRECTOR, OutboxState.DROPPED, DropReason.UNREACHABLE),
    (CURATOR, OutboxState.SENT, None),
    (CURATOR, OutboxState.DROPPED, DropReason.NO_LONGER_TRUE),
    (CURATOR, OutboxState.DROPPED, DropReason.ABSENT),
    (BIRCH_DIRECTOR, OutboxState.DROPPED, DropReason.EXPIRED),
    (BIRCH_DIRECTOR, OutboxState.DEAD, "A1B2C3"),
    (BIRCH_DIRECTOR, OutboxState.WAITING, None),
    (NEXT_DIRECTOR, OutboxState.DROPPED, DropReason.IN_DOUBT),
)


async def put(land: Land) -> None:
    """On Tuesday at four: what was planned, and what became of it."""
    land.clock.set(at(3, 9, 16))
    people = {name: await land.person(name) for name, _, _ in FATES}
    async with land.work as work:
        work.session.add_all(
            OutboxRow(
                person_id=people[name],
                kind=DocumentConfirmed.__name__,
                body={"document_id": number},
                once=str(number),
                lane=2,
                created_at=work.now(),
                not_before=work.now(),
                state=state,
                reason=reason,
            )
            for number, (name, state, reason) in enumerate(FATES)
        )
        await work.commit()


async def told(land: Land, name: str) -> DeliveryCard:
    actor = await land.actor(name)
    async with land.work.reading() as session:
        wall = await wall_of(session, Calendars(), actor, at(3, 10, 9, 30))
        return await delivery_card(session, actor, wall.today, at(3, 9, 9, 30), at(3, 10, 9, 30))


async def test_the_sums_agree_for_each_coordinator(land: Land) -> None:
    await put(land)
    for name, planned, failed in ((COORDINATOR, 9, 4), (GOVERNOR, 10, 5), (NEIGHBOUR, 1, 1)):
        card = await told(land, name)
        undelivered = sum(one.count for one in card.undelivered)
        assert (card.planned, undelivered) == (planned, failed)
        assert card.planned == card.sent + card.waiting + card.not_needed + undelivered


async def test_each_is_named_with_the_reason(land: Land) -> None:
    await put(land)
    card = await told(land, COORDINATOR)
    assert [(one.person, one.reason, one.count) for one in card.undelivered] == [
        (BIRCH_DIRECTOR, DropReason.EXPIRED, 1),
        (BIRCH_DIRECTOR, None, 1),
        (DIRECTOR, DropReason.UNREACHABLE, 2),
    ]
    assert (card.sent, card.waiting, card.not_needed) == (2, 1, 2)


async def test_whom_nothing_reaches_is_named_until_they_write_again(land: Land) -> None:
    land.clock.set(at(3, 9, 16))

    async def named(coordinator: str) -> tuple[UnreachableCard, ...]:
        actor = await land.actor(coordinator)
        async with land.work.reading() as session:
            return await unreachable_people(session, actor, at(3, 10, 9).date())

    await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=False)
    assert [one.person for one in await named(COORDINATOR)] == [DIRECTOR]
    assert [one.person for one in await named(GOVERNOR)] == [DIRECTOR]
    assert await named(NEIGHBOUR) == ()
    await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=True)
    assert await named(COORDINATOR) == ()
