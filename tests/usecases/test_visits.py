from typing import Any

from models.domain.lifecycles import State
from models.domain.plan import Executor, Kind, Scope
from models.roadmap.draft import DraftTask
from models.usecases.tasks import mark_done
from models.usecases.visits import visits_of
from models.work import Talk
from tests.builders import (
    BIRCH,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    FOREST,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEIGHBOUR,
    NEXT_CURATOR,
    PLATFORM,
    SECOND_CURATOR,
    Land,
    at,
    day,
    row,
    until,
    visit,
)


def visit_by(number: str, by: tuple[Executor, ...], **more: Any) -> DraftTask:
    return row(number, until(3, 9), by=by, kind=Kind.VISIT, **more)


async def seen(land: Land, name: str) -> list[tuple[str, str]]:
    card = await visits_of(land.work, await land.actor(name))
    return [(one.number, one.unit) for one in card.visits]


async def test_a_curators_day(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)), row("2", until(3, 9), by=(Executor.CURATOR,)))
    card = await visits_of(land.work, await land.actor(CURATOR))
    assert (card.day, card.today) == (day(3, 9), day(3, 9))
    assert [(one.number, one.unit, one.due_on) for one in card.visits] == [
        ("1", LAKE, day(3, 9)),
        ("1", BIRCH, day(3, 9)),
    ]
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH)]


async def test_open_ones_before_and_for_a_fortnight_after_stand_beside_it(land: Land) -> None:
    await land.publish(
        visit("1", until(3, 20)), visit("2", until(3, 30)), visit("3", until(4, 3)), visit("4", until(4, 4))
    )
    land.clock.set(at(3, 20, 9))
    await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", BIRCH)).id)
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH), ("2", BIRCH), ("3", BIRCH)]
    land.clock.set(at(3, 21, 9))
    assert await seen(land, SECOND_CURATOR) == [("2", BIRCH), ("3", BIRCH), ("4", BIRCH)]


async def test_one_left_over_stays_in_sight(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    land.clock.set(at(6, 1, 9))
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH)]


async def test_what_was_before_the_start_is_no_visit_of_today(land: Land) -> None:
    await land.publish(visit("1", until(3, 8)), visit("2", until(3, 9)))
    assert await seen(land, SECOND_CURATOR) == [("2", BIRCH)]


async def test_others_have_no_visits(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    for name in (DIRECTOR, COORDINATOR, GOVERNOR, NEXT_CURATOR):
        assert await seen(land, name) == []


async def test_a_territorys_row_is_no_visit_to_a_school(land: Land) -> None:
    await land.publish(row("1", until(3, 9), by=(Executor.MUNICIPAL_COORDINATOR,), kind=Kind.VISIT, scope=Scope.ONCE))
    assert (await land.assignment("1", DISTRICT)).state is State.PLANNED
    assert await seen(land, COORDINATOR) == []


async def test_a_coordinator_whom_the_row_names_visits_schools_in_their_own_name(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)), row("2", by=(Executor.MUNICIPAL_COORDINATOR,), kind=Kind.VISIT))
    coordinator = await land.actor(COORDINATOR)
    assignment = await land.assignment("2", LAKE)
    await mark_done(land.work, coordinator, assignment.id)
    (change,) = await land.journal(assignment.id)
    assert change.on_behalf is None


async def test_a_coordinator_whom_the_row_names_sees_the_schools_to_visit(land: Land) -> None:
    await land.publish(
        visit("1", until(3, 9)),
        visit_by("2", (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)),
        row("3", until(3, 9), by=(Executor.MUNICIPAL_COORDINATOR,)),
    )
    assert await seen(land, COORDINATOR) == [("2", LAKE), ("2", BIRCH), ("2", LINDEN)]
    assert await seen(land, SECOND_CURATOR) == [("1", BIRCH), ("2", BIRCH)]
    for name in (GOVERNOR, NEIGHBOUR, DIRECTOR):
        assert await seen(land, name) == []


async def test_a_region_names_its_own_coordinator_and_those_of_its_districts(land: Land) -> None:
    await land.publish(
        visit_by("1", (Executor.REGIONAL_COORDINATOR,)),
        visit_by("2", (Executor.MUNICIPAL_COORDINATOR,), schools=(FOREST, LAKE)),
        by=GOVERNOR,
    )
    assert sorted(await seen(land, GOVERNOR)) == [("1", name) for name in sorted((BIRCH, FOREST, LAKE, LINDEN))]
    assert await seen(land, COORDINATOR) == [("2", LAKE)]
    assert await seen(land, NEIGHBOUR) == [("2", FOREST)]
    marked = await mark_done(land.work, await land.actor(NEIGHBOUR), (await land.assignment("2", FOREST)).id)
    assert (marked.card.mark and marked.card.mark.on_behalf) is None


async def test_a_coordinator_of_yesterday_visits_nobody(land: Land) -> None:
    await land.publish(visit_by("1", (Executor.MUNICIPAL_COORDINATOR,)))
    await land.serves(COORDINATOR, until=day(3, 8))
    assert await seen(land, COORDINATOR) == []


async def test_another_day_may_be_looked_at(land: Land) -> None:
    await land.publish(visit("1", until(3, 20)), visit("2", until(4, 30)))
    card = await visits_of(land.work, await land.actor(SECOND_CURATOR), day(3, 20))
    assert (card.day, card.today, [one.number for one in card.visits]) == (day(3, 20), day(3, 9), ["1"])


async def test_a_mark_that_comes_second_still_ends_the_talk(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    assignment = await land.assignment("1", BIRCH)
    await land.talks(SECOND_CURATOR, "visit_day")
    await mark_done(land.work, await land.actor(CURATOR), assignment.id)
    work = land.work
    work.turn_talk(Talk(PLATFORM, SECOND_CURATOR))
    assert not (await mark_done(work, await land.actor(SECOND_CURATOR), assignment.id)).fresh
    assert await land.step(SECOND_CURATOR) is None
