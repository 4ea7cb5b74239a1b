"""What letters and lists say to each role, by figures decided by hand."""

from datetime import datetime, timedelta

import pytest

from models.cards.outbox import Sent
from models.cards.tasks import Behind, ListKind
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.lifecycles import State
from models.domain.notices import DocumentConfirmed, WeekBegan
from models.domain.plan import Executor, Scope
from models.queries.letters import behind, day_card, letter_card
from models.queries.walls import wall_of
from models.usecases.outbox import claim_due, settle
from models.usecases.tasks import list_of, mark_done, nudge_debtors, week_of
from tests.builders import (
    BIRCH,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    NEIGHBOUR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    row,
    until,
    visit,
)


async def late_schools(land: Land, name: str, calendars: Calendars | None = None) -> list[tuple[str, int]]:
    actor = await land.actor(name)
    async with land.work.reading() as session:
        wall = await wall_of(session, calendars or Calendars(), actor, land.clock())
        return [(one.school, one.late) for one in await behind(session, actor, wall)]


class TestTheLadder:
    """A school's row due on Friday, 12 March: a director sees it at once, others after so many working days."""

    @pytest.mark.parametrize(
        ("now", "curator", "coordinator"),
        [
            (at(3, 15, 9), [], []),
            (at(3, 16, 9), [], []),
            (at(3, 17, 9), [(LAKE, 1)], []),
            (at(3, 22, 9), [(LAKE, 1)], []),
            (at(3, 23, 9), [(LAKE, 1)], [(LAKE, 1)]),
        ],
    )
    async def test_three_working_days_and_seven(
        self, land: Land, now: datetime, curator: list[tuple[str, int]], coordinator: list[tuple[str, int]]
    ) -> None:
        await land.publish(row("1", until(3, 12), schools=(LAKE,)))
        land.clock.set(now)
        assert await late_schools(land, CURATOR) == curator
        assert await late_schools(land, COORDINATOR) == coordinator
        assert await late_schools(land, GOVERNOR) == coordinator
        assert await late_schools(land, NEIGHBOUR) == []
        assert await late_schools(land, SECOND_CURATOR) == []
        assert await late_schools(land, DIRECTOR) == []

    async def test_days_off_of_the_region_put_it_off(self, land: Land) -> None:
        await land.publish(row("1", until(3, 12), schools=(LAKE,)))
        land.clock.set(at(3, 17, 9))
        resting = Calendars(local={DISTRICT: WorkCalendar(days_off=frozenset({day(3, 16)}))})
        assert await late_schools(land, CURATOR, resting) == []

    async def test_a_curators_own_rows_are_no_debt_of_the_school(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 12), schools=(LAKE, BIRCH)))
        land.clock.set(at(3, 24, 9))
        assert await late_schools(land, CURATOR) == []
        assert await late_schools(land, COORDINATOR) == [(BIRCH, 1), (LAKE, 1)]

    async def test_the_latest_school_stands_first_with_its_oldest_day(self, land: Land) -> None:
        await land.publish(
            row("1", until(3, 10), schools=(LAKE, BIRCH)), row("2", until(3, 11), schools=(BIRCH,)), by=COORDINATOR
        )
        land.clock.set(at(3, 29, 9))
        actor = await land.actor(COORDINATOR)
        async with land.work.reading() as session:
            found = await behind(session, actor, await wall_of(session, Calendars(), actor, land.clock()))
        lake, birch = await land.school(LAKE), await land.school(BIRCH)
        assert found == (
            Behind(birch.id, BIRCH, DISTRICT, 2, day(3, 10)),
            Behind(lake.id, LAKE, DISTRICT, 1, day(3, 10)),
        )


class TestFigures:
    async def test_of_all_that_is_due_by_today(self, land: Land) -> None:
        await land.publish(
            row("1", until(3, 10), schools=(LAKE, BIRCH)),
            row("2", until(3, 11), schools=(LAKE,)),
            row("3", until(3, 30), schools=(LAKE,)),
            row("4", until(3, 11), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
        )
        await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("1", LAKE)).id)
        await land.turns((await land.assignment("2", LAKE)).id, State.NOT_HELD)
        land.clock.set(at(3, 11, 9))
        week = await week_of(land.work, await land.actor(COORDINATOR))
        assert week.figures is not None
        assert (week.figures.due, week.figures.done, week.figures.late) == (3, 1, 1)
        assert not week.figures.several_places
        assert not week.quiet

    async def test_a_director_reads_no_figures(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10), schools=(LAKE,)))
        week = await week_of(land.work, await land.actor(DIRECTOR))
        assert (week.figures, week.behind, week.unreachable, week.documents) == (None, (), (), ())

    async def test_a_territory_without_debts_has_a_quiet_week(self, land: Land) -> None:
        week = await week_of(land.work, await land.actor(COORDINATOR))
        assert week.quiet


class TestNudging:
    async def test_the_people_of_late_schools_are_asked_once_a_day(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10), schools=(LAKE,)))
        land.clock.set(at(3, 29, 9))
        coordinator = await land.actor(COORDINATOR)
        assert await nudge_debtors(land.work, coordinator) == 3
        assert sorted(await land.news("Nudged")) == sorted([CURATOR, DIRECTOR, DEPUTY])
        assert await nudge_debtors(land.work, coordinator) == 3
        assert len(await land.news("Nudged")) == 3
        land.clock.set(at(3, 30, 9))
        await nudge_debtors(land.work, coordinator)
        assert len(await land.news("Nudged")) == 6

    async def test_where_nobody_is_late_nobody_is_asked(self, land: Land) -> None:
        assert await nudge_debtors(land.work, await land.actor(COORDINATOR)) == 0


class TestTheDay:
    async def test_what_is_late_today_and_soon(self, land: Land) -> None:
        await land.publish(*(row(str(n), until(3, n), schools=(LAKE,)) for n in (8, 9, 10, 11, 12, 15, 16)))
        land.clock.set(at(3, 10, 9))
        actor = await land.actor(DIRECTOR)
        async with land.work.reading() as session:
            listed = await day_card(session, actor, await wall_of(session, Calendars(), actor, land.clock()))
        assert [one.number for one in listed.late] == ["9"]
        assert [one.number for one in listed.today] == ["10"]
        assert [one.number for one in listed.soon] == ["11", "15"]

    async def test_all_that_is_late(self, land: Land) -> None:
        await land.publish(*(row(str(n), until(3, n), schools=(LAKE,)) for n in (9, 10, 11)))
        land.clock.set(at(3, 11, 9))
        listed = await list_of(land.work, await land.actor(DIRECTOR), ListKind.LATE)
        assert [one.number for one in listed.late] == ["9", "10"]


async def test_news_that_found_no_room_are_named_until_they_were_said(land: Land) -> None:
    director = await land.person(DIRECTOR)
    async with land.work as work:
        for number in range(12):
            work.tell(director, DocumentConfirmed(number), once=str(number))
        await work.commit()
    sent = 0
    while cards := await claim_due(land.work, 5, timedelta(minutes=1)):
        for card in cards:
            await settle(land.work, card.id, Sent(card.chat_id, 1))
            sent += 1
    assert sent == 10
    land.clock.set(at(3, 15, 9))
    actor = await land.actor(DIRECTOR)
    async with land.work.reading() as session:
        wall = await wall_of(session, Calendars(), actor, land.clock())
        week = await letter_card(session, actor, wall, day(3, 15))
    assert [(one.kind, one.count) for one in week.held] == [("DocumentConfirmed", 2)]
    async with land.work as work:
        work.tell(director, WeekBegan(day(3, 15)), once="2027-03-15")
        await work.commit()
    (letter,) = await claim_due(land.work, 5, timedelta(minutes=1))
    await settle(land.work, letter.id, Sent(letter.chat_id, 2))
    land.clock.set(at(3, 16, 9))
    async with land.work.reading() as session:
        wall = await wall_of(session, Calendars(), actor, land.clock())
        assert (await day_card(session, actor, wall)).held == ()
