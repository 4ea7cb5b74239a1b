"""The rules of the daily work in plain Python, as the description of the product tells them.

It shares with the product the words alone (states, roles, names of refusals), never a rule: what both come to must be
the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.access import Role
from models.domain.lifecycles import EarlierAnswer, State, Verdict
from models.domain.plan import Executor
from models.domain.refusals import (
    ActedOnSince,
    DayAhead,
    DocumentNeeded,
    NotYours,
    OutOfReach,
    OwnDocument,
    UndoTooLate,
    WrongState,
)

QUARTER_OF_AN_HOUR = timedelta(minutes=15)
OPEN = {State.PLANNED, State.IN_PROGRESS}
EARLIER = {State.BEFORE_START, State.NOT_COUNTED}
COORDINATORS_WORD = {*EARLIER, State.WAITING}
"""What a coordinator's word makes count."""
DAY = timedelta(days=1)

OF_SCHOOL = {Executor.SCHOOL, Executor.SCHOOL_COORDINATOR}
OF_CURATOR = {Executor.CURATOR, Executor.MENTOR}
AT_SCHOOL = {Role.DIRECTOR, Role.SCHOOL_COORDINATOR}


@dataclass(frozen=True)
class Place:
    """A territory, or a school of one when it has an id of its own."""

    territory: int
    school: int | None
    zone: str


@dataclass(frozen=True)
class Post:
    person: int
    role: Role
    territory: int | None
    school: int | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Away:
    person: int
    since: date
    until: date


@dataclass(frozen=True)
class Row:
    """`owner` is the territory whose map it stands in; `slot` that a school's document executes it."""

    number: str
    executors: frozenset[Executor]
    owner: int
    visit: bool
    slot: bool
    waiting: bool
    medk: bool


@dataclass
class Entry:
    """One line of the journal. `undoes` is the place of the line it takes back."""

    person: int
    behalf: Role | None
    was: State
    to: State
    was_day: date | None
    happened: date
    at: datetime
    undoes: int | None = None
    visit_before: "Seen | None" = None
    """Who had visited the school before this line."""


@dataclass(frozen=True)
class Seen:
    """Who marked a visit, and who was there as well."""

    by: int
    others: frozenset[int] = frozenset()


@dataclass
class Call:
    """A request for help; `closed_by` is the place of the line of the journal that closed it."""

    asked_by: int
    open: bool = True
    taken_by: int | None = None
    taken_at: datetime | None = None
    answered_by: int | None = None
    closed_by: int | None = None


@dataclass
class Plea:
    """Somebody says that it is not held; `closed_by` and `decided_with` are places in the journal."""

    asked_by: int
    accepted: bool | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    decided_with: int | None = None
    withdrawn: bool = False
    closed_by: int | None = None

    @property
    def open(self) -> bool:
        return self.accepted is None and not self.withdrawn and self.closed_by is None


@dataclass
class Word:
    """What was said of a document; `line` is its place in the journal, `undoes` that of the word it takes back."""

    person: int
    verdict: Verdict
    at: datetime
    line: int | None = None
    undoes: int | None = None


@dataclass
class Paper:
    """A version of a document; `line` is the place of its sending in the journal."""

    sent_by: int
    on: date
    at: datetime
    line: int
    verdict: Verdict = Verdict.SENT
    decided_by: int | None = None
    words: list[Word] = field(default_factory=list)
    opened: bool = False


@dataclass
class Tick:
    """An entry of the second tick."""

    person: int
    on: date | None
    at: datetime


@dataclass
class Duty:
    """What is asked of one unit by one day."""

    row: Row
    place: Place
    due: date | None
    state: State
    day: date | None = None
    journal: list[Entry] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    pleas: list[Plea] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    visit: Seen | None = None

    @property
    def slot(self) -> bool:
        return self.row.slot and self.place.school is not None

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def help(self) -> Call | None:
        return next((one for one in self.calls if one.open), None)

    @property
    def plea(self) -> Plea | None:
        return next((one for one in self.pleas if one.open), None)

    @property
    def medk(self) -> date | None:
        return self.ticks[-1].on if self.ticks else None

    @property
    def visited(self) -> bool:
        return self.row.visit and self.place.school is not None

    @property
    def standing(self) -> Paper | None:
        """The newest version that was not taken back."""
        return next((one for one in reversed(self.papers) if one.verdict is not Verdict.WITHDRAWN), None)

    def undone(self, place: int) -> bool:
        return any(one.undoes == place for one in self.journal)


@dataclass
class District:
    """Everything that stands in the books, and what time it is."""

    now: datetime
    duties: dict[int, Duty]
    parents: dict[int, int | None]
    """Each territory with the one above it."""
    zones: dict[int, str]
    schools: dict[int, int]
    """Each school with its territory."""
    posts: list[Post] = field(default_factory=list)
    absences: list[Away] = field(default_factory=list)
    _present: dict[int, list[Post]] = field(default_factory=dict)

    def is_now(self, moment: datetime) -> None:
        """Time has passed, or people have come and gone."""
        self.now = moment
        self._present = {}
        for post in self.posts:
            territory = post.territory if post.school is None else self.schools[post.school]
            assert territory is not None
            today = self.today(territory)
            if post.since <= today and (post.until is None or today <= post.until):
                self._present.setdefault(post.person, []).append(post)

    # --- who stands where ---------------------------------------------------------------------------------------

    def today(self, territory: int) -> date:
        return self.now.astimezone(ZoneInfo(self.zones[territory])).date()

    def _held(self, person: int) -> Iterable[Post]:
        return self._present.get(person, ())

    def owns(self, person: int) -> set[int]:
        return {one.territory for one in self._held(person) if one.role is Role.COORDINATOR and one.territory}

    def coordinates(self, person: int) -> set[int]:
        own = self.owns(person)
        return own | {place for place, above in self.parents.items() if above in own}

    def directs(self, person: int) -> set[int]:
        return {one.school for one in self._held(person) if one.role in AT_SCHOOL and one.school}

    def curates(self, person: int) -> set[int]:
        """Nobody is curator of a school they direct."""
        named = {one.school for one in self._held(person) if one.role is Role.CURATOR and one.school}
        return named - self.directs(person)

    def reaches(self, person: int, duty: Duty) -> bool:
        """A neighbour's school does not exist."""
        mine = self.curates(person) | self.directs(person)
        return duty.place.territory in self.coordinates(person) or duty.place.school in mine

    def answers(self, person: int, duty: Duty) -> bool:
        """The coordinator of the territory answers for it, and the region's on the region's own map."""
        own = self.owns(person)
        return duty.place.territory in self.coordinates(person) and bool(own & {duty.place.territory, duty.row.owner})

    def in_own_name(self, person: int, duty: Duty) -> bool:
        named = duty.row.executors
        if duty.place.school in self.directs(person) and named & OF_SCHOOL:
            return True
        return duty.place.school in self.curates(person) and bool(named & OF_CURATOR) and not duty.slot

    def may_mark(self, person: int, duty: Duty) -> bool:
        return self.in_own_name(person, duty) or self.answers(person, duty)

    def behalf(self, person: int, duty: Duty) -> Role | None:
        """For whom a coordinator marks: for whoever of the school's people the row is, unless it names others too."""
        named = duty.row.executors - (OF_CURATOR if duty.slot else set())
        if self.in_own_name(person, duty) or duty.place.school is None or named - OF_SCHOOL - OF_CURATOR:
            return None
        if named & OF_CURATOR:
            return Role.CURATOR
        return Role.DIRECTOR if named else None

    def own(self, person: int, duty: Duty) -> bool:
        """What stands in the person's letter: theirs to do in their own name."""
        if not self.may_mark(person, duty) or self.behalf(person, duty) is not None:
            return False
        if duty.place.school is not None:
            return duty.place.school in self.curates(person) | self.directs(person)
        return duty.place.territory in self.owns(person)

    def visits_in_person(self, person: int, duty: Duty) -> bool:
        """A curator visits their schools, and a coordinator those for which the row names them."""
        if not duty.row.visit or duty.place.school is None:
            return False
        if self.own(person, duty):
            return True
        if not self.may_mark(person, duty) or self.behalf(person, duty) is not None:
            return False
        named, place, own = duty.row.executors, duty.place.territory, self.owns(person)
        of_district = {Executor.MUNICIPAL_COORDINATOR, Executor.MUNICIPAL_AUTHORITY, Executor.MUNICIPAL_CENTRE}
        of_region = {Executor.REGIONAL_COORDINATOR, Executor.REGIONAL_AUTHORITY}
        if place in own and named & of_district:
            return True
        from_above = duty.row.owner in own and duty.row.owner != place and place in self.coordinates(person)
        return from_above and bool(named & of_region)

    def judges(self, paper: Paper, duty: Duty) -> set[int]:
        """The school's curators but the sender; without one there, the territory's coordinators.

        Never who sent it, nor anybody of the school itself.
        """
        today = self.today(duty.place.territory)
        people = {one.person for one in self.posts} - {paper.sent_by}
        gone = {one.person for one in self.absences if one.since <= today <= one.until}
        inside = {one for one in people if duty.place.school in self.directs(one)}
        curators = {one for one in people if duty.place.school in self.curates(one)} - gone
        if curators:
            return curators
        coordinators = {one for one in people if duty.place.territory in self.owns(one)}
        return (coordinators - gone or coordinators) - inside

    # --- what is derived ------------------------------------------------------------------------------------------

    def overdue(self, duty: Duty) -> bool:
        """The due day itself is not overdue."""
        return duty.open and duty.due is not None and duty.due < self.today(duty.place.territory)

    # --- what happens ---------------------------------------------------------------------------------------------

    def _fetch(self, person: int, key: int) -> Duty:
        duty = self.duties.get(key)
        if duty is None or not self.reaches(person, duty):
            raise OutOfReach
        return duty

    def _enter(
        self,
        duty: Duty,
        person: int,
        to: State,
        day: date | None,
        *,
        behalf: Role | None = None,
        undoes: int | None = None,
    ) -> int:
        """What is done or not held wants no help, and nobody decides about it any more; the place of the line."""
        happened, line = day or self.today(duty.place.territory), len(duty.journal)
        entry = Entry(person, behalf, duty.state, to, duty.day, happened, self.now, undoes, duty.visit)
        duty.journal.append(entry)
        duty.state, duty.day = to, happened if to is State.DONE else None
        if to in {State.DONE, State.NOT_HELD}:
            if duty.help is not None:
                call = duty.help
                call.open, call.closed_by = False, line
            if duty.plea is not None:
                duty.plea.closed_by = line
        if duty.visited:
            duty.visit = (duty.visit or Seen(person)) if to is State.DONE else None
        return line

    def look(self, person: int, key: int) -> Duty:
        return self._fetch(person, key)

    def mark(self, person: int, key: int, on: date | None = None) -> None:
        duty = self._fetch(person, key)
        if not self.may_mark(person, duty):
            raise NotYours
        if duty.state is State.DONE:
            return
        word = duty.place.territory in self.coordinates(person)
        if not duty.open and not (word and duty.state in COORDINATORS_WORD):
            raise WrongState
        if duty.slot:
            raise DocumentNeeded(key)
        if on is not None and on > self.today(duty.place.territory):
            raise DayAhead(on)
        self._enter(duty, person, State.DONE, on, behalf=self.behalf(person, duty))

    def take_back(self, person: int, key: int, place: int) -> None:
        duty = self._fetch(person, key)
        entry, newest = duty.journal[place], duty.journal[-1]
        if newest.undoes == place:
            return
        if entry.person != person:
            raise NotYours
        settled = entry.was in EARLIER and entry.to is not State.DONE
        by_document = duty.slot and not settled and State.NOT_HELD not in {entry.was, entry.to}
        if by_document or entry.undoes is not None:
            raise WrongState
        if newest is not entry or self._joined_since(duty, entry):
            raise ActedOnSince
        self._in_time(entry)
        self._undo(person, duty, place)

    def _joined_since(self, duty: Duty, entry: Entry) -> bool:
        """Whether somebody says since then that they were at the visit too."""
        before = entry.visit_before.others if entry.visit_before else frozenset()
        return duty.visit is not None and duty.visit.others != before

    def _in_time(self, entry: Entry) -> None:
        if self.now > entry.at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate

    def _undo(self, person: int, duty: Duty, place: int) -> None:
        """As it was before: the state, its day, the visit, and the requests that the entry had closed."""
        entry = duty.journal[place]
        self._enter(duty, person, entry.was, entry.was_day, undoes=place)
        duty.visit = entry.visit_before
        for call in duty.calls:
            if call.closed_by == place:
                call.open, call.closed_by = True, None
        for plea in duty.pleas:
            if plea.closed_by == place:
                plea.closed_by = None
            if plea.decided_with == place:
                plea.accepted = plea.decided_by = plea.decided_at = plea.decided_with = None

    def all_as_planned(self, person: int, monday: date) -> None:
        last = monday + 13 * DAY
        for duty in self.duties.values():
            named = duty.state is State.PLANNED and duty.due is not None and duty.due <= last
            if named and self.own(person, duty):
                self._enter(duty, person, State.IN_PROGRESS, None)

    def take_back_planned(self, person: int, key: int, place: int) -> None:
        duty = self._fetch(person, key)
        entry = duty.journal[place]
        if entry.person != person:
            raise NotYours
        if (entry.was, entry.to) != (State.PLANNED, State.IN_PROGRESS) or entry.undoes is not None:
            raise WrongState
        said = self._said_together(person, entry, self.duties.values())
        stands = [(one, at) for one, at in said if at == len(one.journal) - 1]
        if not stands and not all(one.journal[-1].undoes == at for one, at in said):
            raise ActedOnSince
        if stands:
            self._in_time(entry)
        for one, at in stands:
            self._undo(person, one, at)

    def join_visit(self, person: int, key: int) -> None:
        """One mark is both's; only whom the row names is asked."""
        duty = self._fetch(person, key)
        if not self.visits_in_person(person, duty):
            raise NotYours
        if duty.state is not State.DONE or duty.visit is None:
            raise WrongState
        marked = next(one for one in reversed(duty.journal) if one.to is State.DONE and one.undoes is None)
        if person != duty.visit.by or marked.behalf is not None:
            duty.visit = Seen(duty.visit.by, duty.visit.others | {person})

    def visits_due(self, person: int, day: date) -> list[Duty]:
        return [one for one in self.duties.values() if one.due == day and self.visits_in_person(person, one)]

    def mark_all_visited(self, person: int, day: date, on: date) -> int:
        """How many schools one press says were visited; of a day that has not begun there, it is today."""
        marked = [one for one in self.visits_due(person, day) if one.open]
        for duty in marked:
            today = self.today(duty.place.territory)
            self._enter(duty, person, State.DONE, min(on, today), behalf=self.behalf(person, duty))
        return len({one.place.school for one in marked})

    def take_back_visits(self, person: int, key: int, place: int, day: date) -> None:
        duty = self._fetch(person, key)
        entry = duty.journal[place]
        if entry.person != person:
            raise NotYours
        if entry.to is not State.DONE or entry.undoes is not None or not duty.row.visit or duty.due != day:
            raise WrongState
        said = self._said_together(person, entry, [one for one in self.duties.values() if one.due == day])
        stands = [(one, at) for one, at in said if at == len(one.journal) - 1 and not (one.visit and one.visit.others)]
        taken = [id(one) for one, _ in stands]
        kept = [one for one, at in said if id(one) not in taken and one.journal[-1].undoes != at]
        if kept and not stands:
            raise ActedOnSince
        if stands:
            self._in_time(entry)
        for one, at in stands:
            self._undo(person, one, at)

    def _said_together(self, person: int, entry: Entry, duties: Iterable[Duty]) -> list[tuple[Duty, int]]:
        """What one press said is of one moment and one kind."""
        return [
            (duty, place)
            for duty in duties
            for place, one in enumerate(duty.journal)
            if (one.person, one.at, one.to, one.undoes) == (person, entry.at, entry.to, None)
            and self.reaches(person, duty)
        ]

    # --- what was due before the start ----------------------------------------------------------------------------

    def settle(self, person: int, key: int, answer: EarlierAnswer) -> None:
        duty = self._fetch(person, key)
        if not self.answers(person, duty):
            raise NotYours
        to = {
            EarlierAnswer.DONE: State.DONE,
            EarlierAnswer.NOT_DONE: State.PLANNED,
            EarlierAnswer.NOT_COUNTED: State.NOT_COUNTED,
        }[answer]
        if duty.state is to:
            return
        if duty.state not in EARLIER:
            raise WrongState
        if to is State.DONE and duty.slot:
            raise DocumentNeeded(key)
        self._settle(person, duty, to)

    def _settle(self, person: int, duty: Duty, to: State) -> None:
        """Done is dated by the due day."""
        done = to is State.DONE
        self._enter(duty, person, to, duty.due if done else None, behalf=self.behalf(person, duty) if done else None)

    # --- help beside the state ------------------------------------------------------------------------------------

    def ask_help(self, person: int, key: int) -> None:
        duty = self._fetch(person, key)
        if not self.may_mark(person, duty):
            raise NotYours
        if not duty.open and duty.state not in {State.BEFORE_START, State.WAITING}:
            raise WrongState
        call = duty.help
        if call is not None and call.answered_by is None:
            return
        if call is not None:
            # What was answered may be asked anew.
            call.open = False
        duty.calls.append(Call(person))

    def withdraw_help(self, person: int, key: int) -> None:
        duty = self._fetch(person, key)
        if not self.may_mark(person, duty):
            raise NotYours
        if duty.help is not None:
            duty.help.open = False

    def _call(self, person: int, key: int, place: int) -> Call:
        """Neither who asked nor the school that asked helps itself."""
        duty = self._fetch(person, key)
        call = duty.calls[place]
        if call.asked_by == person or duty.place.school in self.directs(person):
            raise NotYours
        return call

    def take_help(self, person: int, key: int, place: int) -> None:
        """The first who takes it is the one."""
        call = self._call(person, key, place)
        if call.open and call.taken_by is None and call.answered_by is None:
            call.taken_by, call.taken_at = person, self.now

    def let_help_go(self, person: int, key: int, place: int) -> None:
        call = self._call(person, key, place)
        if call.taken_by is None or call.taken_at is None:
            return
        if call.taken_by != person:
            raise NotYours
        if call.answered_by is not None or not call.open:
            raise ActedOnSince
        if self.now > call.taken_at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate
        call.taken_by = call.taken_at = None

    def answer_help(self, person: int, key: int, place: int) -> None:
        call = self._call(person, key, place)
        if call.open and call.answered_by is None:
            call.answered_by = person

    # --- what is not held -------------------------------------------------------------------------------------------

    def say_not_held(self, person: int, key: int) -> None:
        """A coordinator's own word counts at once; anybody else's waits for it, and meanwhile nothing changes."""
        duty = self._fetch(person, key)
        if not self.may_mark(person, duty):
            raise NotYours
        decides = self.answers(person, duty)
        if not duty.open and duty.state is not State.NOT_HELD and not (decides and duty.state is State.WAITING):
            raise WrongState
        if duty.state is State.NOT_HELD:
            return
        plea = duty.plea
        if decides:
            if plea is not None:
                self._decided(plea, person, accepted=True)
            line = self._enter(duty, person, State.NOT_HELD, None, behalf=self.behalf(person, duty))
            if plea is not None:
                plea.decided_with = line
        elif plea is None:
            duty.pleas.append(Plea(person))

    def _decided(self, plea: Plea, person: int, *, accepted: bool) -> None:
        plea.accepted, plea.decided_by, plea.decided_at = accepted, person, self.now

    def withdraw_not_held(self, person: int, key: int) -> None:
        plea = self._fetch(person, key).plea
        if plea is None:
            return
        if plea.asked_by != person:
            raise NotYours
        plea.withdrawn = True

    def decide_not_held(self, person: int, key: int, place: int, *, accepted: bool) -> None:
        duty = self._fetch(person, key)
        plea = duty.pleas[place]
        if not self.answers(person, duty):
            raise NotYours
        if not plea.open:
            return
        self._decided(plea, person, accepted=accepted)
        if accepted:
            plea.decided_with = self._enter(duty, person, State.NOT_HELD, None, behalf=self.behalf(person, duty))

    def undo_decision(self, person: int, key: int, place: int) -> None:
        duty = self._fetch(person, key)
        plea = duty.pleas[place]
        if plea.decided_at is None:
            return
        if plea.decided_by != person:
            raise NotYours
        over = not duty.open and duty.state is not State.WAITING
        if plea.accepted is False and (duty.plea is not None or over):
            raise ActedOnSince
        if self.now > plea.decided_at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate
        if plea.decided_with is None:
            plea.accepted = plea.decided_by = plea.decided_at = None
        elif plea.decided_with != len(duty.journal) - 1:
            raise ActedOnSince
        else:
            self._undo(person, duty, plea.decided_with)

    # --- the second tick, and marks changed with a note ---------------------------------------------------------------

    def _ticked(self, person: int, key: int) -> Duty:
        duty = self._fetch(person, key)
        if not self.may_mark(person, duty):
            raise NotYours
        if not duty.row.medk:
            raise WrongState
        return duty

    def tick(self, person: int, key: int) -> None:
        duty = self._ticked(person, key)
        if duty.medk is None:
            duty.ticks.append(Tick(person, self.today(duty.place.territory), self.now))

    def untick(self, person: int, key: int) -> None:
        duty = self._ticked(person, key)
        if duty.medk is None:
            return
        if duty.ticks[-1].person != person:
            raise NotYours
        if self.now > duty.ticks[-1].at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate
        duty.ticks.append(Tick(person, None, self.now))

    def correct(self, person: int, key: int, to: State, on: date | None = None) -> None:
        """The territory's coordinator, or the region's, changes a mark that stands; a document's is judged instead."""
        duty = self._fetch(person, key)
        if duty.place.territory not in self.coordinates(person):
            raise NotYours
        if (duty.state, duty.day) == (to, on):
            return
        stands = duty.state is State.NOT_HELD or (duty.state is State.DONE and not duty.slot)
        if not stands or (to is State.DONE and (on is None or duty.slot)):
            raise WrongState
        if on is not None and on > self.today(duty.place.territory):
            raise DayAhead(on)
        self._enter(duty, person, to, on, behalf=self.behalf(person, duty) if self.may_mark(person, duty) else None)

    def correct_tick(self, person: int, key: int) -> None:
        duty = self._fetch(person, key)
        if duty.place.territory not in self.coordinates(person):
            raise NotYours
        if duty.medk is not None:
            duty.ticks.append(Tick(person, None, self.now))

    # --- documents --------------------------------------------------------------------------------------------------

    def send(self, person: int, key: int) -> None:
        duty = self._fetch(person, key)
        word = duty.place.territory in self.coordinates(person)
        fills = duty.place.school in self.directs(person) or word
        if not duty.slot or not self.may_mark(person, duty) or not fills:
            raise NotYours
        if duty.state not in {*OPEN, State.DONE} and not (word and duty.state in COORDINATORS_WORD):
            raise WrongState
        if duty.standing is not None and duty.standing.verdict is Verdict.CONFIRMED:
            raise WrongState
        today, last = self.today(duty.place.territory), duty.standing
        waits = last is not None and last.verdict is Verdict.SENT and not last.words and not last.opened
        if last is not None and waits and (last.sent_by, last.on) == (person, today):
            # As long as nobody can have seen it, another file only takes its place.
            return
        behalf = None if duty.place.school in self.directs(person) else Role.DIRECTOR
        line = self._enter(duty, person, State.DONE, None, behalf=behalf)
        duty.papers.append(Paper(person, today, self.now, line))

    def open(self, person: int, key: int, place: int) -> None:
        duty = self._fetch(person, key)
        paper = duty.papers[place]
        if paper is duty.standing and paper.verdict is Verdict.SENT and person in self.judges(paper, duty):
            paper.opened = True

    def withdraw(self, person: int, key: int, place: int) -> None:
        """Who sent it takes it back, as long as nobody has said a word about it."""
        duty = self._fetch(person, key)
        paper = duty.papers[place]
        if paper.verdict is Verdict.WITHDRAWN:
            return
        if paper.sent_by != person:
            raise NotYours
        if paper.words or paper is not duty.standing or paper.line != len(duty.journal) - 1:
            raise ActedOnSince
        if self.now > paper.at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate
        paper.words.append(Word(person, Verdict.WITHDRAWN, self.now))
        paper.verdict, paper.decided_by = Verdict.WITHDRAWN, person
        self._undo(person, duty, paper.line)

    def judge(self, person: int, key: int, place: int, verdict: Verdict) -> None:
        """Confirm or return; the first answer counts."""
        duty = self._fetch(person, key)
        paper = duty.papers[place]
        if paper.sent_by == person:
            raise OwnDocument
        if person not in self.judges(paper, duty):
            raise NotYours
        if paper is not duty.standing:
            raise WrongState
        if paper.verdict is not Verdict.SENT:
            return
        returned = verdict is Verdict.RETURNED
        line = self._enter(duty, person, State.IN_PROGRESS, None) if returned else None
        paper.words.append(Word(person, verdict, self.now, line))
        paper.verdict, paper.decided_by = verdict, person

    def lift(self, person: int, key: int, place: int) -> None:
        """A coordinator has a confirmed document judged once more."""
        duty = self._fetch(person, key)
        paper = duty.papers[place]
        if duty.place.territory not in self.coordinates(person):
            raise NotYours
        if paper.verdict is not Verdict.CONFIRMED:
            raise WrongState
        paper.words.append(Word(person, Verdict.SENT, self.now))
        paper.verdict, paper.decided_by = Verdict.SENT, None

    def take_back_word(self, person: int, key: int, place: int, at: int) -> None:
        duty = self._fetch(person, key)
        paper = duty.papers[place]
        word, newest = paper.words[at], paper.words[-1]
        if newest.undoes == at:
            return
        if word.person != person:
            raise NotYours
        if word.undoes is not None or word.verdict is Verdict.WITHDRAWN:
            raise WrongState
        superseded = word.line is not None and word.line != len(duty.journal) - 1
        if paper is not duty.standing or newest is not word or superseded:
            raise ActedOnSince
        if self.now > word.at + QUARTER_OF_AN_HOUR:
            raise UndoTooLate
        before = self._standing_word(paper, at)
        paper.verdict = before.verdict if before else Verdict.SENT
        paper.decided_by = before.person if before and before.verdict is not Verdict.SENT else None
        if word.line is not None:
            self._undo(person, duty, word.line)
        paper.words.append(Word(person, paper.verdict, self.now, undoes=at))

    def _standing_word(self, paper: Paper, before: int) -> Word | None:
        undone = {one.undoes for one in paper.words}
        for place in reversed(range(before)):
            if place not in undone and paper.words[place].undoes is None:
                return paper.words[place]
        return None
