"""How an accepted edition is laid over a published map: rows keep their ids, assignments their marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.editions import TermChange
from models.domain.lifecycles import OPEN_STATES, State, WithdrawalReason
from models.domain.plan import Executor, Scope
from models.domain.unfolding import Term
from models.queries.editions import row_to_keep
from models.queries.links import release_served
from models.queries.plan_changes import differing_for_people
from models.queries.publication import assignment_of, periods_of, put_row, schools_of, task_of
from models.roadmap.editions import Compared, Field, Place, pair_terms, same_words
from models.roadmap.planning import Planned, Unit
from models.tables import (
    Assignment,
    AssignmentChange,
    RoadMap,
    ServedTask,
    Task,
    TaskChange,
    TaskPeriod,
    TaskSchool,
    Withdrawal,
)
from models.tables.assignments import Entry
from models.tables.dialect import insert_once

AHEAD = OPEN_STATES | {State.BEFORE_START, State.WAITING}
"""What is still to be answered: an edition moves these; what is done or not held keeps the days it was judged by."""

_CONCERNING = frozenset({Field.SCOPE, Field.SCHOOLS, Field.PROJECT})
"""A change of these is a change of whom the row concerns."""

_COLUMNS = (
    "number",
    "section",
    "text",
    "timing_raw",
    "executors_raw",
    "executors",
    "indicator",
    "links",
    "kind",
    "scope",
    "project_only",
    "needs_document",
    "in_medk",
    "frequency_in_text",
    "marking",
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Work of one unit that an edition changed, and the executors of its row before and after."""

    executors: tuple[tuple[Executor, ...], ...]
    unit: Unit


@dataclass(slots=True)
class Revised:
    """What an edition did to assignments; `kept_done` of the withdrawn ones had been done."""

    made: int = 0
    moved: int = 0
    withdrawn: int = 0
    kept_done: int = 0
    touched: list[Touched] = field(default_factory=list)
    gone: list[Assignment] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Revision:
    """An edition on its way into the tables: whose draft it is, who accepts it, and what day it is there."""

    session: AsyncSession
    roadmap: RoadMap
    draft_id: int
    entry: Entry

    @property
    def today(self) -> date:
        return self.entry.today

    @property
    def at(self) -> datetime:
        return self.entry.at

    async def apply(
        self, compared: Sequence[Compared], old: Mapping[int, Planned], new: Mapping[int, Planned]
    ) -> Revised:
        """Lay all changes over the map. `old` and `new` are the rows of both editions by their places."""
        revised = Revised()
        tasks = await self._tasks()
        changed = [one for one in compared if one.changes]
        standing = await self._assignments([tasks[one.pair.old] for one in changed if one.pair.old is not None])
        known = {assignment.id for found in standing.values() for assignment in found}
        await self._make_room(tasks.values())
        for one in compared:
            if one.pair.old is not None and one.pair.new is not None:
                tasks[one.pair.old].position = one.pair.new
        await self.session.flush()
        ids: dict[int, Compared] = {}
        for one in changed:
            task = await self._revise(one, tasks, old, new, standing, revised)
            ids[task.id] = one
        await self.session.flush()
        await self._let_go(revised.gone)
        await self._note_made(ids, known, revised)
        await insert_once(self.session, AssignmentChange, revised.changes)
        self._note_rows(ids)
        await self.session.flush()
        return revised

    async def _tasks(self) -> dict[int, Task]:
        rows = await self.session.scalars(select(Task).where(_rows_of(self.roadmap), Task.withdrawn_at.is_(None)))
        return {task.position: task for task in rows}

    async def _assignments(self, tasks: Iterable[Task]) -> dict[int, list[Assignment]]:
        """The assignments by their task; those that an earlier edition took out are no longer among them."""
        rows = await self.session.scalars(
            select(Assignment)
            .where(Assignment.task_id.in_([task.id for task in tasks]), Assignment.occurrence >= 0)
            .order_by(Assignment.id)
        )
        found: dict[int, list[Assignment]] = {}
        for assignment in rows:
            found.setdefault(assignment.task_id, []).append(assignment)
        return found

    async def _make_room(self, tasks: Iterable[Task]) -> None:
        """Places are unique: each row leaves its own before any takes another's."""
        for task in tasks:
            task.position = -task.id
        await self.session.flush()

    async def _revise(
        self,
        one: Compared,
        tasks: Mapping[int, Task],
        old: Mapping[int, Planned],
        new: Mapping[int, Planned],
        standing: Mapping[int, list[Assignment]],
        revised: Revised,
    ) -> Task:
        if one.pair.old is None:
            return await self._add(new[one.pair.new or 0])
        task = tasks[one.pair.old]
        assignments = standing.get(task.id, [])
        row = _Row(self, task, assignments, one, revised)
        if one.pair.new is None:
            row.remove()
        else:
            await row.change(old[one.pair.old], new[one.pair.new])
        return task

    async def _add(self, planned: Planned) -> Task:
        """A new row; one that an earlier edition took out comes back with its marks."""
        task = await self._gone_before(planned)
        if task is None:
            await put_row(self.session, self.roadmap, planned)
            rows = select(Task).where(Task.roadmap_id == self.roadmap.id, Task.position == planned.position)
            return (await self.session.scalars(rows)).one()
        task.withdrawn_at, task.position = None, planned.position
        await self.reword(task, planned)
        await self.put(task, [(unit, term) for unit in planned.aim.units for term in planned.terms])
        return task

    async def _gone_before(self, planned: Planned) -> Task | None:
        rows = await self.session.scalars(
            select(Task)
            .where(_rows_of(self.roadmap), Task.withdrawn_at < self.at)
            .order_by(Task.withdrawn_at.desc(), Task.id)
        )
        alike = [task for task in rows if same_words(task.text, planned.row.text)]
        # Of rows with the same words, the one of the same number.
        return min(alike, key=lambda task: task.number != planned.row.number, default=None)

    async def reword(self, task: Task, new: Planned) -> None:
        """The row says from now on what the edition prints."""
        fresh = task_of(self.roadmap, new)
        for name in _COLUMNS:
            setattr(task, name, getattr(fresh, name))
        await self.session.execute(delete(TaskPeriod).where(TaskPeriod.task_id == task.id))
        await self.session.execute(delete(TaskSchool).where(TaskSchool.task_id == task.id))
        self.session.add_all([*periods_of(task.id, new.row), *schools_of(task.id, new)])

    async def put(self, task: Task, terms: Sequence[tuple[Unit, Term]]) -> None:
        """Assignments for those units and terms: what an edition took out of the same days comes back as it was."""
        retired = await self._retired(task) if terms else {}
        made: list[dict[str, Any]] = []
        for unit, term in terms:
            known = retired.get((unit, term.due))
            if not known:
                made.append(assignment_of(task.id, unit, term))
            else:
                assignment, withdrawal = known.pop()
                assignment.withdrawn_at, withdrawal.returned_at = None, self.at
                assignment.period, assignment.occurrence = _place(term)
                assignment.label = term.named if assignment.state in AHEAD else assignment.label
        await self.session.flush()
        await insert_once(self.session, Assignment, made)

    async def served_elsewhere(self, task: Task) -> set[int]:
        """The row's assignments that another map's row does in their place."""
        rows = await self.session.scalars(
            select(ServedTask.in_place_of_id)
            .join(Assignment, Assignment.id == ServedTask.in_place_of_id)
            .where(Assignment.task_id == task.id)
        )
        return set(rows)

    async def _retired(self, task: Task) -> dict[tuple[Unit, date | None], list[tuple[Assignment, Withdrawal]]]:
        """What editions took out, by unit and day; of several, the one that is to come back first stands last."""
        rows = await self.session.execute(
            select(Assignment, Withdrawal)
            .join(Withdrawal, Withdrawal.assignment_id == Assignment.id)
            .where(
                Assignment.task_id == task.id,
                Withdrawal.reason == WithdrawalReason.EDITION,
                Withdrawal.returned_at.is_(None),
                Withdrawal.withdrawn_at < self.at,
            )
            .order_by(Withdrawal.withdrawn_at, Assignment.id.desc())
        )
        found: dict[tuple[Unit, date | None], list[tuple[Assignment, Withdrawal]]] = {}
        for assignment, withdrawal in rows.all():
            found.setdefault((_unit(assignment), assignment.due_on), []).append((assignment, withdrawal))
        return found

    async def _let_go(self, gone: Sequence[Assignment]) -> None:
        """Withdraw them for good, with the reason.

        Where one counted for another map's row, that row asks for itself again; what was done counts there as done.
        """
        ids = [one.id for one in gone]
        earlier = Withdrawal.assignment_id.in_(ids), Withdrawal.returned_at.is_(None)
        await self.session.execute(update(Withdrawal).where(*earlier).values(returned_at=self.at))
        await self.session.execute(delete(ServedTask).where(ServedTask.in_place_of_id.in_(ids)))
        reason, by = WithdrawalReason.EDITION, self.entry.person_id
        self.session.add_all([one.withdraw(reason, self.at, by) for one in gone])
        await self.session.flush()
        done = {one.id: one.done_on for one in gone if one.state is State.DONE}
        served = await self.session.scalars(select(ServedTask).where(ServedTask.assignment_id.in_(done)))
        both = [(one.in_place_of_id, done[one.assignment_id]) for one in served]
        await release_served(self.session, self.at, Assignment.id.in_(ids))
        for other_id, day in both:
            other = await self.session.get_one(Assignment, other_id)
            self.session.add(other.turn(State.DONE, day, self.entry))

    async def _note_made(self, ids: Mapping[int, Compared], known: set[int], revised: Revised) -> None:
        for task_id, found in (await self._assignments_of(ids)).items():
            for made in (one for one in found if one.id not in known):
                revised.made += 1
                revised.changes.append(self.change(made, TermChange.ADDED, after=made))
                if made.state in OPEN_STATES:
                    revised.touched.append(_touched(ids[task_id], made))

    async def _assignments_of(self, ids: Iterable[int]) -> dict[int, list[Assignment]]:
        tasks = await self.session.scalars(select(Task).where(Task.id.in_([*ids])))
        return await self._assignments(tasks)

    def _note_rows(self, ids: Mapping[int, Compared]) -> None:
        self.session.add_all(
            TaskChange(
                draft_id=self.draft_id,
                task_id=task_id,
                changes=[change.value for change in one.changes],
                fields=sorted(field.value for field in one.fields),
                before=row_to_keep(one.old),
                after=row_to_keep(one.new),
            )
            for task_id, one in ids.items()
        )

    def change(
        self,
        assignment: Assignment,
        change: TermChange,
        *,
        before: Assignment | None = None,
        after: Assignment | Term | None = None,
    ) -> dict[str, Any]:
        """The row that says what befell an assignment, «было → стало»."""
        start, due = (None, None) if after is None else _days(after)
        return {
            "draft_id": self.draft_id,
            "assignment_id": assignment.id,
            "change": change,
            "start_before": before.start_on if before else None,
            "due_before": before.due_on if before else None,
            "start_after": start,
            "due_after": due,
        }


def _rows_of(roadmap: RoadMap) -> ColumnElement[bool]:
    """The rows of the map's files; what was agreed on visits belongs to none."""
    return and_(Task.roadmap_id == roadmap.id, Task.step_of_id.is_(None))


def _days(term: Assignment | Term) -> tuple[date | None, date | None]:
    return (term.start_on, term.due_on) if isinstance(term, Assignment) else (term.start, term.due)


def _unit(assignment: Assignment) -> Unit:
    return Unit(assignment.territory_id, assignment.school_id)


def _touched(one: Compared, assignment: Assignment) -> Touched:
    executors = tuple(row.acting for row in (one.old, one.new) if row is not None)
    return Touched(executors, _unit(assignment))


def _place(term: Term) -> Place:
    return term.period, term.occurrence


@dataclass(frozen=True, slots=True)
class _Row:
    """One published row under an edition."""

    revision: Revision
    task: Task
    assignments: list[Assignment]
    compared: Compared
    revised: Revised

    def remove(self) -> None:
        """The row is gone from the map; it stays in the tables with all that happened to it."""
        self.task.withdrawn_at = self.revision.at
        for assignment in self.assignments:
            self._withdraw(assignment)

    async def change(self, old: Planned, new: Planned) -> None:
        session = self.revision.session
        await self.revision.reword(self.task, new)
        became = self._became(old, new)
        gone = {*old.aim.units} - {*new.aim.units}
        moving: list[tuple[Assignment, Term]] = []
        for assignment in self.assignments:
            term = became.get((assignment.period, assignment.occurrence))
            if term is None or _unit(assignment) in gone:
                self._withdraw(assignment)
            else:
                moving.append((assignment, term))
        for assignment, term in moving:
            if (assignment.period, assignment.occurrence) != _place(term):
                assignment.occurrence = -assignment.id
        await session.flush()
        for assignment, term in moving:
            self._move(assignment, term, old, new)
        await session.flush()
        await self._make(old, new, moving)
        self._note_words(moving)

    @staticmethod
    def _became(old: Planned, new: Planned) -> dict[Place, Term]:
        """What became of each term; where no day changed, every term is itself, whatever its first state."""
        if [_term(one) for one in old.terms] == [_term(one) for one in new.terms]:
            return {_place(term): term for term in new.terms}
        return pair_terms(old.terms, new.terms)

    def _withdraw(self, assignment: Assignment) -> None:
        """Take it out of the plan; its place among the occurrences is free again, its state and journal stay.

        What another reason had taken out already does not come back when that reason is gone.
        """
        revision, stood = self.revision, assignment.withdrawn_at is None
        if stood:
            self.revised.changes.append(revision.change(assignment, TermChange.WITHDRAWN, before=assignment))
            self.revised.withdrawn += 1
            self.revised.kept_done += assignment.state is State.DONE
        if stood and assignment.state in OPEN_STATES:
            self.revised.touched.append(_touched(self.compared, assignment))
        self.revised.gone.append(assignment)
        assignment.occurrence = -assignment.id

    def _move(self, assignment: Assignment, term: Term, old: Planned, new: Planned) -> None:
        assignment.period, assignment.occurrence = _place(term)
        if assignment.state not in AHEAD:
            return
        assignment.label = term.named
        differs = _days(assignment) != _days(term)
        if differs and old.terms == new.terms:
            # It was put off for this one school, and the row's terms are what they were.
            return
        # What another reason took out of the plan follows its row unnoticed.
        if assignment.withdrawn_at is None and differs:
            self._note_move(assignment, term)
        state = _next_state(assignment, term, old.row.scope, new.row.scope, self.revision.today)
        if state is not assignment.state:
            self.revision.session.add(assignment.turn(state, None, self.revision.entry))
        assignment.start_on, assignment.due_on = term.start, term.due

    def _note_move(self, assignment: Assignment, term: Term) -> None:
        revision = self.revision
        self.revised.changes.append(revision.change(assignment, TermChange.MOVED, before=assignment, after=term))
        self.revised.moved += 1
        if assignment.state in OPEN_STATES or _ahead(term.due, revision.today):
            self.revised.touched.append(_touched(self.compared, assignment))

    async def _make(self, old: Planned, new: Planned, moving: Sequence[tuple[Assignment, Term]]) -> None:
        """New terms for the units that stay, all terms for those that come."""
        served = await self.revision.served_elsewhere(self.task)
        have: dict[Unit, set[Place]] = {}
        active: set[Unit] = set()
        for assignment, term in moving:
            have.setdefault(_unit(assignment), set()).add(_place(term))
            # What another map's row does in its place is asked for there; the unit stays all the same.
            stays = assignment.withdrawn_at is None or assignment.id in served
            active |= {_unit(assignment)} if stays else set()
        same = {_place(term) for _, term in moving}
        rows: list[tuple[Unit, Term]] = []
        others = {*old.aim.units} if self.compared.fields.isdisjoint(_CONCERNING) else {*have}
        for unit in new.aim.units:
            if unit in active:
                wanted = self._missing(old, new, have[unit], same)
            else:
                wanted = [] if unit in others or unit in have else list(new.terms)
            rows += [(unit, term) for term in wanted]
        await self.revision.put(self.task, rows)

    def _missing(self, old: Planned, new: Planned, have: set[Place], same: set[Place]) -> list[Term]:
        """What a unit that stays lacks. A school that came late was spared what was past, and is not given it now."""
        if old.terms == new.terms:
            return []
        missing = [term for term in new.terms if _place(term) not in have]
        return [term for term in missing if _place(term) not in same or _ahead(term.due, self.revision.today)]

    def _note_words(self, moving: Sequence[tuple[Assignment, Term]]) -> None:
        """Those whose open work is worded otherwise are touched, though no day of theirs moved."""
        if not differing_for_people(self.compared.fields, self.compared.old, self.compared.new):
            return
        for assignment, _ in moving:
            if assignment.withdrawn_at is None and assignment.state in OPEN_STATES:
                self.revised.touched.append(_touched(self.compared, assignment))


def _term(term: Term) -> tuple[object, ...]:
    return term.period, term.occurrence, term.start, term.due, term.label


def _ahead(due: date | None, today: date) -> bool:
    return due is None or due >= today


def _next_state(assignment: Assignment, term: Term, was: Scope, now: Scope, today: date) -> State:
    """The state after the move: what was no debt is none, unless its day lies ahead now; nobody is late by decree."""
    if now is Scope.WAITING:
        return State.WAITING
    if was is Scope.WAITING and assignment.state is State.WAITING:
        return term.state
    if assignment.due_on == term.due:
        return assignment.state
    if assignment.state is State.BEFORE_START and _ahead(term.due, today):
        return State.PLANNED
    became_past = _ahead(assignment.due_on, today) and not _ahead(term.due, today)
    return State.BEFORE_START if assignment.state in OPEN_STATES and became_past else assignment.state
