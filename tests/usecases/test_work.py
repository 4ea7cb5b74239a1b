import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from models.domain.access import Role
from models.domain.inbox import InboxState
from models.domain.notices import HelpAsked, VisitsDue, WeekBegan
from models.domain.outbox import DropReason, Lane, OutboxState
from models.domain.refusals import NotYours
from models.tables import Dialogue, InboxRow, OutboxRow, School
from models.usecases.people import arrive
from models.usecases.tasks import mark_done
from models.work import AppliedBefore, Talk, Work
from tests.builders import CURATOR, DIRECTOR, LAKE, PLATFORM, Land, at, day, row
from tests.conftest import RunningClock

MONDAY = WeekBegan(day(3, 8))


class TestTransactions:
    async def test_all_is_undone_unless_committed(self, land: Land) -> None:
        school = await land.school(LAKE)
        async with land.work as work:
            (await work.session.get_one(School, school.id)).name = "Другая"
            work.tell(1, MONDAY, once="1")
        assert (await land.school(LAKE)).id == school.id
        assert await land.rows(OutboxRow) == []

    async def test_a_refusal_undoes_too(self, land: Land) -> None:
        async def refuse() -> None:
            async with land.work as work:
                work.tell(1, MONDAY, once="1")
                raise NotYours

        with pytest.raises(NotYours):
            await refuse()
        assert await land.rows(OutboxRow) == []

    async def test_there_is_no_session_outside(self, land: Land) -> None:
        work = land.work
        with pytest.raises(RuntimeError):
            _ = work.session
        async with work:
            assert await work.session.scalar(select(1)) == 1
        with pytest.raises(RuntimeError):
            _ = work.session

    async def test_all_of_one_work_bears_one_moment(self, land: Land) -> None:
        """By it an undo finds all that one press did."""
        work = Work(land.sessions, RunningClock())
        async with work:
            first = work.now()
            assert work.now() == first
        async with work:
            second = work.now()
        assert first < second < work.now()

    async def test_a_reader_changes_nothing(self, land: Land) -> None:
        school = await land.school(LAKE)

        async with land.work.reading() as session:
            (await session.get_one(School, school.id)).name = "Другая"
            with pytest.raises(OperationalError, match="readonly"):
                await session.flush()

    async def test_who_waits_for_the_writer_may_give_up(self, land: Land) -> None:
        async def wait() -> None:
            async with land.work:
                pass

        async with land.work:
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await asyncio.wait_for(wait(), 5)

    async def test_the_moment_is_the_clocks(self, land: Land) -> None:
        land.clock.set(at(5, 1, 12))
        assert land.work.now() == at(5, 1, 12)


class TestNews:
    async def test_a_fact_is_told_once(self, land: Land) -> None:
        for _ in range(2):
            async with land.work as work:
                for _ in range(2):
                    work.tell(1, MONDAY, once="a")
                await work.commit()
        assert len(await land.rows(OutboxRow)) == 1

    async def test_another_person_kind_or_fact_is_other_news(self, land: Land) -> None:
        async with land.work as work:
            work.tell(1, MONDAY, once="a")
            work.tell(2, MONDAY, once="a")
            work.tell(1, MONDAY, once="b")
            work.tell(1, VisitsDue(day(3, 8)), once="a")
            await work.commit()
        assert len(await land.rows(OutboxRow)) == 4

    async def test_what_was_undone_is_not_told_and_told_messages_are_redrawn(self, land: Land) -> None:
        async with land.work as work:
            for person in (1, 2, 3):
                work.tell(person, MONDAY, once="a")
            work.tell(1, MONDAY, once="b")
            await work.commit()
        async with land.work as work:
            row_of_two = OutboxRow.person_id == 2
            await work.session.execute(update(OutboxRow).where(row_of_two).values(state=OutboxState.SENT, message_id=7))
            await work.session.commit()
        async with land.work as work:
            await work.retract(WeekBegan, "a", since="undone", besides=3)
            await work.commit()
        rows = {(row.person_id, row.kind, row.once): (row.state, row.reason) for row in await land.rows(OutboxRow)}
        untold = (OutboxState.DROPPED, DropReason.TAKEN_BACK)
        assert rows[1, "WeekBegan", "a"] == rows[3, "WeekBegan", "a"] == untold
        assert rows[1, "WeekBegan", "b"] == (OutboxState.WAITING, None)
        told = next(row for row in await land.rows(OutboxRow) if row.person_id == 2 and row.kind == "WeekBegan")
        assert told.state is OutboxState.SENT
        assert rows[2, "MessageOutdated", f"{told.id}/undone"] == (OutboxState.WAITING, None)
        assert len(rows) == 5

    async def test_a_row_says_to_whom_in_what_quality_and_when(self, land: Land) -> None:
        school = await land.school(LAKE)
        later = land.clock() + timedelta(hours=1)
        async with land.work as work:
            work.tell(1, HelpAsked(5), once="5", role=Role.CURATOR, school_id=school.id, not_before=later)
            work.tell(2, MONDAY, once="8", territory_id=1, expires_at=later)
            await work.commit()
        first, second = await land.rows(OutboxRow)
        assert (first.kind, first.body, first.lane) == ("HelpAsked", {"help_id": 5}, Lane.AT_ONCE)
        assert (first.role, first.school_id, first.not_before) == (Role.CURATOR, school.id, later)
        assert (first.state, first.created_at, first.attempts) == (OutboxState.WAITING, land.clock(), 0)
        assert (second.territory_id, second.not_before, second.expires_at) == (1, land.clock(), later)
        assert second.body == {"monday": "2027-03-08"}

    async def test_news_is_left_with_one_commit_and_not_again(self, land: Land) -> None:
        work = land.work
        async with work:
            work.tell(1, MONDAY, once="a")
            await work.commit()
        async with work:
            await work.commit()
        assert len(await land.rows(OutboxRow)) == 1

    async def test_the_sender_hears_of_news_and_of_nothing_else(self, land: Land) -> None:
        rung: list[int] = []
        sessions = replace(land.sessions, ring=lambda: rung.append(1))
        async with Work(sessions, land.clock) as work:
            await work.commit()
        assert rung == []
        async with Work(sessions, land.clock) as work:
            work.tell(1, MONDAY, once="a")
        assert rung == []
        async with Work(sessions, land.clock) as work:
            work.tell(1, MONDAY, once="a")
            await work.commit()
        assert rung == [1]


class TestTalks:
    async def test_an_answer_and_its_effect_are_one(self, land: Land) -> None:
        await land.publish(row("1"))
        await land.talks(DIRECTOR, "visit_day")
        work = land.work
        work.turn_talk(Talk(PLATFORM, DIRECTOR))
        await mark_done(work, await land.actor(DIRECTOR), (await land.assignment("1", LAKE)).id)
        assert await land.step(DIRECTOR) is None

    async def test_a_refused_answer_leaves_the_talk_where_it_was(self, land: Land) -> None:
        await land.publish(row("1"))
        await land.talks(CURATOR, "visit_day")
        work = land.work
        work.turn_talk(Talk(PLATFORM, CURATOR))
        with pytest.raises(NotYours):
            await mark_done(work, await land.actor(CURATOR), (await land.assignment("1", LAKE)).id)
        assert await land.step(CURATOR) == "visit_day"

    async def test_the_last_turn_counts(self, land: Land) -> None:
        async with land.work as work:
            work.turn_talk(Talk(PLATFORM, DIRECTOR, "attach", {"assignment_id": 5}))
            work.turn_talk(Talk(PLATFORM, DIRECTOR, "visit_day", {"assignment_id": 6}))
            await work.commit()
        (kept,) = await land.rows(Dialogue)
        assert (kept.step, kept.data) == ("visit_day", {"assignment_id": 6})


class TestUpdates:
    async def arrives(self, land: Land) -> None:
        async with land.work as work:
            work.session.add(InboxRow(update_id=7, chat="1", body="{}", received_at=work.now()))
            await work.commit()

    async def test_an_effect_and_the_mark_on_its_update_are_one(self, land: Land) -> None:
        await self.arrives(land)
        async with Work(land.sessions, land.clock, update_id=7) as work:
            work.tell(1, MONDAY, once="a")
            await work.commit()
        (stored,) = await land.rows(InboxRow)
        assert (stored.state, stored.applied_at) == (InboxState.APPLIED, land.clock())

    async def test_without_the_effect_there_is_no_mark(self, land: Land) -> None:
        await self.arrives(land)
        async with Work(land.sessions, land.clock, update_id=7) as work:
            work.tell(1, MONDAY, once="a")
        (stored,) = await land.rows(InboxRow)
        assert (stored.state, stored.applied_at) == (InboxState.WAITING, None)

    async def test_what_was_applied_before_a_crash_is_not_applied_again(self, land: Land) -> None:
        await self.arrives(land)
        async with Work(land.sessions, land.clock, update_id=7, applied=True) as work:
            work.tell(1, MONDAY, once="a")
            work.turn_talk(Talk(PLATFORM, DIRECTOR, "attach"))
            with pytest.raises(AppliedBefore):
                await work.commit()
        assert await land.rows(OutboxRow) == []
        assert (await arrive(land.work, PLATFORM, DIRECTOR)).step is None
