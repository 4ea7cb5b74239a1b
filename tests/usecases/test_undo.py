"""Whatever is undone within its quarter of an hour leaves everything exactly as it was, but for the journals."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from models.domain.lifecycles import Correction, EarlierAnswer, EarlierScope, Remark
from models.domain.notices import unpack
from models.domain.outbox import DropReason, OutboxState
from models.domain.plan import Executor, Kind
from models.domain.refusals import ActedOnSince
from models.domain.returns import Because
from models.tables import (
    Assignment,
    Document,
    DocumentDecision,
    HelpRequest,
    NotHeldRequest,
    OutboxRow,
    StateChange,
)
from models.usecases.corrections import correct_mark
from models.usecases.documents import withdraw_document
from models.usecases.earlier import settle_earlier, take_back_earlier
from models.usecases.helping import ask_help, let_help_go, take_help
from models.usecases.judging import (
    confirm_document,
    lift_confirmation,
    return_document,
    take_back_decision,
)
from models.usecases.medk import tick_medk, untick_medk
from models.usecases.news import look_at_news
from models.usecases.notheld import decide_not_held, say_not_held, undo_decision
from models.usecases.tasks import all_as_planned, mark_done, take_back, take_back_planned
from models.usecases.visits import join_visit, leave_visit, mark_all_visited, take_back_visits
from tests.builders import COORDINATOR, CURATOR, DIRECTOR, LAKE, Land, day, document, row, until, visit
from tests.conftest import Clock, RunningClock
from tests.snapshot import MACHINE, differing, snapshot

JOURNALS = frozenset({"state_changes", "medk_entries", "document_decisions"})
"""What happened and what was taken back both stand there for good."""
ASIDE = MACHINE | JOURNALS | {"outbox"}

JOINT = (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)
WITHOUT_FAULT = Because(Remark.REQUIREMENTS, blameless=True)


@dataclass(slots=True)
class Deeds:
    """Things people do and undo with the tasks of one school, by the numbers of the rows."""

    land: Land

    async def key(self, number: str) -> int:
        return (await self.land.assignment(number, LAKE)).id

    async def last_change(self, number: str) -> int:
        return (await self.land.journal(await self.key(number)))[-1].id

    async def marks(self, name: str, number: str) -> None:
        await mark_done(self.land.work, await self.land.actor(name), await self.key(number))

    async def takes_back(self, name: str, number: str) -> None:
        await take_back(self.land.work, await self.land.actor(name), await self.last_change(number))

    async def asks_help(self, number: str) -> None:
        await ask_help(self.land.work, await self.land.actor(DIRECTOR), await self.key(number))

    async def help(self) -> int:
        return (await self.land.rows(HelpRequest))[-1].id

    async def says_not_held(self, name: str, number: str) -> None:
        await say_not_held(self.land.work, await self.land.actor(name), await self.key(number), "нет детей")

    async def plea(self) -> int:
        return (await self.land.rows(NotHeldRequest))[-1].id

    async def decides(self, *, accepted: bool) -> None:
        actor = await self.land.actor(COORDINATOR)
        await decide_not_held(self.land.work, actor, await self.plea(), accepted=accepted)

    async def undecides(self) -> None:
        await undo_decision(self.land.work, await self.land.actor(COORDINATOR), await self.plea())

    async def corrects(self, number: str, correction: Correction) -> None:
        on = day(3, 2) if correction is Correction.ANOTHER_DAY else None
        actor, key = await self.land.actor(COORDINATOR), await self.key(number)
        await correct_mark(self.land.work, actor, key, correction, "ошибка", on=on)

    async def document(self) -> int:
        return (await self.land.rows(Document))[-1].id

    async def sends(self) -> None:
        await self.land.sends(DIRECTOR, await self.key("3"))

    async def judges(self, because: Because | None = None) -> None:
        actor, paper = await self.land.actor(CURATOR), await self.document()
        if because is None:
            await confirm_document(self.land.work, actor, paper)
        else:
            await return_document(self.land.work, actor, paper, because)

    async def lifts(self) -> None:
        actor = await self.land.actor(COORDINATOR)
        await lift_confirmation(self.land.work, actor, await self.document(), "проверьте ещё раз")

    async def unsays(self, name: str) -> None:
        word = (await self.land.rows(DocumentDecision))[-1].id
        await take_back_decision(self.land.work, await self.land.actor(name), word)

    async def withdraws(self) -> None:
        await withdraw_document(self.land.work, await self.land.actor(DIRECTOR), await self.document())


Step = Callable[[Deeds], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Something done and undone, after what came before it."""

    does: Step
    undoes: Step
    before: tuple[Step, ...] = ()


def marked(name: str, number: str) -> Step:
    return lambda deeds: deeds.marks(name, number)


def taken_back(name: str, number: str) -> Step:
    return lambda deeds: deeds.takes_back(name, number)


def help_asked(number: str) -> Step:
    return lambda deeds: deeds.asks_help(number)


def said_not_held(name: str, number: str) -> Step:
    return lambda deeds: deeds.says_not_held(name, number)


def decided(*, accepted: bool) -> Step:
    return lambda deeds: deeds.decides(accepted=accepted)


def corrected(number: str, correction: Correction) -> Step:
    return lambda deeds: deeds.corrects(number, correction)


def judged(because: Because | None = None) -> Step:
    return lambda deeds: deeds.judges(because)


def unsaid(name: str) -> Step:
    return lambda deeds: deeds.unsays(name)


async def all_planned(deeds: Deeds) -> None:
    await all_as_planned(deeds.land.work, await deeds.land.actor(DIRECTOR), day(3, 8))


async def unplanned(deeds: Deeds) -> None:
    actor = await deeds.land.actor(DIRECTOR)
    await take_back_planned(deeds.land.work, actor, await deeds.last_change("1"), day(3, 8))


async def all_visited(deeds: Deeds) -> None:
    await mark_all_visited(deeds.land.work, await deeds.land.actor(CURATOR), day(3, 10), on=day(3, 9))


async def not_visited(deeds: Deeds) -> None:
    actor = await deeds.land.actor(CURATOR)
    await take_back_visits(deeds.land.work, actor, await deeds.last_change("2"), day(3, 10))


async def joined(deeds: Deeds) -> None:
    await join_visit(deeds.land.work, await deeds.land.actor(COORDINATOR), await deeds.key("2"))


async def left(deeds: Deeds) -> None:
    await leave_visit(deeds.land.work, await deeds.land.actor(COORDINATOR), await deeds.key("2"))


async def helped(deeds: Deeds) -> None:
    await take_help(deeds.land.work, await deeds.land.actor(CURATOR), await deeds.help())


async def let_go(deeds: Deeds) -> None:
    await let_help_go(deeds.land.work, await deeds.land.actor(CURATOR), await deeds.help())


async def ticked(deeds: Deeds) -> None:
    await tick_medk(deeds.land.work, await deeds.land.actor(DIRECTOR), await deeds.key("4"))


async def unticked(deeds: Deeds) -> None:
    await untick_medk(deeds.land.work, await deeds.land.actor(DIRECTOR), await deeds.key("4"))


async def curator_asks_help(deeds: Deeds) -> None:
    await ask_help(deeds.land.work, await deeds.land.actor(CURATOR), await deeds.key("2"))


def settled(answer: EarlierAnswer) -> Step:
    async def settles(deeds: Deeds) -> None:
        actor, key = await deeds.land.actor(COORDINATOR), await deeds.key("5")
        await settle_earlier(deeds.land.work, actor, EarlierScope.ONE, key, answer)

    return settles


async def unsettled(deeds: Deeds) -> None:
    actor, key = await deeds.land.actor(COORDINATOR), await deeds.key("5")
    change = await deeds.last_change("5")
    await take_back_earlier(deeds.land.work, actor, change, EarlierScope.ONE, key)


PAIRS: dict[str, Pair] = {
    "a mark": Pair(marked(DIRECTOR, "1"), taken_back(DIRECTOR, "1")),
    "a mark of what was in progress": Pair(marked(DIRECTOR, "1"), taken_back(DIRECTOR, "1"), (all_planned,)),
    "a mark that closed a request for help": Pair(
        marked(DIRECTOR, "1"), taken_back(DIRECTOR, "1"), (help_asked("1"), helped)
    ),
    "a mark that closed what was said not to be held": Pair(
        marked(DIRECTOR, "1"), taken_back(DIRECTOR, "1"), (said_not_held(DIRECTOR, "1"),)
    ),
    "a week as planned": Pair(all_planned, unplanned),
    "a visit": Pair(marked(CURATOR, "2"), taken_back(CURATOR, "2")),
    "a visit that closed a request for help": Pair(all_visited, not_visited, (curator_asks_help,)),
    "a visit that closed what was said not to be held": Pair(all_visited, not_visited, (said_not_held(CURATOR, "2"),)),
    "all visits of a day": Pair(all_visited, not_visited),
    "having been there too": Pair(joined, left, (marked(CURATOR, "2"),)),
    "help taken": Pair(helped, let_go, (help_asked("1"),)),
    "a second tick": Pair(ticked, unticked),
    "a coordinator's own word that it is not held": Pair(
        said_not_held(COORDINATOR, "1"), taken_back(COORDINATOR, "1"), (help_asked("1"),)
    ),
    "a coordinator's yes": Pair(
        decided(accepted=True), lambda deeds: deeds.undecides(), (help_asked("1"), said_not_held(DIRECTOR, "1"))
    ),
    "a coordinator's yes, by its entry": Pair(
        decided(accepted=True), taken_back(COORDINATOR, "1"), (said_not_held(DIRECTOR, "1"),)
    ),
    "a coordinator's no": Pair(
        decided(accepted=False), lambda deeds: deeds.undecides(), (said_not_held(DIRECTOR, "1"),)
    ),
    "settled as done": Pair(settled(EarlierAnswer.DONE), unsettled),
    "settled as not done": Pair(settled(EarlierAnswer.NOT_DONE), unsettled),
    "settled as not counted": Pair(settled(EarlierAnswer.NOT_COUNTED), unsettled),
    "a document": Pair(lambda deeds: deeds.sends(), lambda deeds: deeds.withdraws()),
    "a document that closed requests": Pair(
        lambda deeds: deeds.sends(),
        lambda deeds: deeds.withdraws(),
        (help_asked("3"), said_not_held(DIRECTOR, "3")),
    ),
    "a second version": Pair(
        lambda deeds: deeds.sends(),
        lambda deeds: deeds.withdraws(),
        (lambda deeds: deeds.sends(), judged(Because(Remark.UNREADABLE))),
    ),
    "a confirmation": Pair(judged(), unsaid(CURATOR), (lambda deeds: deeds.sends(),)),
    "a return": Pair(judged(Because(Remark.UNREADABLE)), unsaid(CURATOR), (lambda deeds: deeds.sends(),)),
    "a return without fault": Pair(judged(WITHOUT_FAULT), unsaid(CURATOR), (lambda deeds: deeds.sends(),)),
    "a lifted confirmation": Pair(
        lambda deeds: deeds.lifts(), unsaid(COORDINATOR), (lambda deeds: deeds.sends(), judged())
    ),
} | {
    f"a correction of {what}: {correction.name.lower()}": Pair(
        corrected(number, correction), taken_back(COORDINATOR, number), before
    )
    for correction in (Correction.NOT_DONE, Correction.ANOTHER_DAY, Correction.NOT_HELD)
    for what, number, before in (
        ("a task", "1", (marked(DIRECTOR, "1"),)),
        ("a visit", "2", (marked(CURATOR, "2"),)),
        ("a joint visit", "2", (marked(CURATOR, "2"), joined)),
    )
}


# What a version that was taken back leaves behind: it is kept, and stands no more.
KEPT = {"a document", "a document that closed requests", "a second version"}


@pytest.fixture
def clock() -> Clock:
    return RunningClock()


@pytest.fixture
async def deeds(land: Land) -> Deeds:
    await land.publish(
        row("1", until(3, 12)),
        row("2", until(3, 10), by=JOINT, kind=Kind.VISIT),
        document("3", until(3, 10)),
        row("4", text="Внести сведения в ИС МЭДК"),
        visit("5", until(2, 15)),
    )
    return Deeds(land)


@pytest.mark.parametrize("name", PAIRS)
async def test_everything_is_as_it_was(land: Land, deeds: Deeds, name: str) -> None:
    pair = PAIRS[name]
    for step in pair.before:
        await step(deeds)
        land.clock.move(seconds=40)
    aside = ASIDE | ({"documents", "files"} if name in KEPT else set())
    before = await snapshot(land.work, besides=aside)
    await pair.does(deeds)
    assert differing(before, await snapshot(land.work, besides=aside)) != []
    land.clock.move(minutes=14)
    await pair.undoes(deeds)
    assert differing(before, await snapshot(land.work, besides=aside)) == []


@pytest.mark.parametrize("name", PAIRS)
async def test_nobody_is_told_what_was_undone_before_they_were(land: Land, deeds: Deeds, name: str) -> None:
    pair = PAIRS[name]
    for step in pair.before:
        await step(deeds)
        land.clock.move(seconds=40)
    before = {row.id for row in await land.rows(OutboxRow)}
    await pair.does(deeds)
    land.clock.move(minutes=1)
    await pair.undoes(deeds)
    left = [one for one in await land.rows(OutboxRow, OutboxRow.state == OutboxState.WAITING) if one.id not in before]
    said = [await look_at_news(land.work, one.person_id, unpack(one.kind, one.body)) for one in left]
    assert [one for one in said if not isinstance(one, DropReason)] == []


async def test_a_visit_that_was_settled_and_joined_since_stays(land: Land, deeds: Deeds) -> None:
    await settled(EarlierAnswer.DONE)(deeds)
    land.clock.move(minutes=1)
    await join_visit(land.work, await land.actor(CURATOR), await deeds.key("5"))
    with pytest.raises(ActedOnSince):
        await unsettled(deeds)


async def test_the_journal_keeps_both(land: Land, deeds: Deeds) -> None:
    await deeds.marks(DIRECTOR, "1")
    await deeds.takes_back(DIRECTOR, "1")
    done, back = await land.rows(StateChange)
    assert (back.from_state, back.to_state, back.undoes_id) == (done.to_state, done.from_state, done.id)
    assert (await land.rows(Assignment, Assignment.id == done.assignment_id))[0].done_on is None
