import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, make_url, update

from models.cards.outbox import Dead, Dropped, InDoubt, Later, Moved, OutboxCard, Sent, Unreachable, Unreadable
from models.domain.access import Role
from models.domain.calendar import Calendars, WorkCalendar
from models.domain.hours import USUAL
from models.domain.notices import MessageOutdated, PlanChanged, VisitsDue, WebinarSoon, WeekBegan
from models.domain.outbox import DropReason, Lane, OutboxState
from models.queries import outbox as queries
from models.tables import Account, OutboxRow
from models.usecases.outbox import claim_due, next_due, settle, take_back
from models.work import Sessions, Work
from tests.conftest import NOON, Clock
from tests.delivery.mail import AT_ONCE, DOCUMENT, PLATFORM, TIMED, Post

LEASE = timedelta(minutes=2)
SAKHALIN = "Asia/Sakhalin"
MORNING = datetime(2027, 3, 9, 21, tzinfo=UTC)
"""Eight o'clock on Sakhalin, the next day."""


@pytest.fixture
def post(work: Work) -> Post:
    return Post(work)


async def claimed(work: Work, limit: int = 5) -> list[int]:
    return [card.id for card in await claim_due(work, limit, LEASE)]


class TestClaiming:
    async def test_a_card_says_all_the_sender_needs(self, work: Work, post: Post) -> None:
        _, school_id = await post.school()
        person = await post.person(700)
        await post.appoint(person, Role.CURATOR, school_id=school_id)
        expires = NOON + timedelta(hours=1)
        row = await post.tell(person, DOCUMENT, role=Role.CURATOR, school_id=school_id, expires_at=expires)
        (card,) = await claim_due(work, 5, LEASE)
        assert card == OutboxCard(
            id=row,
            person_id=person,
            chat_id="700",
            platform=PLATFORM,
            notice=DOCUMENT,
            role=Role.CURATOR,
            territory_id=None,
            school_id=school_id,
            lane=Lane.AT_ONCE,
            attempts=1,
            in_doubt=0,
            created_at=NOON,
            expires_at=expires,
        )
        stored = await post.row(row)
        assert (stored.state, stored.leased_until) == (OutboxState.CLAIMED, NOON + LEASE)

    async def test_lanes_go_first_and_then_age(self, work: Work, post: Post) -> None:
        people = [await post.person(700 + number) for number in range(4)]
        letter = await post.tell(people[0], WeekBegan(date(2027, 3, 8)))
        younger = await post.tell(people[1], AT_ONCE)
        older = await post.tell(people[2], AT_ONCE, not_before=NOON - timedelta(hours=1))
        timed = await post.tell(people[3], TIMED)
        assert await claimed(work, 2) == [timed, older]
        assert await claimed(work, 2) == [younger, letter]

    async def test_one_row_a_person_at_a_time(self, work: Work, post: Post) -> None:
        person, other = await post.person(700), await post.person(701)
        first, second = [await post.tell(person, AT_ONCE, once=str(number)) for number in range(2)]
        others = await post.tell(other, AT_ONCE)
        assert await claimed(work) == [first, others]
        assert await claimed(work) == []
        await settle(work, first, Sent("700", 1))
        assert await claimed(work) == [second]

    async def test_a_younger_row_does_not_overtake_one_that_waits_after_a_failure(
        self, work: Work, post: Post, clock: Clock
    ) -> None:
        person = await post.person(700)
        letter = await post.tell(person, WeekBegan(date(2027, 3, 8)))
        assert await claimed(work) == [letter]
        await settle(work, letter, Later(NOON + timedelta(seconds=30)))
        younger = await post.tell(person, AT_ONCE)
        assert await claimed(work) == []
        clock.move(seconds=30)
        assert await claimed(work) == [younger]
        await settle(work, younger, Sent("700", 1))
        assert await claimed(work) == [letter]

    async def test_news_of_a_later_hour_holds_nobody_up(self, work: Work, post: Post, clock: Clock) -> None:
        person = await post.person(700)
        later = await post.tell(person, TIMED, not_before=NOON + timedelta(hours=1))
        now = await post.tell(person, AT_ONCE)
        assert await claimed(work) == [now]
        await settle(work, now, Sent("700", 1))
        assert await claimed(work) == []
        assert await next_due(work) == NOON + timedelta(hours=1)
        clock.move(hours=1)
        assert await claimed(work) == [later]

    async def test_two_senders_never_claim_the_same_row(self, sessions: Sessions, clock: Clock, post: Post) -> None:
        await post.tell_all(await post.people(range(700, 760)), times=2)
        both: list[int] = []

        async def sender() -> None:
            while mine := await claimed(Work(sessions, clock), 3):
                both.extend(mine)
                for row_id in mine:
                    await settle(Work(sessions, clock), row_id, Sent("1", 1))

        await asyncio.gather(sender(), sender())
        assert sorted(both) == [row.id for row in await post.rows()]

    def test_where_rows_can_be_locked_locked_ones_are_passed_over(self) -> None:
        statement = queries.claiming()
        words = str(statement.compile(dialect=make_url("postgresql://").get_dialect()()))
        assert "FOR UPDATE SKIP LOCKED" in words
        assert "RETURNING" in words


class TestLease:
    async def test_a_lapsed_row_comes_back_in_doubt(self, work: Work, post: Post, clock: Clock) -> None:
        row = await post.tell(await post.person(700), AT_ONCE)
        assert await claimed(work) == [row]
        assert await next_due(work) == NOON + LEASE
        clock.move(seconds=119)
        assert await claimed(work) == []
        clock.move(seconds=1)
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.id, card.attempts, card.in_doubt) == (row, 2, 1)

    async def test_a_row_that_was_sent_after_its_lease_is_sent(self, work: Work, post: Post, clock: Clock) -> None:
        row = await post.tell(await post.person(700), AT_ONCE)
        await claimed(work)
        clock.move(minutes=3)
        await take_back(work)
        await settle(work, row, Sent("700", 12))
        assert await claimed(work) == []
        assert (await post.row(row)).state is OutboxState.SENT

    async def test_a_new_life_takes_back_what_an_earlier_one_left(self, work: Work, post: Post) -> None:
        row = await post.tell(await post.person(700), AT_ONCE)
        await claimed(work)
        assert await take_back(work) == 1
        assert await take_back(work) == 0
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.id, card.in_doubt) == (row, 1)


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a row ended."""

    state: OutboxState
    reason: str | None


async def fate(post: Post, row_id: int) -> Fate:
    row = await post.row(row_id)
    return Fate(row.state, row.reason)


class TestWhatIsNotSent:
    async def test_what_is_past(self, work: Work, post: Post, clock: Clock) -> None:
        row = await post.tell(await post.person(700), AT_ONCE, expires_at=NOON + timedelta(minutes=5))
        clock.move(minutes=5)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.EXPIRED)
        assert (await post.row(row)).settled_at == clock()

    @pytest.mark.parametrize(("chat_id", "consented"), [(None, True), (700, False)])
    async def test_nobody_to_write_to(self, work: Work, post: Post, chat_id: int | None, consented: bool) -> None:
        row = await post.tell(await post.person(chat_id, consented=consented), AT_ONCE)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.NO_ACCOUNT)

    async def test_the_others_are_claimed_past_many_that_are_dropped(
        self, work: Work, post: Post, clock: Clock
    ) -> None:
        for number in range(7):
            await post.tell(await post.person(700 + number), TIMED, expires_at=NOON)
        good = await post.tell(await post.person(800), AT_ONCE)
        assert await claimed(work, 3) == [good]

    async def test_news_this_edition_does_not_know(self, sessions: Sessions, work: Work, post: Post) -> None:
        person = await post.person(700)
        row = await post.tell(person, AT_ONCE)
        async with work:
            await work.session.execute(update(OutboxRow).values(kind="Forgotten"))
            await work.commit()
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.id, card.notice) == (row, Unreadable("Forgotten"))


class TestRoleLost:
    async def test_the_successors_are_told_once(self, work: Work, post: Post) -> None:
        _, school_id = await post.school()
        before, after, also = [await post.person(700 + number) for number in range(3)]
        await post.appoint(before, Role.CURATOR, school_id=school_id, until=date(2027, 3, 8))
        await post.appoint(after, Role.CURATOR, school_id=school_id, since=date(2027, 3, 9))
        await post.appoint(also, Role.CURATOR, school_id=school_id)
        expires = NOON + timedelta(days=1)
        lost = await post.tell(before, DOCUMENT, once="5/1", role=Role.CURATOR, school_id=school_id, expires_at=expires)
        told = await post.tell(also, DOCUMENT, once="5/1", role=Role.CURATOR, school_id=school_id)
        assert await claimed(work, 1) == [told]
        assert await fate(post, lost) == Fate(OutboxState.DROPPED, DropReason.ROLE_LOST)
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.person_id, card.notice, card.role, card.school_id) == (after, DOCUMENT, Role.CURATOR, school_id)
        assert card.expires_at == expires
        assert [row.person_id for row in await post.rows()] == [before, also, after]

    async def test_a_day_ends_by_the_clock_of_the_place(self, work: Work, post: Post, clock: Clock) -> None:
        territory_id, _ = await post.school(zone="Asia/Sakhalin")
        person = await post.person(700)
        await post.appoint(person, Role.COORDINATOR, territory_id=territory_id, until=date(2027, 3, 9))
        row = await post.tell(person, AT_ONCE, role=Role.COORDINATOR, territory_id=territory_id)
        # Sakhalin is eleven hours ahead: there it is past midnight.
        clock.set(NOON + timedelta(hours=1, minutes=1))
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.ROLE_LOST)

    async def test_whoever_holds_it_is_told(self, work: Work, post: Post) -> None:
        territory_id, _ = await post.school()
        person = await post.person(700)
        await post.appoint(person, Role.COORDINATOR, territory_id=territory_id, until=date(2027, 3, 9))
        row = await post.tell(person, AT_ONCE, role=Role.COORDINATOR, territory_id=territory_id)
        assert await claimed(work) == [row]

    async def test_the_same_role_elsewhere_does_not_count(self, work: Work, post: Post) -> None:
        _, here = await post.school()
        _, there = await post.school("Озёрская СОШ № 2")
        person = await post.person(700)
        await post.appoint(person, Role.DIRECTOR, school_id=there)
        row = await post.tell(person, AT_ONCE, role=Role.DIRECTOR, school_id=here)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.ROLE_LOST)

    async def test_what_cannot_be_read_is_not_handed_on(self, work: Work, post: Post) -> None:
        _, school_id = await post.school()
        before, after = await post.person(700), await post.person(701)
        await post.appoint(after, Role.DIRECTOR, school_id=school_id)
        row = await post.tell(before, AT_ONCE, role=Role.DIRECTOR, school_id=school_id)
        async with work:
            await work.session.execute(update(OutboxRow).values(kind="Forgotten"))
            await work.commit()
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.ROLE_LOST)
        assert len(await post.rows()) == 1


class TestHours:
    """Noon of the clock is 16:00 in Samara and 23:00 on Sakhalin."""

    async def served(self, post: Post, zone: str = SAKHALIN, **wants: Any) -> int:
        """A director there, with the times they chose."""
        _, school_id = await post.school(zone=zone)
        person = await post.person(700)
        await post.appoint(person, Role.DIRECTOR, school_id=school_id)
        if wants:
            await post.prefers(person, replace(USUAL, **wants))
        return person

    async def test_news_of_the_night_waits_for_the_morning(self, work: Work, post: Post, clock: Clock) -> None:
        row = await post.tell(await self.served(post), AT_ONCE)
        assert await claimed(work) == []
        waiting = await post.row(row)
        assert (waiting.state, waiting.not_before, waiting.attempts) == (OutboxState.WAITING, MORNING, 0)
        assert await next_due(work) == MORNING
        clock.set(MORNING - timedelta(seconds=1))
        assert await claimed(work) == []
        clock.set(MORNING)
        assert await claimed(work) == [row]

    async def test_what_is_stale_by_the_morning_is_dropped(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.served(post), AT_ONCE, expires_at=MORNING)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.EXPIRED)

    async def test_a_webinar_that_begins_waits_for_nothing_and_for_nobody(self, work: Work, post: Post) -> None:
        person = await self.served(post)
        await post.tell(person, AT_ONCE)
        begins = await post.tell(person, WebinarSoon(1, 1))
        assert await claimed(work) == [begins]

    async def test_a_days_list_of_visits_goes_on_a_day_off(self, work: Work, post: Post, clock: Clock) -> None:
        clock.set(datetime(2027, 3, 13, 6, tzinfo=UTC))
        person = await self.served(post, "Europe/Samara")
        await post.tell(person, AT_ONCE)
        visits = await post.tell(person, VisitsDue(date(2027, 3, 13)))
        assert await claimed(work) == [visits]

    async def test_a_quiet_evening_of_ones_own(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.served(post, "Europe/Samara", day_ends=time(15)), AT_ONCE)
        assert await claimed(work) == []
        assert (await post.row(row)).not_before == datetime(2027, 3, 10, 4, tzinfo=UTC)

    async def test_a_zone_of_ones_own(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.served(post, zone=SAKHALIN), AT_ONCE)
        assert await claimed(work) == []
        await post.prefers((await post.row(row)).person_id, replace(USUAL, zone="Europe/Samara"))
        another = await post.tell((await post.row(row)).person_id, AT_ONCE, once="2")
        assert await claimed(work) == [another]

    async def test_days_off_of_the_region(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.served(post, "Europe/Samara"), AT_ONCE)
        resting = Calendars(local={"Район: Озёрская СОШ № 1": WorkCalendar(days_off=frozenset({date(2027, 3, 9)}))})
        assert await claim_due(work, 5, LEASE, resting) == ()
        assert (await post.row(row)).not_before == datetime(2027, 3, 10, 4, tzinfo=UTC)

    async def test_a_backlog_of_five_hundred_goes_in_its_order(self, work: Work, post: Post, clock: Clock) -> None:
        """In the night each is looked at once; in the morning all go, a person's own in their order."""
        _, school_id = await post.school(zone=SAKHALIN)
        people = await post.people(range(1000, 1050))
        for person in people:
            await post.appoint(person, Role.DIRECTOR, school_id=school_id)
        await post.tell_all(people, times=10)
        assert await claimed(work, 20) == []
        clock.set(MORNING)
        seen: list[OutboxCard] = []
        while cards := await claim_due(work, 20, LEASE):
            seen += cards
            for card in cards:
                await settle(work, card.id, Sent(card.chat_id, None))
        assert len(seen) == 500
        for person in people:
            own = [card.id for card in seen if card.person_id == person]
            assert own == sorted(own)
            assert len(own) == 10


class TestTheDaysMeasure:
    async def ten(self, work: Work, post: Post) -> int:
        """Somebody who was sent ten messages today."""
        person = await post.person(700)
        for number in range(10):
            await post.tell(person, AT_ONCE, once=str(number))
            (row,) = await claimed(work)
            await settle(work, row, Sent("700", number))
        return person

    async def test_the_eleventh_is_left_to_the_next_letter(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.ten(work, post), DOCUMENT)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.CAPPED)

    async def test_a_new_day_begins_anew(self, work: Work, post: Post, clock: Clock) -> None:
        person = await self.ten(work, post)
        clock.set(NOON + timedelta(hours=20))
        row = await post.tell(person, DOCUMENT)
        assert await claimed(work) == [row]

    async def test_a_webinar_that_begins_is_told_all_the_same(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.ten(work, post), WebinarSoon(1, 1))
        assert await claimed(work) == [row]


class TestAbsence:
    async def away(self, post: Post, *, substitute: int | None = None) -> int:
        person = await post.person(700)
        await post.is_away(person, date(2027, 3, 9), date(2027, 3, 12), substitute=substitute)
        return person

    async def test_who_is_away_is_told_nothing_and_the_row_says_why(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.away(post), AT_ONCE)
        assert await claimed(work) == []
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.ABSENT)

    async def test_the_substitute_is_told_instead(self, work: Work, post: Post) -> None:
        substitute = await post.person(701)
        lost = await post.tell(await self.away(post, substitute=substitute), DOCUMENT, once="5/1")
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.person_id, card.notice) == (substitute, DOCUMENT)
        assert await fate(post, lost) == Fate(OutboxState.DROPPED, DropReason.ABSENT)

    async def test_but_not_of_the_others_letter(self, work: Work, post: Post) -> None:
        substitute = await post.person(701)
        await post.tell(await self.away(post, substitute=substitute), WeekBegan(date(2027, 3, 8)))
        assert await claimed(work) == []
        assert len(await post.rows()) == 1

    async def test_a_changed_plan_is_told_to_the_substitute(self, work: Work, post: Post) -> None:
        substitute = await post.person(701)
        await post.tell(await self.away(post, substitute=substitute), PlanChanged(5))
        (card,) = await claim_due(work, 5, LEASE)
        assert (card.person_id, card.notice) == (substitute, PlanChanged(5))

    async def test_an_older_message_loses_its_buttons_all_the_same(self, work: Work, post: Post) -> None:
        row = await post.tell(await self.away(post), MessageOutdated(1))
        assert await claimed(work) == [row]

    async def test_after_it_news_come_back(self, work: Work, post: Post, clock: Clock) -> None:
        person = await self.away(post)
        clock.set(NOON + timedelta(days=6))
        row = await post.tell(person, AT_ONCE)
        assert await claimed(work) == [row]


class TestSettling:
    @pytest.fixture
    async def row(self, work: Work, post: Post) -> int:
        """A claimed row of the person at chat 700."""
        row = await post.tell(await post.person(700), AT_ONCE)
        await claimed(work)
        return row

    async def test_sent(self, work: Work, post: Post, row: int) -> None:
        await settle(work, row, Sent("700", 12))
        stored = await post.row(row)
        assert (stored.state, stored.chat_id, stored.message_id) == (OutboxState.SENT, "700", 12)
        assert (stored.settled_at, stored.leased_until) == (NOON, None)

    async def test_later(self, work: Work, post: Post, row: int, clock: Clock) -> None:
        await settle(work, row, Later(NOON + timedelta(seconds=35)))
        assert await fate(post, row) == Fate(OutboxState.WAITING, None)
        assert await next_due(work) == NOON + timedelta(seconds=35)
        assert await claimed(work) == []
        clock.move(seconds=35)
        assert await claimed(work) == [row]

    async def test_in_doubt_once_more_and_then_no_more(self, work: Work, post: Post, row: int, clock: Clock) -> None:
        await settle(work, row, InDoubt())
        clock.move(minutes=1)
        assert await claimed(work) == [row]
        await settle(work, row, InDoubt())
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.IN_DOUBT)
        assert (await post.row(row)).in_doubt == 2

    async def test_dropped_and_dead(self, work: Work, post: Post, row: int) -> None:
        other = await post.tell(await post.person(701), AT_ONCE)
        await claimed(work)
        await settle(work, row, Dropped(DropReason.NO_LONGER_TRUE))
        await settle(work, other, Dead("A1B2C3"))
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.NO_LONGER_TRUE)
        assert await fate(post, other) == Fate(OutboxState.DEAD, "A1B2C3")

    async def test_unreachable_ends_all_that_waits_for_the_person(self, work: Work, post: Post, row: int) -> None:
        person = (await post.row(row)).person_id
        waiting = await post.tell(person, AT_ONCE, once="2", not_before=NOON + timedelta(days=1))
        other = await post.tell(await post.person(701), AT_ONCE)
        await settle(work, row, Unreachable("blocked"))
        gone = Fate(OutboxState.DROPPED, DropReason.UNREACHABLE)
        assert [await fate(post, one) for one in (row, waiting, other)] == [gone, gone, Fate(OutboxState.WAITING, None)]
        account = await post.account(person)
        assert (account.unreachable_since, account.unreachable_reason) == (NOON, "blocked")
        later = await post.tell(person, AT_ONCE, once="3")
        assert await claimed(work) == [other]
        assert await claimed(work) == []
        assert await fate(post, later) == gone

    async def test_who_left_meanwhile_has_no_account(self, work: Work, post: Post, row: int) -> None:
        async with work:
            await work.session.execute(delete(Account).where(Account.chat_id == "700"))
            await work.commit()
        await settle(work, row, Unreachable("blocked"))
        assert await fate(post, row) == Fate(OutboxState.DROPPED, DropReason.NO_ACCOUNT)

    async def test_moved_changes_the_address_and_keeps_the_row_in_hand(self, work: Work, post: Post, row: int) -> None:
        await settle(work, row, Moved("-1001234"))
        stored = await post.row(row)
        assert stored.state is OutboxState.CLAIMED
        assert (await post.account(stored.person_id)).chat_id == "-1001234"

    async def test_moved_to_where_somebody_is_already(self, work: Work, post: Post, row: int) -> None:
        await post.person(701)
        await settle(work, row, Moved("701"))
        assert (await post.account((await post.row(row)).person_id)).chat_id == "700"

    async def test_what_is_settled_stays_settled(self, work: Work, post: Post, row: int) -> None:
        await settle(work, row, Sent("700", 12))
        for outcome in (Later(NOON), InDoubt(), Dropped(DropReason.EXPIRED), Dead("A1B2C3"), Sent("700", 13)):
            await settle(work, row, outcome)
        stored = await post.row(row)
        assert (stored.state, stored.message_id, stored.in_doubt, stored.reason) == (OutboxState.SENT, 12, 0, None)


async def test_the_address_that_answers_is_taken(work: Work, post: Post) -> None:
    person = await post.person(700)
    async with work:
        work.session.add(Account(person_id=person, platform="other", chat_id="a7", unreachable_since=None))
        await work.session.execute(
            update(Account).where(Account.chat_id == "700").values(unreachable_since=NOON, unreachable_reason="blocked")
        )
        await work.commit()
    await post.tell(person, AT_ONCE)
    (card,) = await claim_due(work, 5, LEASE)
    assert (card.platform, card.chat_id) == ("other", "a7")


async def test_nothing_waits_for_its_hour(work: Work) -> None:
    assert await next_due(work) is None
