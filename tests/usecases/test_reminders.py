import asyncio
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from models.domain.access import Role
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.hours import Subject
from models.domain.notices import (
    DayBegan,
    DeliveryFailed,
    VisitsAhead,
    VisitsDue,
    WebinarSoon,
    WebinarTomorrow,
    WeekBegan,
    unpack,
)
from models.domain.outbox import DropReason, OutboxState
from models.domain.plan import Executor, Scope
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
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
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

WEEK, DAY, REPORT = (kind.__name__ for kind in (WeekBegan, DayBegan, DeliveryFailed))
AHEAD, VISITS, EVE, SOON = (kind.__name__ for kind in (VisitsAhead, VisitsDue, WebinarTomorrow, WebinarSoon))
AT_HOME = [GOVERNOR, COORDINATOR, CURATOR, SECOND_CURATOR, DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR]
NEXT_DOORS = [NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR]


async def tick(land: Land, moment: datetime, *kinds: str) -> int:
    """How many pieces of news, of those kinds where any are named, a tick at that moment puts."""
    land.clock.set(moment)
    before = {one.id for one in await land.rows(OutboxRow)}
    put = await put_due(land.work)
    fresh = [one for one in await land.rows(OutboxRow) if one.id not in before]
    assert len(fresh) == put
    return sum(one.kind in kinds for one in fresh) if kinds else put


class TestTheLetterOfTheWeek:
    async def test_it_goes_at_nine_on_monday_by_the_wall_of_each(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 8, 59, 59, zone=URALS), WEEK) == 0
        assert await tick(land, at(3, 15, 9, 0, zone=URALS), WEEK) == 3
        assert await land.news(WEEK) == NEXT_DOORS
        assert await tick(land, at(3, 15, 8, 59, 59), WEEK) == 0
        assert await tick(land, at(3, 15, 9, 0), WEEK) == 8
        assert await land.news(WEEK) == NEXT_DOORS + AT_HOME

    async def test_a_tick_that_runs_twice_changes_nothing(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9), WEEK) == 11
        assert await tick(land, at(3, 15, 9), WEEK) == 0
        assert await tick(land, at(3, 15, 9, 0, 15), WEEK) == 0
        assert len(await land.rows(OutboxRow)) == 11

    async def test_two_ticks_at_once_tell_each_once(self, land: Land) -> None:
        land.clock.set(at(3, 15, 9))
        await asyncio.gather(put_due(land.work), put_due(land.work))
        assert len(await land.rows(OutboxRow)) == 11

    async def test_after_an_outage_it_comes_on_tuesday(self, land: Land) -> None:
        assert await tick(land, at(3, 16, 14, 30), WEEK) == 11
        told = (await land.rows(OutboxRow))[0]
        assert unpack(told.kind, told.body) == WeekBegan(day(3, 15))
        assert (told.once, told.expires_at) == ("2027-03-15", at(3, 17, 9))

    async def test_until_wednesday_morning_and_no_longer(self, land: Land) -> None:
        assert await tick(land, at(3, 17, 9, 1), WEEK) == 0
        assert await tick(land, at(3, 17, 9, 0), WEEK) == 0
        assert await tick(land, at(3, 17, 8, 59, 59), WEEK) == 8
        assert await land.news(WEEK) == AT_HOME

    async def test_each_week_has_its_own(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9), WEEK) == 11
        assert await tick(land, at(3, 22, 9), WEEK) == 11

    async def test_who_lives_in_two_zones_gets_one(self, land: Land) -> None:
        await land.appoint(DIRECTOR, Role.CURATOR, school=FOREST)
        assert await tick(land, at(3, 15, 9, zone=URALS), WEEK) == 3
        assert DIRECTOR not in await land.news(WEEK)
        assert await tick(land, at(3, 15, 9), WEEK) == 8
        assert (await land.news(WEEK)).count(DIRECTOR) == 1

    async def test_who_came_in_during_the_day_gets_it_with_the_next_tick(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9), WEEK) == 11
        land.clock.set(at(3, 15, 11))
        await land.comes_in("Вера Тихая", Role.SCHOOL_COORDINATOR, at_schools=(LINDEN,))
        assert await tick(land, at(3, 15, 11, 1), WEEK) == 1

    async def test_who_has_left_gets_none_who_comes_tomorrow_neither(self, land: Land) -> None:
        await land.serves(DIRECTOR, until=day(3, 14))
        await land.serves(CURATOR, since=day(3, 16))
        await land.serves(DEPUTY, since=day(3, 15), until=day(3, 15))
        assert await tick(land, at(3, 15, 9), WEEK) == 9
        assert {DIRECTOR, CURATOR}.isdisjoint(await land.news(WEEK))
        assert await tick(land, at(3, 16, 9), WEEK) == 1
        assert (await land.news(WEEK))[-1] == CURATOR


class TestTheDaysVisits:
    async def test_the_list_comes_at_half_past_eight(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        assert await tick(land, at(3, 11, 8, 29, 59), VISITS) == 0
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 2
        assert await tick(land, at(3, 11, 8, 31), VISITS) == 0
        assert await land.news(VISITS) == [CURATOR, SECOND_CURATOR]
        (told, _) = await land.rows(OutboxRow, OutboxRow.kind == VISITS)
        assert unpack(told.kind, told.body) == VisitsDue(day(3, 11))
        assert told.expires_at == at(3, 11, 20)

    async def test_by_the_wall_of_the_school(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)), by=GOVERNOR)
        assert await tick(land, at(3, 11, 8, 30, zone=URALS), VISITS) == 1
        assert await land.news(VISITS) == [NEXT_CURATOR]
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 2

    async def test_who_visits_in_two_zones_gets_one_list(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)), by=GOVERNOR)
        await land.appoint(SECOND_CURATOR, Role.CURATOR, school=FOREST)
        assert await tick(land, at(3, 11, 8, 30, zone=URALS), VISITS) == 2
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 1
        assert sorted(await land.news(VISITS)) == sorted([CURATOR, SECOND_CURATOR, NEXT_CURATOR])

    @pytest.mark.parametrize(("hour", "minute", "told"), [(19, 59, 2), (20, 0, 0), (22, 0, 0)])
    async def test_it_is_caught_up_until_the_evening(self, land: Land, hour: int, minute: int, told: int) -> None:
        await land.publish(visit("1", until(3, 11)))
        assert await tick(land, at(3, 11, hour, minute), VISITS) == told

    async def test_not_the_day_before_nor_after(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 12)))
        assert await tick(land, at(3, 11, 12), VISITS) == 0
        assert await tick(land, at(3, 13, 12), VISITS) == 0

    async def test_who_has_been_there_is_not_reminded(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        for school in (LAKE, BIRCH):
            await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", school)).id)
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 0

    async def test_a_mark_taken_back_is_a_visit_to_make(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), schools=(BIRCH,)))
        curator = await land.actor(CURATOR)
        marked = await mark_done(land.work, curator, (await land.assignment("1", BIRCH)).id)
        assert marked.card.mark is not None
        await take_back(land.work, curator, marked.card.mark.change_id)
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 2

    async def test_neither_withdrawn_visits_nor_other_rows_nor_others_visits(self, land: Land) -> None:
        await land.publish(
            visit("1", until(3, 11), schools=(LAKE,)),
            row("2", until(3, 11), by=(Executor.CURATOR,)),
        )
        await land.withdraw((await land.assignment("1", LAKE)).id)
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 0

    async def test_a_coordinator_whom_the_row_names_visits_too(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), executors=(Executor.MUNICIPAL_COORDINATOR,)))
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 1
        assert await land.news(VISITS) == [COORDINATOR]

    async def test_a_regional_one_by_the_regions_map(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), executors=(Executor.REGIONAL_COORDINATOR,)), by=GOVERNOR)
        assert await tick(land, at(3, 11, 8, 30, zone=URALS), VISITS) == 1
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 0
        assert await land.news(VISITS) == [GOVERNOR]

    async def test_a_new_curator_is_told_instead_of_the_old_one(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11), schools=(LAKE,)))
        await land.serves(CURATOR, until=day(3, 10))
        await land.appoint(SECOND_CURATOR, Role.CURATOR, school=LAKE, since=day(3, 11))
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 1
        assert await land.news(VISITS) == [SECOND_CURATOR]


class TestTheEveningBefore:
    async def test_visits_of_tomorrow_are_named_at_five(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        assert await tick(land, at(3, 10, 16, 59, 59), AHEAD) == 0
        assert await tick(land, at(3, 10, 17), AHEAD) == 2
        assert await tick(land, at(3, 10, 17, 1), AHEAD) == 0
        told = (await land.rows(OutboxRow, OutboxRow.kind == AHEAD))[0]
        assert unpack(told.kind, told.body) == VisitsAhead(day(3, 11), day(3, 11))
        assert told.expires_at == at(3, 10, 20)

    async def test_mondays_visits_are_named_on_friday(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 15)))
        assert await tick(land, at(3, 12, 17), AHEAD) == 2
        assert await tick(land, at(3, 14, 17), AHEAD) == 0

    async def test_who_does_without_it_is_not_told(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 11)))
        await land.prefers(CURATOR, muted=[Subject.VISITS])
        assert await tick(land, at(3, 10, 17), AHEAD) == 1
        assert await tick(land, at(3, 11, 8, 30), VISITS) == 1
        assert await land.news(VISITS) == [SECOND_CURATOR]


class TestTheDaysList:
    """Wednesday, 10 March: a day of no letter for anybody, whose letters came on Tuesday after the holiday."""

    async def tuesday(self, land: Land) -> None:
        assert await tick(land, at(3, 9, 9), DAY) == 0
        assert await land.news(WEEK)

    @pytest.mark.parametrize("due", [(3, 9), (3, 10), (3, 11), (3, 15)])
    async def test_it_names_what_is_late_due_today_in_one_and_in_three_working_days(
        self, land: Land, due: tuple[int, int]
    ) -> None:
        await land.publish(row("1", until(*due), schools=(LAKE,)))
        await self.tuesday(land)
        assert await tick(land, at(3, 10, 8, 59, 59), DAY) == 0
        assert await tick(land, at(3, 10, 9), DAY) == 2
        assert await tick(land, at(3, 10, 9, 1), DAY) == 0
        assert await land.news(DAY) == [DIRECTOR, DEPUTY]
        (told, _) = await land.rows(OutboxRow, OutboxRow.kind == DAY)
        assert unpack(told.kind, told.body) == DayBegan(day(3, 10))
        assert told.expires_at == at(3, 10, 20)

    @pytest.mark.parametrize("due", [(3, 12), (3, 16), (3, 22)])
    async def test_and_nothing_else(self, land: Land, due: tuple[int, int]) -> None:
        await land.publish(row("1", until(*due)))
        await self.tuesday(land)
        assert await tick(land, at(3, 10, 9), DAY) == 0

    async def test_what_falls_due_on_a_day_off_is_named_before_and_after_it(self, land: Land) -> None:
        await land.publish(row("1", until(3, 13), schools=(LAKE,)))
        assert await tick(land, at(3, 11, 9), DAY) == 2
        assert await tick(land, at(3, 13, 9), DAY) == 0
        assert await tick(land, at(3, 15, 9), DAY) == 0
        assert DIRECTOR in await land.news(WEEK)

    async def test_who_gets_a_letter_that_day_gets_no_list(self, land: Land) -> None:
        await land.publish(row("1", until(3, 15)))
        assert await tick(land, at(3, 15, 9), DAY) == 0
        assert await tick(land, at(3, 15, 9, 5), DAY) == 0

    async def test_who_muted_the_letter_gets_the_list_even_so(self, land: Land) -> None:
        await land.publish(row("1", until(3, 15), schools=(LAKE,)))
        await land.prefers(DIRECTOR, muted=[Subject.LETTER])
        assert await tick(land, at(3, 15, 9), DAY) == 1
        assert DIRECTOR not in await land.news(WEEK)
        assert await land.news(DAY) == [DIRECTOR]

    async def test_curators_and_coordinators_have_lists_of_their_own(self, land: Land) -> None:
        await land.publish(
            row("1", until(3, 10), schools=(LAKE,), by=(Executor.CURATOR,)),
            row("2", until(3, 10), by=(Executor.MUNICIPAL_AUTHORITY,), scope=Scope.ONCE),
        )
        await self.tuesday(land)
        assert await tick(land, at(3, 10, 9), DAY) == 2
        assert sorted(await land.news(DAY)) == sorted([CURATOR, COORDINATOR])

    async def test_what_is_done_or_withdrawn_calls_nobody(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10), schools=(LAKE,)), row("2", until(3, 10), schools=(BIRCH,)))
        await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("1", LAKE)).id)
        await land.withdraw((await land.assignment("2", BIRCH)).id)
        await self.tuesday(land)
        assert await tick(land, at(3, 10, 9), DAY) == 0

    async def test_not_on_a_day_off_nor_after_the_evening(self, land: Land) -> None:
        await land.publish(row("1", until(3, 13)))
        await self.tuesday(land)
        assert await tick(land, at(3, 13, 12), DAY) == 0
        await land.publish(row("2", until(3, 16)))
        assert await tick(land, at(3, 16, 20), DAY) == 0

    async def test_regional_days_off_are_the_regions_own(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10), schools=(LAKE,)))
        resting = Calendars(local={DISTRICT: WorkCalendar(days_off=frozenset({day(3, 10)}))})
        land.clock.set(at(3, 10, 9))
        await put_due(land.work, resting)
        assert await land.news(DAY) == []


class TestTicksOfOneQuarter:
    async def ticks(self, land: Land, moment: datetime, since: datetime | None) -> int:
        land.clock.set(moment)
        return await put_due(land.work, since=since)

    async def test_what_has_an_hour_is_asked_once_a_quarter(self, land: Land) -> None:
        assert await self.ticks(land, at(3, 15, 8, 59, 50), at(3, 15, 8, 59, 40)) == 0
        assert await self.ticks(land, at(3, 15, 9, 0, 0), at(3, 15, 8, 59, 50)) == 11
        await land.comes_in("Вера Тихая", Role.SCHOOL_COORDINATOR, at_schools=(LINDEN,))
        assert await self.ticks(land, at(3, 15, 9, 14, 59), at(3, 15, 9, 0, 0)) == 0
        assert await self.ticks(land, at(3, 15, 9, 15), at(3, 15, 9, 14, 59)) == 1

    async def test_a_webinar_is_not_kept_waiting(self, land: Land) -> None:
        await TestWebinars().announce(land, starts_at=at(3, 12, 15, 7))
        await self.ticks(land, at(3, 12, 14, 50), None)
        assert await self.ticks(land, at(3, 12, 14, 52), at(3, 12, 14, 50)) == 2

    @pytest.mark.parametrize("since", [at(3, 15, 8), at(3, 15, 9, 5), None])
    async def test_a_late_tick_a_clock_set_back_and_a_new_start_ask_all(
        self, land: Land, since: datetime | None
    ) -> None:
        assert await self.ticks(land, at(3, 15, 9, 1), since) == 11


class TestOnesOwnHours:
    async def test_a_later_hour(self, land: Land) -> None:
        await land.prefers(DIRECTOR, digest_hour=time(11, 30))
        assert await tick(land, at(3, 15, 9), WEEK) == 10
        assert await tick(land, at(3, 15, 11, 29, 59), WEEK) == 0
        assert await tick(land, at(3, 15, 11, 30), WEEK) == 1

    async def test_another_day_for_the_letter(self, land: Land) -> None:
        await tick(land, at(3, 9, 9))
        await land.prefers(DIRECTOR, letter_weekday=3)
        assert await tick(land, at(3, 15, 9), WEEK) == 10
        assert await tick(land, at(3, 18, 9), WEEK) == 1
        assert (await land.news(WEEK))[-1] == DIRECTOR

    async def test_one_letter_a_week_however_often_the_day_is_changed(self, land: Land) -> None:
        assert await tick(land, at(3, 15, 9), WEEK) == 11
        await land.prefers(DIRECTOR, letter_weekday=3)
        assert await tick(land, at(3, 18, 9), WEEK) == 0

    async def test_another_zone_than_the_territorys(self, land: Land) -> None:
        await land.prefers(DIRECTOR, zone="Asia/Vladivostok")
        assert await tick(land, at(3, 15, 9, zone="Asia/Vladivostok"), WEEK) == 1
        assert await land.news(WEEK) == [DIRECTOR]
        assert await tick(land, at(3, 15, 9), WEEK) == 10

    async def test_who_changes_zone_that_night_is_told_once(self, land: Land) -> None:
        await land.prefers(DIRECTOR, zone="Asia/Vladivostok")
        assert await tick(land, at(3, 15, 9, zone="Asia/Vladivostok"), WEEK) == 1
        await land.prefers(DIRECTOR, zone="Europe/Kaliningrad")
        assert await tick(land, at(3, 15, 9, zone="Europe/Kaliningrad"), WEEK) == 10
        assert (await land.news(WEEK)).count(DIRECTOR) == 1

    async def test_who_is_away_gets_nothing_until_they_are_back(self, land: Land) -> None:
        await land.publish(row("1", until(3, 16), schools=(LAKE,)))
        await land.is_away(DIRECTOR, day(3, 15), day(3, 16))
        assert await tick(land, at(3, 15, 9), WEEK) == 10
        assert await tick(land, at(3, 16, 9), DAY) == 1
        assert await tick(land, at(3, 17, 8, 30), WEEK) == 1
        assert await tick(land, at(3, 17, 9), DAY) == 1
        assert await land.news(DAY) == [DEPUTY, DEPUTY]
        assert (await land.news(WEEK))[-1] == DIRECTOR


class TestElevenZones:
    ZONES = (
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
        "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    )  # fmt: skip

    async def test_each_is_told_at_nine_of_their_own_once(self, land: Land) -> None:
        people = dict(zip(self.ZONES, [*AT_HOME, *NEXT_DOORS], strict=True))
        for zone, person in people.items():
            await land.prefers(person, zone=zone)
        moments = sorted(at(3, 15, 9, zone=zone) for zone in self.ZONES)
        for number, moment in enumerate(moments, start=1):
            assert await tick(land, moment - timedelta(seconds=1), WEEK) == 0
            assert await tick(land, moment + timedelta(seconds=10), WEEK) == 1
            assert len(await land.news(WEEK)) == number
        assert await land.news(WEEK) == [people[zone] for zone in reversed(self.ZONES)]


class TestTheMorningsReport:
    async def failed(self, land: Land, person: str, reason: DropReason) -> None:
        """Something planned on Tuesday afternoon did not reach the person."""
        land.clock.set(at(3, 9, 16))
        async with land.work as work:
            work.tell(await land.person(person), WeekBegan(day(3, 1)), once=f"{person}")
            await work.commit()
        async with land.work as work:
            (kept,) = await work.session.scalars(select(OutboxRow).where(OutboxRow.once == person))
            kept.state, kept.reason, kept.settled_at = OutboxState.DROPPED, reason, work.now()
            await work.commit()

    async def test_coordinators_hear_whom_nothing_reached_at_half_past_nine(self, land: Land) -> None:
        await self.failed(land, DIRECTOR, DropReason.UNREACHABLE)
        assert await tick(land, at(3, 10, 9, 29, 59), REPORT) == 0
        assert await tick(land, at(3, 10, 9, 30), REPORT) == 2
        assert await tick(land, at(3, 10, 9, 31), REPORT) == 0
        assert sorted(await land.news(REPORT)) == sorted([GOVERNOR, COORDINATOR])

    @pytest.mark.parametrize("reason", [DropReason.NO_LONGER_TRUE, DropReason.ROLE_LOST, DropReason.ABSENT])
    async def test_what_needed_no_sending_is_no_failure(self, land: Land, reason: DropReason) -> None:
        await self.failed(land, DIRECTOR, reason)
        assert await tick(land, at(3, 10, 9, 30), REPORT) == 0

    async def test_where_all_arrived_nothing_is_said(self, land: Land) -> None:
        assert await tick(land, at(3, 10, 9, 30), REPORT) == 0

    async def test_neighbours_hear_of_their_own_people_alone(self, land: Land) -> None:
        await self.failed(land, NEXT_DIRECTOR, DropReason.IN_DOUBT)
        await tick(land, at(3, 10, 9, 30, zone=URALS), REPORT)
        await tick(land, at(3, 10, 9, 30), REPORT)
        assert sorted(await land.news(REPORT)) == sorted([GOVERNOR, NEIGHBOUR])


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
        assert await tick(land, at(3, 11, 16, 59, 59), EVE, SOON) == 0
        assert await tick(land, at(3, 11, 17, 0), EVE, SOON) == 2
        assert await tick(land, at(3, 11, 17, 1), EVE, SOON) == 0
        assert await land.news(EVE) == [CURATOR, SECOND_CURATOR]
        (told, _) = await land.rows(OutboxRow)
        assert unpack(told.kind, told.body) == WebinarTomorrow(webinar_id, 1)
        assert told.expires_at == at(3, 12, 14, 45)

    async def test_and_a_quarter_of_an_hour_before(self, land: Land) -> None:
        webinar_id = await self.announce(land)
        await tick(land, at(3, 11, 17), EVE, SOON)
        assert await tick(land, at(3, 12, 14, 44, 59), EVE, SOON) == 0
        assert await tick(land, at(3, 12, 14, 45), EVE, SOON) == 2
        assert await tick(land, at(3, 12, 14, 46), EVE, SOON) == 0
        told = (await land.rows(OutboxRow, OutboxRow.kind == SOON))[0]
        assert unpack(told.kind, told.body) == WebinarSoon(webinar_id, 1)
        assert told.expires_at == at(3, 12, 15, 10)

    @pytest.mark.parametrize(("minute", "second", "told"), [(0, 0, 2), (9, 59, 2), (10, 0, 0), (30, 0, 0)])
    async def test_the_link_is_worth_sending_ten_minutes_more(
        self, land: Land, minute: int, second: int, told: int
    ) -> None:
        await self.announce(land)
        assert await tick(land, at(3, 12, 15, minute, second), EVE, SOON) == told

    async def test_who_was_not_told_in_the_evening_is_told_in_the_morning(self, land: Land) -> None:
        await self.announce(land)
        assert await tick(land, at(3, 12, 9), EVE, SOON) == 2
        assert await land.news(EVE) == [CURATOR, SECOND_CURATOR]

    async def test_an_early_webinar_has_its_eve_the_day_before_by_its_own_wall(self, land: Land) -> None:
        await self.announce(land, starts_at=at(3, 12, 1))
        assert await tick(land, at(3, 10, 17), EVE, SOON) == 0
        assert await tick(land, at(3, 11, 17), EVE, SOON) == 2

    async def test_the_regions_webinar_reaches_all_districts(self, land: Land) -> None:
        await self.announce(land, Role.CURATOR, by=GOVERNOR)
        assert await tick(land, at(3, 11, 17), EVE, SOON) == 3

    async def test_who_joined_since_is_told_who_left_is_not(self, land: Land) -> None:
        await self.announce(land)
        await tick(land, at(3, 11, 17), EVE, SOON)
        await land.serves(CURATOR, until=day(3, 11))
        await land.appoint(DIRECTOR, Role.CURATOR, school=LINDEN, since=day(3, 12))
        assert await tick(land, at(3, 12, 9), EVE, SOON) == 1
        assert await tick(land, at(3, 12, 14, 45), EVE, SOON) == 2
        assert sorted(await land.news(SOON)) == sorted([SECOND_CURATOR, DIRECTOR])

    async def test_a_changed_one_is_told_anew(self, land: Land) -> None:
        webinar_id = await self.announce(land)
        await tick(land, at(3, 11, 17), EVE, SOON)
        async with land.work as work:
            (await work.session.get_one(Webinar, webinar_id)).revision = 2
            await work.commit()
        assert await tick(land, at(3, 11, 18), EVE, SOON) == 2

    async def test_a_cancelled_one_is_not_told(self, land: Land) -> None:
        await land.cancels(await self.announce(land))
        assert await tick(land, at(3, 11, 17), EVE, SOON) == 0
        assert await tick(land, at(3, 12, 14, 45), EVE, SOON) == 0


async def test_who_blocked_the_bot_is_still_counted_and_dropped_later_with_a_reason(land: Land) -> None:
    await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=False)
    assert await tick(land, at(3, 15, 9)) == 11


async def test_all_that_is_due_is_put_with_one_tick(land: Land) -> None:
    await land.publish(visit("1", until(3, 15)))
    await TestWebinars().announce(land, starts_at=at(3, 15, 9, 10))
    assert await tick(land, at(3, 15, 9)) == 11 + 2 + 2
    assert len(await land.news(WEEK)) == 11
    assert len(await land.news(VISITS)) == len(await land.news(SOON)) == 2
