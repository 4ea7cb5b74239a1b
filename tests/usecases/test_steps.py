"""What was agreed on a visit is a task of that school alone, and of no file."""

from dataclasses import replace

import pytest

from models.cards.editions import EditionCard
from models.cards.evidence import Added, VisitCard
from models.cards.steps import StepCard
from models.cards.tasks import ListKind
from models.domain.calendar import Calendars
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.notices import StepAgreed
from models.domain.outbox import DropReason, OutboxState
from models.domain.plan import Executor, Kind, Scope
from models.domain.refusals import ActedOnSince, NotYours, OutOfReach, StepInThePast, UndoTooLate, WrongState
from models.language.participants import SchoolLine
from models.tables import Assignment, OutboxRow, Task, Withdrawal
from models.usecases import asking, editions, links, news, roadmaps, tasks
from models.usecases.helping import ask_help
from models.usecases.steps import agree_step, plan_step, withdraw_step
from models.usecases.tasks import mark_done
from models.usecases.visits import join_visit
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    NEXT_CURATOR,
    REGION,
    SAMARA,
    Land,
    at,
    day,
    row,
    until,
    visit,
)

WORDS = "Обновить план работы с рисками"
VISIT = replace(visit("1", until(3, 9)), text="Посещение школ кураторами")
SURVEY = replace(row("2", until(3, 31)), text="Анкетирование родителей")
EVENT = replace(row("3", until(5, 31), scope=Scope.SCHOOL), text="Семинар для завучей")


@pytest.fixture
async def visited(land: Land) -> int:
    """The curator has been at the lake's school."""
    await land.publish(VISIT, SURVEY, EVENT)
    found = await land.assignment("1", LAKE)
    await mark_done(land.work, await land.actor(CURATOR), found.id)
    return found.id


async def agrees(land: Land, visit_id: int, words: str = WORDS, by: str = CURATOR) -> VisitCard:
    return await agree_step(land.work, await land.actor(by), visit_id, words, day(3, 16))


async def the_step(land: Land, number: str = "шаг 1") -> tuple[Task, Assignment]:
    (task,) = await land.rows(Task, Task.number == number)
    (assignment,) = await land.rows(Assignment, Assignment.task_id == task.id)
    return task, assignment


async def test_a_step_becomes_a_task_of_the_school(land: Land, visited: int) -> None:
    card = await agrees(land, visited)
    assert [(step.number, step.text, step.due_on) for step in card.steps] == [("шаг 1", WORDS, day(3, 16))]
    task, assignment = await the_step(land)
    assert (task.step_of_id, task.kind, task.scope, task.executors) == (visited, Kind.OTHER, Scope.SCHOOL, ["school"])
    assert task.position == -task.id
    assert (assignment.school_id, assignment.state) == ((await land.school(LAKE)).id, State.PLANNED)


async def test_several_steps_have_numbers_of_their_own(land: Land, visited: int) -> None:
    await agrees(land, visited)
    card = await agrees(land, visited, "Другое")
    assert sorted(step.number for step in card.steps) == ["шаг 1", "шаг 2"]


async def test_the_school_is_told_and_nobody_else(land: Land, visited: int) -> None:
    await agrees(land, visited)
    assert sorted(await land.news("StepAgreed")) == sorted([DIRECTOR, DEPUTY])
    task, _ = await the_step(land)
    card = await news.look_at_news(land.work, await land.person(DIRECTOR), StepAgreed(task.id))
    assert isinstance(card, StepCard)
    assert (card.agreed_by, card.visited_on, card.task.may_mark) == (CURATOR, day(3, 9), True)


async def test_the_school_marks_it(land: Land, visited: int) -> None:
    await agrees(land, visited)
    _, assignment = await the_step(land)
    marked = await mark_done(land.work, await land.actor(DIRECTOR), assignment.id)
    assert marked.card.state is State.DONE
    with pytest.raises(NotYours):
        await mark_done(land.work, await land.actor(CURATOR), assignment.id)
    with pytest.raises(OutOfReach):
        await mark_done(land.work, await land.actor(BIRCH_DIRECTOR), assignment.id)


async def test_it_stands_in_the_letter_and_is_late_like_any_other(land: Land, visited: int) -> None:
    await agrees(land, visited)
    director = await land.actor(DIRECTOR)
    week = await tasks.week_of(land.work, director, day(3, 15))
    assert "шаг 1" in [one.number for one in week.this_week]
    land.clock.set(at(3, 18, 10))
    late = await tasks.list_of(land.work, director, ListKind.LATE)
    assert [one.number for one in late.late] == ["шаг 1"]


async def test_a_status_in_words_means_the_step_and_no_row(land: Land, visited: int) -> None:
    await agrees(land, visited)
    director = await land.actor(DIRECTOR)
    (card,) = await asking.tasks_meant(land.work, director, "шаг 1")
    assert card.text == WORDS
    assert WORDS not in [one.text for one in await asking.tasks_meant(land.work, director, "1")]


async def test_only_who_was_there_agrees(land: Land, visited: int) -> None:
    for name in (COORDINATOR, DIRECTOR):
        with pytest.raises(NotYours):
            await plan_step(land.work, await land.actor(name), visited)
        with pytest.raises(NotYours):
            await agrees(land, visited, by=name)
    with pytest.raises(OutOfReach):
        await agrees(land, visited, by=NEXT_CURATOR)
    assert await land.rows(Task, Task.step_of_id.is_not(None)) == []


async def test_a_companion_agrees_too(land: Land) -> None:
    await land.publish(row("1", until(3, 9), by=(Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR), kind=Kind.VISIT))
    found = await land.assignment("1", LAKE)
    await mark_done(land.work, await land.actor(CURATOR), found.id)
    await join_visit(land.work, await land.actor(COORDINATOR), found.id)
    assert len((await agrees(land, found.id, by=COORDINATOR)).steps) == 1


async def test_a_step_needs_a_marked_visit_and_a_day_ahead(land: Land, visited: int) -> None:
    actor = await land.actor(CURATOR)
    other = await land.assignment("1", BIRCH)
    with pytest.raises(WrongState):
        await plan_step(land.work, actor, other.id)
    with pytest.raises(WrongState):
        await agree_step(land.work, actor, other.id, WORDS, day(3, 16))
    with pytest.raises(StepInThePast):
        await agree_step(land.work, actor, visited, WORDS, day(3, 8))
    assert (await agree_step(land.work, actor, visited, WORDS, day(3, 9))).steps[0].due_on == day(3, 9)


async def test_days_near_at_hand_are_offered(land: Land, visited: int) -> None:
    plan = await plan_step(land.work, await land.actor(CURATOR), visited, WORDS)
    assert (plan.unit, plan.text, plan.ready) == (LAKE, WORDS, (day(3, 16), day(4, 9)))


class TestUndo:
    async def test_a_step_is_taken_back_and_nobody_is_told_any_more(self, land: Land, visited: int) -> None:
        card = await agrees(land, visited)
        assert card.last is not None
        assert card.last.kind is Added.STEP
        after = await withdraw_step(land.work, await land.actor(CURATOR), card.last.added_id)
        assert (after.steps, after.last) == ((), None)
        told = await land.rows(OutboxRow, OutboxRow.kind == "StepAgreed")
        assert {(one.state, one.reason) for one in told} == {(OutboxState.DROPPED, DropReason.TAKEN_BACK)}
        (reason,) = await land.rows(Withdrawal)
        assert (reason.reason, reason.person_id) == (WithdrawalReason.TAKEN_BACK, await land.person(CURATOR))
        week = await tasks.week_of(land.work, await land.actor(DIRECTOR), day(3, 15))
        assert "шаг 1" not in [one.number for one in week.this_week]

    async def test_the_news_of_a_step_taken_back_is_out_of_reach(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        task, _ = await the_step(land)
        await withdraw_step(land.work, await land.actor(CURATOR), task.id)
        with pytest.raises(OutOfReach):
            await news.look_at_news(land.work, await land.person(DIRECTOR), StepAgreed(task.id))
        with pytest.raises(OutOfReach):
            await withdraw_step(land.work, await land.actor(CURATOR), task.id)

    async def test_the_undo_ends(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        task, _ = await the_step(land)
        land.clock.move(minutes=16)
        with pytest.raises(UndoTooLate):
            await withdraw_step(land.work, await land.actor(CURATOR), task.id)

    async def test_what_the_school_has_begun_stays(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        task, assignment = await the_step(land)
        await ask_help(land.work, await land.actor(DIRECTOR), assignment.id)
        with pytest.raises(ActedOnSince):
            await withdraw_step(land.work, await land.actor(CURATOR), task.id)
        await mark_done(land.work, await land.actor(DIRECTOR), assignment.id)
        with pytest.raises(ActedOnSince):
            await withdraw_step(land.work, await land.actor(CURATOR), task.id)

    async def test_anothers_step_stays(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        task, _ = await the_step(land)
        with pytest.raises(NotYours):
            await withdraw_step(land.work, await land.actor(COORDINATOR), task.id)
        with pytest.raises(OutOfReach):
            await withdraw_step(land.work, await land.actor(NEXT_CURATOR), task.id)
        plain = await land.rows(Task, Task.number == "2")
        with pytest.raises(OutOfReach):
            await withdraw_step(land.work, await land.actor(CURATOR), plain[0].id)


class TestOfNoFile:
    async def test_an_edition_leaves_the_step_alone(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        task, assignment = await the_step(land)
        draft = await land.receive(VISIT, replace(SURVEY, text="Анкетирование родителей и учеников"), EVENT)
        await accept(land, draft.draft_id)
        after, still = await the_step(land)
        assert (after.id, after.position, after.withdrawn_at, after.text) == (task.id, -task.id, None, WORDS)
        kept = (still.id, still.state, still.due_on, still.withdrawn_at)
        assert kept == (assignment.id, State.PLANNED, day(3, 16), None)

    async def test_a_row_of_the_same_words_is_another_thing_than_a_step_taken_back(
        self, land: Land, visited: int
    ) -> None:
        await agrees(land, visited)
        task, _ = await the_step(land)
        await withdraw_step(land.work, await land.actor(CURATOR), task.id)
        land.clock.move(minutes=1)
        draft = await land.receive(VISIT, SURVEY, EVENT, replace(row("4", until(6, 30)), text=WORDS))
        await accept(land, draft.draft_id)
        (fresh,) = await land.rows(Task, Task.number == "4")
        assert fresh.id != task.id
        assert (await land.rows(Task, Task.id == task.id))[0].withdrawn_at is not None

    async def test_a_visit_that_leaves_the_map_leaves_its_step(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        draft = await land.receive(SURVEY, EVENT)
        await accept(land, draft.draft_id)
        _, assignment = await the_step(land)
        assert assignment.withdrawn_at is None

    async def test_a_school_that_joins_later_does_not_get_it(self, land: Land, visited: int) -> None:
        await agrees(land, visited)
        await land.adds(SchoolLine(2, DISTRICT, "Новая СОШ", SAMARA, True, REGION))
        assert await land.units("шаг 1") == [LAKE]
        assert "Новая СОШ" in await land.units("3")

    async def test_no_row_of_the_region_is_likely_the_same_work(self, land: Land, visited: int) -> None:
        await agrees(land, visited, "Повышение квалификации учителей математики школы")
        same = replace(row("7", until(3, 16)), text="Повышение квалификации учителей математики школы")
        await land.publish(same, by=GOVERNOR)
        assert await links.next_link(land.work, await land.actor(COORDINATOR), 0) is None
        task, _ = await the_step(land)
        (theirs,) = await land.rows(Task, Task.number == "7")
        with pytest.raises(OutOfReach):
            await links.answer_link(land.work, await land.actor(COORDINATOR), task.id, theirs.id, accepted=True)

    async def test_it_is_no_row_of_the_published_map(self, land: Land, visited: int) -> None:
        before = await roadmaps.own_maps(land.work, await land.actor(COORDINATOR))
        await agrees(land, visited)
        assert await roadmaps.own_maps(land.work, await land.actor(COORDINATOR)) == before


async def accept(land: Land, draft_id: int) -> None:
    actor = await land.actor(COORDINATOR)
    card = await editions.look_at_edition(land.work, actor, draft_id)
    assert isinstance(card, EditionCard)
    await editions.accept_edition(land.work, actor, draft_id, card.against, Calendars())
