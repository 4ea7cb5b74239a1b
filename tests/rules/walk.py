"""People of a district act at random, legally and not; the plain model foretells what comes of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from models.cards.documents import SentFile
from models.cards.tasks import ListKind
from models.domain.access import Actor, Role
from models.domain.lifecycles import Correction, EarlierAnswer, EarlierScope, Remark, State, Verdict
from models.domain.moments import monday_of
from models.domain.notices import HelpAsked, unpack
from models.domain.outbox import DropReason, OutboxState
from models.domain.refusals import OutOfReach, Refusal
from models.domain.returns import Because
from models.queries.asking import Wanted, lines_of
from models.tables import OutboxRow
from models.usecases import (
    absences,
    corrections,
    documents,
    earlier,
    helping,
    judging,
    medk,
    news,
    notheld,
    tasks,
    visits,
)
from tests.builders import DISTRICT, FOREST, LAKE, LINDEN, PEOPLE, Land, day, land_of
from tests.conftest import RunningClock
from tests.rules import books
from tests.rules.ground import ROWS, district_of, staff_of
from tests.rules.plain import District, Duty

NAMES = tuple(PEOPLE)
MISSING = 10_000
VISIT_DAYS = (day(2, 20), day(3, 10), day(3, 17), day(4, 12))
STEPS: tuple[dict[str, float], ...] = (
    {"minutes": 1},
    {"minutes": 9},
    {"minutes": 16},
    {"hours": 4},
    {"days": 1},
    {"days": 4},
    {"weeks": 2},
)
"""How far the clock is moved at once."""

BEGUN = ("document", "document", "document", "help", "plea", "nothing")

anybody = some.sampled_from(NAMES)
whoever = some.integers(0, 2 * len(NAMES) - 1)
"""In half of the cases somebody who may mark the task, otherwise anybody."""
task = some.integers(0, 5)
"""A place among the tasks of the walk."""
place = some.integers(0, 9)
recent = some.sampled_from([0, 0, 0, 1, 2, 3, 5, 8])
"""How far back from the newest; mostly that one itself."""
visit, in_medk = some.sampled_from([0, 2, 2, 2]), some.sampled_from([0, 3, 3])
slot = some.sampled_from([0, 4, 4, 5, 5])
"""The same, mostly one that a document executes."""
shift = some.none() | some.integers(-12, 2)
"""Days from today."""
a_row = some.tuples(some.sampled_from(sorted(ROWS)), place)
a_visit = some.tuples(some.sampled_from(["3", "4", "4", "5", "103"]), place)
a_medk = some.tuples(some.sampled_from(["1", "16"]), place)
a_slot = some.tuples(some.sampled_from(["6", "7", "14", "106"]), place)


class Walk(RuleBasedStateMachine):
    """One walk through a district of its own. `ground` is the file it is copied from, `counted` what was done."""

    ground: ClassVar[Path]
    counted: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.stack = AsyncExitStack()
        self.land: Land = self.runner.run(self._settled())
        self.district: District = self.runner.run(district_of(self.land))
        self.ids: dict[str, int] = {name: self.runner.run(self.land.person(name)) for name in NAMES}
        self.books = self.runner.run(self._read())
        self.known: tuple[int, ...] = ()
        self.steps = 0
        self._looks_at_the_clock()

    async def _settled(self) -> Land:
        copy = Path(self.folder.name) / "land.sqlite3"
        return await self.stack.enter_async_context(land_of(self.ground, copy, RunningClock()))

    async def _read(self) -> books.Books:
        async with self.land.work.reading() as session:
            return await books.read(session)

    def teardown(self) -> None:
        self.runner.run(self._news_are_true())
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @initialize(
        numbers=some.tuples(a_row, a_row, a_visit, a_medk, a_slot, a_slot), begun=some.sampled_from(BEGUN), who=whoever
    )
    def begins(self, numbers: tuple[tuple[str, int], ...], begun: str, who: int) -> None:
        """The walk is about six tasks, so that people meet there: among them a visit, and two with a document.

        In most walks something has been begun.
        """
        self.known = tuple(self._key(number, at) for number, at in numbers)
        if begun == "document":
            self.sends_a_document(who, 4)
        elif begun == "help":
            self.asks_for_help(who, 0)
        elif begun == "plea":
            self.says_it_is_not_held(who, 0)

    def _key(self, number: str, at: int) -> int:
        keys = sorted(key for key, duty in self.district.duties.items() if duty.row.number == number)
        return keys[at % len(keys)]

    def _duty(self, task: int) -> tuple[int, Duty]:
        key = self.known[task]
        return key, self.district.duties[key]

    def _name(self, who: int, duty: Duty) -> str:
        able = [name for name in NAMES if self.district.may_mark(self.ids[name], duty)]
        return able[who % len(able)] if who >= len(NAMES) and able else NAMES[who % len(NAMES)]

    def _does(self, name: str, deed: Callable[[Actor], Awaitable[object]], foretold: Callable[[int], object]) -> None:
        """Somebody does it in the product and in the plain model: both allow it, or refuse it with the same word."""
        self.land.clock.move(seconds=1, milliseconds=37)
        self._looks_at_the_clock()
        refused = _refusal(foretold, self.ids[name])
        assert self.runner.run(self._done(name, deed)) is refused
        self.counted["refused" if refused else "allowed"] += 1

    def _looks_at_the_clock(self) -> None:
        self.district.is_now(books.to_the_millisecond(self.land.clock()))

    async def _done(self, name: str, deed: Callable[[Actor], Awaitable[object]]) -> type[Refusal] | None:
        actor = await self.land.actor(name)
        try:
            await deed(actor)
        except Refusal as refusal:
            return type(refusal)
        return None

    def _day(self, duty: Duty, shift: int | None) -> date | None:
        today = self.district.today(duty.place.territory)
        return None if shift is None else today + timedelta(days=shift)

    # --- marks --------------------------------------------------------------------------------------------------

    @rule(who=whoever, task=task, shift=shift)
    def marks(self, who: int, task: int, shift: int | None) -> None:
        key, duty = self._duty(task)
        on = self._day(duty, shift)
        self._does(
            self._name(who, duty),
            lambda actor: tasks.mark_done(self.land.work, actor, key, on=on),
            lambda person: self.district.mark(person, key, on),
        )

    @precondition(lambda self: self._lines())
    @rule(who=some.none() | anybody, at=recent)
    def takes_back(self, who: str | None, at: int) -> None:
        """Whoever made an entry, or somebody else, takes it back."""
        key, line = self._line(at)
        change = self.books.changes[key][line]
        self._does(
            who or self._author(key, line),
            lambda actor: tasks.take_back(self.land.work, actor, change),
            lambda person: self.district.take_back(person, key, line),
        )

    def _lines(self) -> list[tuple[datetime, int, int]]:
        """All entries of all journals by their age: when, of which task, and the place there."""
        return sorted(
            (entry.at, key, line)
            for key, duty in self.district.duties.items()
            for line, entry in enumerate(duty.journal)
        )

    def _line(self, at: int) -> tuple[int, int]:
        lines = self._lines()
        _, key, line = lines[-1 - at % len(lines)]
        return key, line

    def _author(self, key: int, line: int) -> str:
        return self._named(self.district.duties[key].journal[line].person)

    @rule(name=anybody, weeks=some.integers(-2, 3))
    def says_all_goes_as_planned(self, name: str, weeks: int) -> None:
        monday = monday_of(self.land.clock().date()) + timedelta(weeks=weeks)
        self._does(
            name,
            lambda actor: tasks.all_as_planned(self.land.work, actor, monday),
            lambda person: self.district.all_as_planned(person, monday),
        )

    @rule(name=anybody, key=some.sampled_from([MISSING]) | some.integers(1, 120))
    def looks(self, name: str, key: int) -> None:
        self._does(
            name,
            lambda actor: tasks.look_at_task(self.land.work, actor, key),
            lambda person: self.district.look(person, key),
        )

    # --- visits -------------------------------------------------------------------------------------------------

    @rule(name=anybody, day=some.sampled_from(VISIT_DAYS), shift=some.integers(-3, 1))
    def visited_all(self, name: str, day: date, shift: int) -> None:
        on = self.land.clock().date() + timedelta(days=shift)
        self._does(
            name,
            lambda actor: visits.mark_all_visited(self.land.work, actor, day, on=on),
            lambda person: self.district.mark_all_visited(person, day, on),
        )

    @precondition(lambda self: self._lines())
    @rule(who=some.none() | anybody, at=recent, day=some.none() | some.sampled_from(VISIT_DAYS))
    def takes_back_visits(self, who: str | None, at: int, day: date | None) -> None:
        key, line = self._line(at)
        change, due = self.books.changes[key][line], day or self.district.duties[key].due or VISIT_DAYS[0]
        self._does(
            who or self._author(key, line),
            lambda actor: visits.take_back_visits(self.land.work, actor, change, due),
            lambda person: self.district.take_back_visits(person, key, line, due),
        )

    @precondition(lambda self: self._lines())
    @rule(who=some.none() | anybody, at=recent)
    def takes_back_the_plan(self, who: str | None, at: int) -> None:
        key, line = self._line(at)
        change, monday = self.books.changes[key][line], monday_of(self.land.clock().date())
        self._does(
            who or self._author(key, line),
            lambda actor: tasks.take_back_planned(self.land.work, actor, change, monday),
            lambda person: self.district.take_back_planned(person, key, line),
        )

    @rule(who=whoever, task=visit)
    def was_there_too(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        self._does(
            self._name(who, duty),
            lambda actor: visits.join_visit(self.land.work, actor, key),
            lambda person: self.district.join_visit(person, key),
        )

    # --- what is not held, the second tick, corrections -----------------------------------------------------------

    @rule(who=whoever, task=task)
    def says_it_is_not_held(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        self._does(
            self._name(who, duty),
            lambda actor: notheld.say_not_held(self.land.work, actor, key, "нет детей"),
            lambda person: self.district.say_not_held(person, key),
        )

    @rule(who=whoever, task=task)
    def thinks_better_of_it(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        asked = duty.plea
        self._does(
            self._named(asked.asked_by) if asked and who % 2 else self._name(who, duty),
            lambda actor: notheld.withdraw_not_held(self.land.work, actor, key),
            lambda person: self.district.withdraw_not_held(person, key),
        )

    @precondition(lambda self: any(self.books.pleas.values()))
    @rule(who=whoever, at=recent, accepted=some.booleans())
    def decides(self, who: int, at: int, accepted: bool) -> None:
        key, line, plea = self._newest(self.books.pleas, at)
        self._does(
            self._name(who, self.district.duties[key]),
            lambda actor: notheld.decide_not_held(self.land.work, actor, plea, accepted=accepted),
            lambda person: self.district.decide_not_held(person, key, line, accepted=accepted),
        )

    @precondition(lambda self: any(self.books.pleas.values()))
    @rule(who=whoever, at=recent)
    def takes_the_decision_back(self, who: int, at: int) -> None:
        key, line, plea = self._newest(self.books.pleas, at)
        duty = self.district.duties[key]
        by = duty.pleas[line].decided_by
        self._does(
            self._named(by) if by and who % 2 else self._name(who, duty),
            lambda actor: notheld.undo_decision(self.land.work, actor, plea),
            lambda person: self.district.undo_decision(person, key, line),
        )

    @rule(who=whoever, task=in_medk, back=some.booleans())
    def ticks(self, who: int, task: int, back: bool) -> None:
        key, duty = self._duty(task)
        deed = medk.untick_medk if back else medk.tick_medk
        foretold = self.district.untick if back else self.district.tick
        self._does(
            self._name(who, duty),
            lambda actor: deed(self.land.work, actor, key),
            lambda person: foretold(person, key),
        )

    @rule(who=whoever, task=task, correction=some.sampled_from(Correction), shift=some.integers(-12, 2))
    def corrects(self, who: int, task: int, correction: Correction, shift: int) -> None:
        key, duty = self._duty(task)
        on = self._day(duty, shift) if correction is Correction.ANOTHER_DAY else None
        self._does(
            self._name(who, duty),
            lambda actor: corrections.correct_mark(self.land.work, actor, key, correction, "ошибка", on=on),
            lambda person: self._corrected(person, key, correction, on),
        )

    def _corrected(self, person: int, key: int, correction: Correction, on: date | None) -> None:
        if correction is Correction.NOT_IN_MEDK:
            self.district.correct_tick(person, key)
            return
        becomes = {
            Correction.NOT_DONE: State.IN_PROGRESS,
            Correction.ANOTHER_DAY: State.DONE,
            Correction.NOT_HELD: State.NOT_HELD,
        }
        self.district.correct(person, key, becomes[correction], on)

    # --- what was due before the start ----------------------------------------------------------------------------

    @rule(who=whoever, task=task, answer=some.sampled_from(EarlierAnswer))
    def settles(self, who: int, task: int, answer: EarlierAnswer) -> None:
        key, duty = self._duty(task)
        self._does(
            self._name(who, duty),
            lambda actor: earlier.settle_earlier(self.land.work, actor, EarlierScope.ONE, key, answer),
            lambda person: self.district.settle(person, key, answer),
        )

    # --- help ---------------------------------------------------------------------------------------------------

    @rule(who=whoever, task=task)
    def asks_for_help(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        self._does(
            self._name(who, duty),
            lambda actor: helping.ask_help(self.land.work, actor, key),
            lambda person: self.district.ask_help(person, key),
        )

    @rule(who=whoever, task=task)
    def wants_no_help(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        self._does(
            self._name(who, duty),
            lambda actor: helping.withdraw_help(self.land.work, actor, key),
            lambda person: self.district.withdraw_help(person, key),
        )

    @precondition(lambda self: any(self.books.calls.values()))
    @rule(who=whoever, at=recent)
    def helps(self, who: int, at: int) -> None:
        key, line, call = self._newest(self.books.calls, at)
        self._does(
            self._name(who, self.district.duties[key]),
            lambda actor: helping.take_help(self.land.work, actor, call),
            lambda person: self.district.take_help(person, key, line),
        )

    @precondition(lambda self: any(self.books.calls.values()))
    @rule(who=whoever, at=recent)
    def lets_help_go(self, who: int, at: int) -> None:
        key, line, call = self._newest(self.books.calls, at)
        duty = self.district.duties[key]
        by = duty.calls[line].taken_by
        self._does(
            self._named(by) if by and who % 2 else self._name(who, duty),
            lambda actor: helping.let_help_go(self.land.work, actor, call),
            lambda person: self.district.let_help_go(person, key, line),
        )

    @precondition(lambda self: any(self.books.calls.values()))
    @rule(who=whoever, at=recent)
    def answers_help(self, who: int, at: int) -> None:
        key, line, call = self._newest(self.books.calls, at)
        self._does(
            self._name(who, self.district.duties[key]),
            lambda actor: helping.answer_help(self.land.work, actor, call, "приеду завтра"),
            lambda person: self.district.answer_help(person, key, line),
        )

    def _newest(self, kept: dict[int, list[int]], at: int) -> tuple[int, int, int]:
        """Of all that is kept, one of the newest: of which task, its place there and its number."""
        found = sorted((number, key, line) for key, all_ in kept.items() for line, number in enumerate(all_))
        number, key, line = found[-1 - at % len(found)]
        return key, line, number

    # --- documents ------------------------------------------------------------------------------------------------

    @rule(who=whoever, task=slot)
    def sends_a_document(self, who: int, task: int) -> None:
        key, duty = self._duty(task)
        file = SentFile("концепция.docx", f"file {self.steps}")
        self._does(
            self._name(who, duty),
            lambda actor: documents.send_document(self.land.work, actor, key, file),
            lambda person: self.district.send(person, key),
        )

    @precondition(lambda self: any(self.books.papers.values()))
    @rule(who=whoever, at=recent, verdict=some.sampled_from([Verdict.CONFIRMED, Verdict.RETURNED]))
    def judges(self, who: int, at: int, verdict: Verdict) -> None:
        key, line, paper = self._newest(self.books.papers, at)
        self._does(
            self._judging(who, key, line),
            lambda actor: self._judge(actor, paper, verdict),
            lambda person: self.district.judge(person, key, line, verdict),
        )

    def _judging(self, who: int, key: int, line: int) -> str:
        """In half of the cases one who judges that version, otherwise anybody."""
        duty = self.district.duties[key]
        able = sorted(self.district.judges(duty.papers[line], duty))
        return self._named(able[who % len(able)]) if who >= len(NAMES) and able else NAMES[who % len(NAMES)]

    async def _judge(self, actor: Actor, paper: int, verdict: Verdict) -> None:
        if verdict is Verdict.CONFIRMED:
            await judging.confirm_document(self.land.work, actor, paper)
        else:
            await judging.return_document(self.land.work, actor, paper, Because(Remark.UNREADABLE))

    def _named(self, person: int) -> str:
        return next(name for name, one in self.ids.items() if one == person)

    @precondition(lambda self: any(self.books.papers.values()))
    @rule(who=whoever, at=recent)
    def opens_a_document(self, who: int, at: int) -> None:
        key, line, paper = self._newest(self.books.papers, at)
        self._does(
            self._judging(who, key, line),
            lambda actor: documents.open_document(self.land.work, actor, paper),
            lambda person: self.district.open(person, key, line),
        )

    @precondition(lambda self: any(self.books.papers.values()))
    @rule(who=some.none() | anybody, at=recent)
    def withdraws_a_document(self, who: str | None, at: int) -> None:
        key, line, paper = self._newest(self.books.papers, at)
        self._does(
            who or self._named(self.district.duties[key].papers[line].sent_by),
            lambda actor: documents.withdraw_document(self.land.work, actor, paper),
            lambda person: self.district.withdraw(person, key, line),
        )

    @precondition(lambda self: any(self.books.papers.values()))
    @rule(who=whoever, at=recent)
    def lifts_a_confirmation(self, who: int, at: int) -> None:
        key, line, paper = self._newest(self.books.papers, at)
        self._does(
            self._name(who, self.district.duties[key]),
            lambda actor: judging.lift_confirmation(self.land.work, actor, paper, "проверьте ещё раз"),
            lambda person: self.district.lift(person, key, line),
        )

    @precondition(lambda self: any(self.books.words.values()))
    @rule(who=some.none() | anybody, at=recent)
    def takes_a_word_back(self, who: str | None, at: int) -> None:
        said = sorted(
            (number, key, line, word) for key, all_ in self.books.words.items() for line, word, number in all_
        )
        number, key, line, word = said[-1 - at % len(said)]
        self._does(
            who or self._named(self.district.duties[key].papers[line].words[word].person),
            lambda actor: judging.take_back_decision(self.land.work, actor, number),
            lambda person: self.district.take_back_word(person, key, line, word),
        )

    # --- what follows most often ----------------------------------------------------------------------------------

    @rule(what=some.sampled_from(("entry", "entry", "word", "paper", "decision")))
    def thinks_again(self, what: str) -> None:
        """Whoever did the latest takes it back."""
        if what == "entry" and self._lines():
            self.takes_back(None, 0)
        elif what == "word" and any(self.books.words.values()):
            self.takes_a_word_back(None, 0)
        elif what == "paper" and any(self.books.papers.values()):
            self.withdraws_a_document(None, 0)
        elif what == "decision" and any(self.books.pleas.values()):
            self.takes_the_decision_back(1, 0)

    @rule(what=some.sampled_from(("document", "document", "plea", "help")), who=whoever, well=some.booleans())
    def gets_an_answer(self, what: str, who: int, well: bool) -> None:
        """Whoever was asked for the latest says a word."""
        if what == "document" and any(self.books.papers.values()):
            self.judges(who, 0, Verdict.CONFIRMED if well else Verdict.RETURNED)
        elif what == "plea" and any(self.books.pleas.values()):
            self.decides(who, 0, well)
        elif what == "help" and any(self.books.calls.values()):
            self.helps(who, 0)

    # --- time and people ------------------------------------------------------------------------------------------

    @rule(step=some.sampled_from(STEPS))
    def time_passes(self, step: dict[str, float]) -> None:
        self.land.clock.move(**step)
        self._looks_at_the_clock()

    @rule(name=anybody)
    def loses_all_roles(self, name: str) -> None:
        self.runner.run(self.land.serves(name, until=self.land.clock().date() - timedelta(days=1)))
        self._given()

    @rule(
        name=anybody,
        post=some.sampled_from(["coordinator", "curator", "director"]),
        at=some.sampled_from([LAKE, LINDEN, FOREST]),
    )
    def is_appointed(self, name: str, post: str, at: str) -> None:
        role, since = Role(post), self.land.clock().date()
        if role is Role.COORDINATOR:
            self.runner.run(self.land.appoint(name, role, territory=DISTRICT, since=since))
        else:
            self.runner.run(self.land.appoint(name, role, school=at, since=since))
        self._given()

    @rule(name=anybody, substitute=some.none() | anybody, days=some.integers(0, 9))
    def is_away(self, name: str, substitute: str | None, days: int) -> None:
        """Who may act for whom is told elsewhere; here it only changes who is who."""
        self.runner.run(self._leaves(name, substitute, days))
        self._given()

    async def _leaves(self, name: str, substitute: str | None, days: int) -> None:
        actor, today = await self.land.actor(name), self.land.clock().date()
        acting = self.ids[substitute] if substitute else None
        until = today + timedelta(days=days)
        try:
            await absences.enter_absence(
                self.land.work, actor, actor.person_id, since=today, until=until, substitute_id=acting
            )
        except Refusal:
            return

    def _given(self) -> None:
        staff = self.runner.run(self._staff())
        self.district.posts, self.district.absences = staff.posts, staff.absences
        self._looks_at_the_clock()

    async def _staff(self) -> Any:
        async with self.land.work.reading() as session:
            return await staff_of(session)

    # --- what is true after every step ----------------------------------------------------------------------------

    @invariant()
    def the_books_are_as_foretold(self) -> None:
        self.steps += 1
        self.counted["steps"] += 1
        self.books = self.runner.run(self._read())
        foretold = books.expected(self.district)
        for key, page in self.books.pages.items():
            assert page == foretold[key], (key, self.district.duties[key].row.number)

    @invariant()
    def the_journal_leads_to_the_present(self) -> None:
        """Told from the tables alone: each entry begins where the one before ended, the last one ends here."""
        for page in self.books.pages.values():
            lines = page.journal
            for before, after in pairwise(lines):
                assert before[3] is after[2]
            if lines:
                assert lines[-1][3] is page.state
            for line in lines:
                if line[7] is not None:
                    undone = lines[line[7]]
                    assert (line[2], line[3]) == (undone[3], undone[2])

    @invariant()
    def figures_are_as_foretold(self) -> None:
        """One person a step: their letter, their list, their answers."""
        self.runner.run(self._figures(NAMES[self.steps % len(NAMES)]))

    async def _figures(self, name: str) -> None:
        actor, person, land = await self.land.actor(name), self.ids[name], self.land
        duties, district = self.district.duties, self.district
        late = {key for key, duty in duties.items() if district.overdue(duty)}
        own = {key for key, duty in duties.items() if district.own(person, duty)}
        seen = {key for key, duty in duties.items() if district.reaches(person, duty)}
        returned = {key for key in own if duties[key].open and _verdict(duties[key]) is Verdict.RETURNED}
        async with land.work.reading() as session:
            lines = await lines_of(session, actor, land.clock(), Wanted())
        assert {line.assignment_id for line in lines} == seen
        assert {line.assignment_id for line in lines if line.overdue} == late & seen
        assert {line.assignment_id: line.verdict for line in lines} == {key: _verdict(duties[key]) for key in seen}
        week = await tasks.week_of(land.work, actor)
        assert {card.assignment_id for card in week.overdue} == late & own - returned
        assert {card.assignment_id for card in week.returned} == returned
        listed = await tasks.list_of(land.work, actor, ListKind.LATE)
        assert {card.assignment_id for card in listed.late if card.overdue} == late & own
        if week.figures is not None:
            assert week.figures.late == len(
                {key for key in late if duties[key].place.territory in district.coordinates(person)}
            )

    # --- and at the end -------------------------------------------------------------------------------------------

    async def _news_are_true(self) -> None:
        """Whatever waits is worded without a mistake; of help, only what is still wanted is told."""
        async with self.land.work.reading() as session:
            waiting = list(await session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.WAITING)))
        for row in waiting:
            notice = unpack(row.kind, row.body)
            try:
                told = await news.look_at_news(self.land.work, row.person_id, notice)
            except OutOfReach:
                continue
            self.counted["news"] += 1
            if isinstance(notice, HelpAsked):
                assert isinstance(told, DropReason) is not self._is_wanted(notice.help_id)

    def _is_wanted(self, help_id: int) -> bool:
        for key, numbers in self.books.calls.items():
            if help_id in numbers:
                call = self.district.duties[key].calls[numbers.index(help_id)]
                return call.open and call.taken_by is None and call.answered_by is None
        raise AssertionError(help_id)


def _refusal(foretold: Callable[[int], object], person: int) -> type[Refusal] | None:
    try:
        foretold(person)
    except Refusal as refusal:
        return type(refusal)
    return None


def _verdict(duty: Duty) -> Verdict | None:
    return duty.standing.verdict if duty.standing else None
