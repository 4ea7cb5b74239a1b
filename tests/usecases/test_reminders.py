import asyncio
from datetime import datetime

import pytest

from models.domain.access import Role
from models.domain.notices import VisitsDue, WebinarSoon, WebinarTomorrow, WeekBegan, unpack
from models.domain.plan import Executor
from models.tables import OutboxRow, Webinar
from models.usecases.people import note_reachable
from models.usecases.reminders import put_due
from models.usecases.tasks import mark_done, take_back
from models.usecases.webinars import add_webinar
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    PLATFORM,
    SAMARA,
    SECOND_CURATOR,
    URALS,
    Land,
    at,
    day,
    row,
    until,
    visit,
)

WEEK, VISITS, EVE, SOON = (kind.__name__ for kind in (WeekBegan, VisitsDue, WebinarTomorrow, WebinarSoon))
AT_HOME = [CURATOR, SECOND_CURATOR, DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR]
NEXT_DOORS = [NEXT_CURATOR, NEXT_DIRECTOR]


async def tick(land: Land, moment: datetime) -> int:
    """How many pieces of news a tick at that moment puts."""
    land.clock.set(moment)
    return await put_due(land.work)


class TestTheLetterOfTheWeek:
    async def test_it_goes_at_nine_on_monday_by_the_wall_of_each(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 8, 59, 59, zone=URALS)) == 0
        assert await tick(land, at(3, 15, 9, 0, zone=URALS)) == 2
        assert await land.news(WEEK) == NEXT_DOORS
        assert await tick(land, at(3, 15, 8, 59, 59)) == 0
        assert await tick(land, at(3, 15, 9, 0)) == 6
        assert await land.news(WEEK) == NEXT_DOORS + AT_HOME

    async def test_a_tick_that_runs_twice_changes_nothing(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9)) == 8
        assert await tick(land, at(3, 15, 9)) == 0
        assert await tick(land, at(3, 15, 9, 0, 15)) == 0
        assert len(await land.rows(OutboxRow)) == 8

    async def test_two_ticks_at_once_tell_each_once(self, land: Land) -> None:
        land.clock.set(at(3, 15, 9))
        await asyncio.gather(put_due(land.work), put_due(land.work))
        assert len(await land.rows(OutboxRow)) == 8

    async def test_after_an_outage_it_comes_on_tuesday(self, land: Land) -> None:
        assert await tick(land, at(3, 16, 14, 30)) == 8
        told = (await land.rows(OutboxRow))[-1]
        assert unpack(told.kind, told.body) == WeekBegan(day(3, 15))
        assert (told.once, told.expires_at) == ("2027-03-15", at(3, 17, 9))

    async def test_until_wednesday_morning_and_no_longer(self, land: Land) -> None:
        assert await tick(land, at(3, 17, 9, 1)) == 0
        assert await tick(land, at(3, 17, 9, 0)) == 0
        assert await tick(land, at(3, 17, 8, 59, 59)) == 6
        assert await land.news(WEEK) == AT_HOME

    async def test_each_week_has_its_own(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9)) == 8
        assert await tick(land, at(3, 22, 9)) == 8

    async def test_who_lives_in_two_zones_gets_one(self, land: Land) -> None:
        await land.appoint(DIRECTOR, Role.CURATOR, school=FOREST)
        assert await tick(land, at(3, 15, 9, zone=URALS)) == 2
        assert DIRECTOR not in await land.news(WEEK)
        assert await tick(land, at(3, 15, 9)) == 6
        assert (await land.news(WEEK)).count(DIRECTOR) == 1

    async def test_who_came_in_during_the_day_gets_it_with_the_next_tick(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9)) == 8
        land.clock.set(at(3, 15, 11))
        await land.comes_in("Вера Тихая", Role.SCHOOL_COORDINATOR, at_schools=(LINDEN,))
        assert await tick(land, at(3, 15, 11, 1)) == 1

    async def test_who_has_left_gets_none_who_comes_tomorrow_neither(self, land: Land) -> None:
        await land.serves(DIRECTOR, until=day(3, 14))
        await land.serves(CURATOR, since=day(3, 16))
        await land.serves(DEPUTY, since=day(3, 15), until=day(3, 15))
        assert await tick(land, at(3, 15, 9)) == 6
        assert {DIRECTOR, CURATOR}.isdisjoint(await land.news(WEEK))
        assert await tick(land, at(3, 16, 9)) == 1
        assert (await land.news(WEEK))[-1] == CURATOR


class TestTheDaysVisits:
    async def test_the_list_comes_at_half_past_eight(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        assert await tick(land, at(3, 11, 8, 29, 59)) == 0
        assert await tick(land, at(3, 11, 8, 30)) == 2
        assert await tick(land, at(3, 11, 8, 31)) == 0
        assert await land.news(VISITS) == [CURATOR, SECOND_CURATOR]
        (told, _) = await land.rows(OutboxRow)
        assert unpack(told.kind, told.body) == VisitsDue(day(3, 11))
        assert told.expires_at == at(3, 11, 20)

    async def test_by_the_wall_of_the_school(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)), by=GOVERNOR)
        assert await tick(land, at(3, 11, 8, 30, zone=URALS)) == 1
        assert await land.news(VISITS) == [NEXT_CURATOR]
        assert await tick(land, at(3, 11, 8, 30)) == 2

    async def test_who_visits_in_two_zones_gets_one_list(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)), by=GOVERNOR)
        await land.appoint(SECOND_CURATOR, Role.CURATOR, school=FOREST)
        assert await tick(land, at(3, 11, 8, 30, zone=URALS)) == 2
        assert await tick(land, at(3, 11, 8, 30)) == 1
        assert sorted(await land.news(VISITS)) == sorted([CURATOR, SECOND_CURATOR, NEXT_CURATOR])

    @pytest.mark.parametrize(("hour", "minute", "told"), [(19, 59, 2), (20, 0, 0), (22, 0, 0)])
    async def test_it_is_caught_up_until_the_evening(self, land: Land, hour: int, minute: int, told: int) -> None:
        await land.publish(visit("1", until(3, 11)))
        assert await tick(land, at(3, 11, hour, minute)) == told

    async def test_not_the_day_before_nor_after(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 12)))
        assert await tick(land, at(3, 11, 12)) == 0
        assert await tick(land, at(3, 13, 12)) == 0

    async def test_who_has_been_there_is_not_reminded(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        for school in (LAKE, BIRCH):
            await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", school)).id)
        assert await tick(land, at(3, 11, 8, 30)) == 0

    async def test_a_mark_taken_back_is_a_visit_to_make(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), schools=(BIRCH,)))
        curator = await land.actor(CURATOR)
        marked = await mark_done(land.work, curator, (await land.assignment("1", BIRCH)).id)
        assert marked.card.mark is not None
        await take_back(land.work, curator, marked.card.mark.change_id)
        assert await tick(land, at(3, 11, 8, 30)) == 2

    async def test_neither_withdrawn_visits_nor_other_rows_nor_others_visits(self, land: Land) -> None:
        await land.publish(
            visit("1", until(3, 11), schools=(LAKE,)),
            row("2", until(3, 11), by=(Executor.CURATOR,)),
            visit("3", until(3, 11), executors=(Executor.MUNICIPAL_COORDINATOR,)),
        )
        await land.withdraw((await land.assignment("1", LAKE)).id)
        assert await tick(land, at(3, 11, 8, 30)) == 0

    async def test_a_new_curator_is_told_instead_of_the_old_one(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), schools=(LAKE,)))
        await land.serves(CURATOR, until=day(3, 10))
        await land.appoint(SECOND_CURATOR, Role.CURATOR, school=LAKE, since=day(3, 11))
        assert await tick(land, at(3, 11, 8, 30)) == 1
        assert await land.news(VISITS) == [SECOND_CURATOR]


class TestWebinars:
    async def announce(self, land: Land, *roles: Role, by: str = COORDINATOR, starts_at: datetime | None = None) -> int:
        """A webinar on Friday, 12 March, at 15:00 in the district."""
        card = await add_webinar(
            land.work,
            await land.actor(by),
            title="Работа с рисками",
            starts_at=starts_at or at(3, 12, 15),
            zone=SAMARA,
            link="https://example.ru/room",
            roles=roles or (Role.CURATOR,),
        )
        return card.webinar_id

    async def test_the_invited_hear_of_it_the_evening_before(self, land: Land) -> None:
        webinar_id = await self.announce(land)
        assert await tick(land, at(3, 11, 16, 59, 59)) == 0
        assert await tick(land, at(3, 11, 17, 0)) == 2
        assert await tick(land, at(3, 11, 17, 1)) == 0
        assert await land.news(EVE) == [CURATOR, SECOND_CURATOR]
        (told, _) = await land.rows(OutboxRow)
        assert unpack(told.kind, told.body) == WebinarTomorrow(webinar_id, 1)
        assert told.expires_at == at(3, 12, 14, 45)

    async def test_and_a_quarter_of_an_hour_before(self, land: Land) -> None:
        webinar_id = await self.announce(land)
        await tick(land, at(3, 11, 17))
        assert await tick(land, at(3, 12, 14, 44, 59)) == 0
        assert await tick(land, at(3, 12, 14, 45)) == 2
        assert await tick(land, at(3, 12, 14, 46)) == 0
        told = (await land.rows(OutboxRow, OutboxRow.kind == SOON))[0]
        assert unpack(told.kind, told.body) == WebinarSoon(webinar_id, 1)
        assert told.expires_at == at(3, 12, 15, 10)

    @pytest.mark.parametrize(("minute", "second", "told"), [(0, 0, 2), (9, 59, 2), (10, 0, 0), (30, 0, 0)])
    async def test_the_link_is_worth_sending_ten_minutes_more(
        self, land: Land, minute: int, second: int, told: int
    ) -> None:
        await self.announce(land)
        assert await tick(land, at(3, 12, 15, minute, second)) == told

    async def test_who_was_not_told_in_the_evening_is_told_in_the_morning(self, land: Land) -> None:
        await self.announce(land)
        assert await tick(land, at(3, 12, 9)) == 2
        assert await land.news(EVE) == [CURATOR, SECOND_CURATOR]

    async def test_an_early_webinar_has_its_eve_the_day_before_by_its_own_wall(self, land: Land) -> None:
        await self.announce(land, starts_at=at(3, 12, 1))
        assert await tick(land, at(3, 10, 17)) == 0
        assert await tick(land, at(3, 11, 17)) == 2

    async def test_the_regions_webinar_reaches_all_districts(self, land: Land) -> None:
        await self.announce(land, Role.CURATOR, by=GOVERNOR)
        assert await tick(land, at(3, 11, 17)) == 3

    async def test_who_joined_since_is_told_who_left_is_not(self, land: Land) -> None:
        await self.announce(land)
        await tick(land, at(3, 11, 17))
        await land.serves(CURATOR, until=day(3, 11))
        await land.appoint(DIRECTOR, Role.CURATOR, school=LINDEN, since=day(3, 12))
        assert await tick(land, at(3, 12, 9)) == 1
        assert await tick(land, at(3, 12, 14, 45)) == 2
        assert sorted(await land.news(SOON)) == sorted([SECOND_CURATOR, DIRECTOR])

    async def test_a_changed_one_is_told_anew(self, land: Land) -> None:
        webinar_id = await self.announce(land)
        await tick(land, at(3, 11, 17))
        async with land.work as work:
            (await work.session.get_one(Webinar, webinar_id)).revision = 2
            await work.commit()
        assert await tick(land, at(3, 11, 18)) == 2

    async def test_a_cancelled_one_is_not_told(self, land: Land) -> None:
        await land.cancels(await self.announce(land))
        assert await tick(land, at(3, 11, 17)) == 0
        assert await tick(land, at(3, 12, 14, 45)) == 0


async def test_who_blocked_the_bot_is_still_counted_and_dropped_later_with_a_reason(land: Land) -> None:
    await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=False)
    assert await tick(land, at(3, 15, 9)) == 8


async def test_all_that_is_due_is_put_with_one_tick(land: Land) -> None:
    await land.publish(visit("1", until(3, 15)))
    await TestWebinars().announce(land, starts_at=at(3, 15, 9, 10))
    assert await tick(land, at(3, 15, 9)) == 8 + 2 + 2
    assert len(await land.news(WEEK)) == 8
    assert len(await land.news(VISITS)) == len(await land.news(SOON)) == 2
