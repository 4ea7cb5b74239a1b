from dataclasses import replace

import pytest

from models.cards.mytasks import PartCard
from models.domain.access import Role
from models.domain.lifecycles import State
from models.domain.parts import Part
from models.domain.plan import Executor, Scope
from models.usecases.mytasks import look_at_my_tasks, look_at_part
from models.usecases.tasks import look_at_task, mark_done
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
    NEIGHBOUR,
    NEXT_DIRECTOR,
    SECOND_CURATOR,
    URALS,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)

OURS = (Executor.MUNICIPAL_COORDINATOR,)


async def counts(land: Land, name: str) -> dict[Part, int]:
    """The parts that hold something."""
    card = await look_at_my_tasks(land.work, await land.actor(name))
    return {one.part: one.count for one in card.parts if one.count}


async def page(land: Land, name: str, part: Part, number: int = 0) -> PartCard:
    return await look_at_part(land.work, await land.actor(name), part, number)


async def numbers(land: Land, name: str, part: Part, number: int = 0) -> list[str]:
    return [task.number for task in (await page(land, name, part, number)).tasks]


async def test_each_finds_what_they_answer_for_themselves(land: Land) -> None:
    await land.publish(
        row("1", until(3, 10)),
        visit("2", until(3, 20)),
        document("3"),
        row("4", by=OURS, scope=Scope.ONCE),
        row("5", by=(Executor.FEDERAL,), scope=Scope.WAITING),
    )
    assert await counts(land, DIRECTOR) == {Part.WEEK: 1, Part.LATER: 1}
    assert await counts(land, CURATOR) == {Part.LATER: 2}
    assert await counts(land, COORDINATOR) == {Part.LATER: 1, Part.WAITING: 1}
    for name in (GOVERNOR, NEIGHBOUR, NEXT_DIRECTOR):
        assert await counts(land, name) == {}


async def test_overdue_is_what_is_overdue_on_the_card(land: Land) -> None:
    await land.publish(row("1", until(3, 10)))
    land.clock.set(at(3, 10, 23, 59))
    assert await counts(land, DIRECTOR) == {Part.WEEK: 1}
    land.clock.set(at(3, 11, 0, 1))
    assert await counts(land, DIRECTOR) == {Part.OVERDUE: 1}
    (task,) = (await page(land, DIRECTOR, Part.OVERDUE)).tasks
    assert task.overdue


async def test_a_day_is_that_of_the_school(land: Land) -> None:
    await land.publish(row("1", until(3, 10)), by=GOVERNOR)
    await land.appoint(DIRECTOR, Role.DIRECTOR, school=FOREST)
    land.clock.set(at(3, 11, 0, 1, zone=URALS))
    assert await counts(land, DIRECTOR) == {Part.OVERDUE: 1, Part.WEEK: 1}
    assert [task.unit for task in (await page(land, DIRECTOR, Part.OVERDUE)).tasks] == [FOREST]


async def test_what_has_no_day_stands_last_among_the_later_ones(land: Land) -> None:
    nowhen = replace(row("1"), periods=(), timing_raw="по мере необходимости")
    await land.publish(nowhen, row("2", until(5, 1)), row("3", until(4, 1)))
    assert await numbers(land, DIRECTOR, Part.LATER) == ["3", "2", "1"]


async def test_what_is_done_stands_newest_first_and_leaves_the_others(land: Land) -> None:
    await land.publish(row("1"), row("2"), row("3"))
    director = await land.actor(DIRECTOR)
    for number, on in (("2", 7), ("3", 9), ("1", 8)):
        await mark_done(land.work, director, (await land.assignment(number, LAKE)).id, on=day(3, on))
    assert await numbers(land, DIRECTOR, Part.DONE) == ["3", "1", "2"]
    assert await counts(land, DIRECTOR) == {Part.DONE: 3}


async def test_what_is_withdrawn_not_held_or_of_before_the_start_stands_nowhere(land: Land) -> None:
    await land.publish(row("1", until(3, 1)), row("2"), row("3"))
    await land.withdraw((await land.assignment("2", LAKE)).id)
    await land.turns((await land.assignment("3", LAKE)).id, State.NOT_HELD)
    assert await counts(land, DIRECTOR) == {}


async def test_pages_hold_ten_and_the_last_stands_for_all_after_it(land: Land) -> None:
    await land.publish(*(row(str(number), until(4, number)) for number in range(1, 26)))
    first, last, beyond = [await page(land, DIRECTOR, Part.LATER, number) for number in (0, 2, 9)]
    assert (len(first.tasks), first.first, first.pages, first.total) == (10, 1, 3, 25)
    assert (len(last.tasks), last.first, last.page) == (5, 21, 2)
    assert beyond == last
    assert [task.number for task in first.tasks] == [str(number) for number in range(1, 11)]


async def test_several_schools_are_said_to_be_several(land: Land) -> None:
    await land.publish(visit("1"))
    assert (await page(land, CURATOR, Part.LATER)).several
    assert not (await page(land, SECOND_CURATOR, Part.LATER)).several


async def test_an_empty_part_is_one_empty_page(land: Land) -> None:
    card = await page(land, NEIGHBOUR, Part.DONE, 3)
    assert (card.page, card.pages, card.tasks) == (0, 1, ())


async def test_a_regions_coordinator_finds_their_own_rows_and_not_all_schools(land: Land) -> None:
    mine = row("1", by=(Executor.REGIONAL_COORDINATOR,), scope=Scope.ONCE)
    await land.publish(mine, row("2"), by=GOVERNOR)
    assert await numbers(land, GOVERNOR, Part.LATER) == ["1"]


class TestClosers:
    async def who(self, land: Land, name: str, number: str, unit: str = LAKE) -> list[tuple[str, Role]]:
        card = await look_at_task(land.work, await land.actor(name), (await land.assignment(number, unit)).id)
        return [("вы" if one.mine else one.name, one.role) for one in card.closers]

    async def test_the_reader_stands_first_then_all_others_by_their_roles(self, land: Land) -> None:
        await land.publish(row("1", by=(Executor.SCHOOL, Executor.CURATOR)))
        assert await self.who(land, CURATOR, "1") == [
            ("вы", Role.CURATOR),
            (DIRECTOR, Role.DIRECTOR),
            (DEPUTY, Role.SCHOOL_COORDINATOR),
            (COORDINATOR, Role.COORDINATOR),
        ]

    async def test_who_is_not_named_by_the_row_is_left_out(self, land: Land) -> None:
        await land.publish(visit("1"), row("2", by=OURS, scope=Scope.ONCE))
        assert await self.who(land, DIRECTOR, "1") == [(CURATOR, Role.CURATOR), (COORDINATOR, Role.COORDINATOR)]
        assert await self.who(land, COORDINATOR, "2", DISTRICT) == [("вы", Role.COORDINATOR)]

    async def test_a_document_is_the_schools_to_fill(self, land: Land) -> None:
        await land.publish(document("1", by=(Executor.SCHOOL, Executor.CURATOR)))
        assert CURATOR not in [name for name, _ in await self.who(land, DIRECTOR, "1")]

    async def test_the_regions_coordinator_closes_what_stands_on_the_regions_map(self, land: Land) -> None:
        await land.publish(row("1"), by=GOVERNOR)
        await land.publish(row("2"))
        assert (GOVERNOR, Role.COORDINATOR) in await self.who(land, DIRECTOR, "1")
        assert (GOVERNOR, Role.COORDINATOR) not in await self.who(land, DIRECTOR, "2")

    async def test_nobody_is_curator_of_a_school_they_direct(self, land: Land) -> None:
        await land.publish(visit("1"))
        await land.appoint(CURATOR, Role.DIRECTOR, school=LAKE)
        assert (CURATOR, Role.CURATOR) not in await self.who(land, DIRECTOR, "1")

    async def test_who_serves_no_more_is_not_named(self, land: Land) -> None:
        await land.publish(row("1"))
        await land.serves(BIRCH_DIRECTOR, until=day(3, 8))
        assert await self.who(land, COORDINATOR, "1", BIRCH) == [("вы", Role.COORDINATOR)]

    async def test_what_is_closed_names_nobody(self, land: Land) -> None:
        await land.publish(row("1"))
        marked = await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("1", LAKE)).id)
        assert marked.card.closers == ()

    @pytest.mark.parametrize("name", [DIRECTOR, CURATOR, COORDINATOR])
    async def test_whoever_may_mark_is_named(self, land: Land, name: str) -> None:
        await land.publish(row("1"), visit("2"))
        for number in ("1", "2"):
            card = await look_at_task(land.work, await land.actor(name), (await land.assignment(number, LAKE)).id)
            assert card.may_mark == any(one.mine for one in card.closers)
