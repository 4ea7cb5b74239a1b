"""What an accepted edition changed for whom, and who is to be told of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.editions import Days, PlanChangedCard, ToldRow
from models.domain.access import Actor, Role
from models.domain.editions import TermChange, answers_for, taken_together
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.notices import PlanChanged
from models.domain.outbox import DropReason, OutboxState
from models.domain.refusals import OutOfReach
from models.queries.editions import kept_row
from models.queries.outbox import OPEN
from models.queries.people import SCHOOL_PEOPLE, current, within
from models.roadmap.draft import DraftTask
from models.roadmap.editions import Field, differences
from models.tables import (
    Appointment,
    Assignment,
    AssignmentChange,
    Edition,
    OutboxRow,
    RoadMap,
    School,
    Task,
    TaskChange,
    Territory,
)

TOLD = frozenset({Field.TEXT, Field.EXECUTORS, Field.KIND, Field.DOCUMENT})
"""Different words of a row that those who do it are told of."""


async def plan_changed_card(session: AsyncSession, actor: Actor, draft_id: int) -> PlanChangedCard | None:
    """What an accepted edition changed for the actor and still stands so; None where nothing is left of it.

    Earlier editions that the actor was to be told of and has not been are told with it, as one change: from what stood
    before the first of them to what stands now.

    Raises:
        OutOfReach: no such edition was accepted.
    """
    edition = await _accepted(session, draft_id)
    roadmap = await session.get_one(RoadMap, edition.roadmap_id)
    zone = (await session.get_one(Territory, roadmap.territory_id)).zone
    earlier = await _untold_before(session, actor, edition)
    first = earlier[0] if earlier else edition
    told = _Telling(actor, roadmap.territory_id, local_day(first.accepted_at or roadmap.published_at, zone))
    rows = [row for one in await _touched(session, actor, first, edition) if (row := told.row(one))]
    if not rows:
        return None
    several = len(actor.schools) + len(actor.owns) > 1
    numbers = tuple(one.number or 0 for one in earlier)
    return PlanChangedCard(roadmap.title, roadmap.year, edition.number or 0, tuple(rows), several, numbers)


async def _accepted(session: AsyncSession, draft_id: int) -> Edition:
    edition = await session.get(Edition, draft_id)
    if edition is None or edition.number is None or edition.accepted_at is None:
        raise OutOfReach
    return edition


# --- what is told together -----------------------------------------------------------------------------------------


async def is_told_later(session: AsyncSession, actor: Actor, draft_id: int) -> bool:
    """Whether the actor will be told of the edition, or was, with a later one of the same map.

    Raises:
        OutOfReach: no such edition was accepted.
    """
    edition = await _accepted(session, draft_id)
    said = (*OPEN, OutboxState.SENT)
    return any(one.state in said and _after(one.edition, edition) for one in await _news(session, actor, edition))


async def _untold_before(session: AsyncSession, actor: Actor, edition: Edition) -> list[Edition]:
    """The editions since the actor was last told of the map whose news gave way to this one's, the oldest first.

    What waits still is among them: hours that were changed meanwhile may let the later row go first.
    """
    untold: list[Edition] = []
    for one in await _news(session, actor, edition):
        if not _after(edition, one.edition):
            break
        if one.state is OutboxState.SENT:
            untold = []
        elif one.state in OPEN or one.reason == DropReason.MERGED:
            untold.append(one.edition)
    return untold


def _after(one: Edition, other: Edition) -> bool:
    return (one.number or 0) > (other.number or 0)


@dataclass(frozen=True, slots=True)
class _News:
    """What became of the news of an edition."""

    edition: Edition
    state: OutboxState
    reason: str | None


async def _news(session: AsyncSession, actor: Actor, edition: Edition) -> list[_News]:
    """The actor's news of all editions of that edition's map, by their numbers."""
    rows = await session.execute(
        select(Edition, OutboxRow.state, OutboxRow.reason)
        .join(OutboxRow, OutboxRow.body["draft_id"].as_integer() == Edition.draft_id)
        .where(
            OutboxRow.person_id == actor.person_id,
            OutboxRow.kind == PlanChanged.__name__,
            Edition.roadmap_id == edition.roadmap_id,
        )
        .order_by(Edition.number)
    )
    return [_News(*row) for row in rows.all()]


# --- what befell rows and assignments --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Befell:
    """What became of an assignment over the editions that are told together, «было → стало»."""

    change: TermChange
    before: Days
    after: Days

    @classmethod
    def of(cls, changes: Sequence[AssignmentChange]) -> "_Befell | None":
        """All its changes as one, the oldest first; None where it stands as it stood."""
        if not changes:
            return None
        first, last = changes[0], changes[-1]
        change = taken_together(first.change, last.change)
        before, after = Days(first.start_before, first.due_before), Days(last.start_after, last.due_after)
        if change is None or (change is TermChange.MOVED and before == after):
            return None
        return cls(change, before, after)


@dataclass(frozen=True, slots=True)
class _Touched:
    """An assignment of a changed row, with what befell it, if anything did."""

    assignment: Assignment
    befell: _Befell | None
    unit: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it stood before the first of the editions that are told together, and as it stands now."""

    before: DraftTask | None
    after: DraftTask | None
    fields: frozenset[Field]
    found: tuple[_Touched, ...]


@dataclass(slots=True)
class _Changed:
    """All changes of a row and of its assignments, by the numbers of their editions."""

    changes: dict[int, TaskChange]
    befell: dict[int, list[AssignmentChange]]
    at: dict[int, tuple[Assignment, str]]

    def folded(self) -> _Row:
        """All of them as one change."""
        first, last = self.changes[min(self.changes)], self.changes[max(self.changes)]
        before, after = kept_row(first.before), kept_row(last.after)
        found = (
            _Touched(assignment, _Befell.of(self.befell.get(assignment.id, ())), unit)
            for assignment, unit in self.at.values()
        )
        return _Row(before, after, _fields(first, last, before, after), tuple(found))


def _fields(first: TaskChange, last: TaskChange, before: DraftTask | None, after: DraftTask | None) -> frozenset[Field]:
    """What is different about the row; what was changed and changed back is not."""
    if first is last:
        return frozenset(Field(code) for code in first.fields)
    return differences(before, after) if before and after else frozenset()


async def _touched(session: AsyncSession, actor: Actor, first: Edition, last: Edition) -> list[_Row]:
    """The rows within the actor's reach that the editions from the first to the last changed.

    What became of these rows since is told too: a later edition that touched nobody's work may have renumbered them.
    """
    told = (
        select(TaskChange.task_id)
        .join(Edition, Edition.draft_id == TaskChange.draft_id)
        .where(Edition.roadmap_id == last.roadmap_id, Edition.number.between(first.number, last.number))
    )
    rows = await session.execute(
        select(Edition.number, TaskChange, Assignment, AssignmentChange, func.coalesce(School.name, Territory.name))
        .join(TaskChange, TaskChange.draft_id == Edition.draft_id)
        .join(Assignment, Assignment.task_id == TaskChange.task_id)
        .join(Task, Task.id == TaskChange.task_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .outerjoin(School, School.id == Assignment.school_id)
        .outerjoin(
            AssignmentChange,
            and_(
                AssignmentChange.assignment_id == Assignment.id,
                AssignmentChange.draft_id == TaskChange.draft_id,
            ),
        )
        .where(
            Edition.roadmap_id == last.roadmap_id,
            Edition.number >= first.number,
            TaskChange.task_id.in_(told),
            within(actor, Assignment.territory_id, Assignment.school_id),
        )
        .order_by(
            Task.withdrawn_at.is_(None),
            Task.position,
            Task.id,
            School.name,
            Assignment.due_on,
            Assignment.id,
            Edition.number,
        )
    )
    found: dict[int, _Changed] = {}
    for number, change, assignment, befell, unit in rows.all():
        row = found.setdefault(change.task_id, _Changed({}, {}, {}))
        row.changes[number or 0] = change
        row.at[assignment.id] = assignment, unit
        if befell is not None:
            row.befell.setdefault(assignment.id, []).append(befell)
    return [row.folded() for row in found.values()]


@dataclass(frozen=True, slots=True)
class _Telling:
    """What one person is told: only of work of their own, only what still stands so."""

    actor: Actor
    owner_id: int
    accepted_on: date

    def row(self, row: _Row) -> ToldRow | None:
        before, after = row.before, row.after
        said_of = after or before
        if said_of is None:
            return None
        own = [one for one in row.found if self._was_mine(one, before) or self._is_mine(one, after)]
        by = {kind: [one for one in own if one.befell and one.befell.change is kind] for kind in TermChange}
        moved = [one for one in by[TermChange.MOVED] if self._moved(one)]
        added = [one for one in by[TermChange.ADDED] if _open(one)]
        gone = [one for one in by[TermChange.WITHDRAWN] if _gone(one)]
        said = differing_for_people(row.fields, before, after)
        reworded = [one for one in own if said and one not in added and _open(one)]
        concerned = [*moved, *added, *gone, *reworded]
        if not concerned:
            return None
        return ToldRow(
            number=said_of.number,
            text=said_of.text,
            before=before,
            after=after,
            fields=said if reworded else frozenset(),
            units=tuple(dict.fromkeys(one.unit for one in concerned)),
            terms=tuple(dict.fromkeys((_days_before(one), _days_after(one)) for one in moved)),
            added=tuple(dict.fromkeys(_days_after(one) for one in added)),
            withdrawn=tuple(dict.fromkeys(_days_before(one) for one in gone)),
            gained=bool(reworded) and not any(self._was_mine(one, before) for one in reworded),
            lost=bool(reworded) and not any(self._is_mine(one, after) for one in reworded),
        )

    def _was_mine(self, one: _Touched, row: DraftTask | None) -> bool:
        return row is not None and self._mine(one.assignment, row)

    _is_mine = _was_mine

    def _mine(self, one: Assignment, row: DraftTask) -> bool:
        return answers_for(
            self.actor, row.acting, territory_id=one.territory_id, school_id=one.school_id, owner_id=self.owner_id
        )

    def _moved(self, one: _Touched) -> bool:
        """It stands where it was moved to and is still to be done, or was until its new day turned out to be past."""
        assignment, befell = one.assignment, one.befell
        if befell is None or assignment.withdrawn_at is not None or assignment.due_on != befell.after.due_on:
            return False
        was_ahead = befell.before.due_on is None or befell.before.due_on >= self.accepted_on
        return assignment.state in OPEN_STATES or (assignment.state is State.BEFORE_START and was_ahead)


def differing_for_people(
    fields: frozenset[Field], before: DraftTask | None, after: DraftTask | None
) -> frozenset[Field]:
    """Different words that concern those who do the row; other names for the same executors do not."""
    if before is None or after is None:
        return frozenset()
    same = frozenset(before.acting) == frozenset(after.acting)
    return (fields & TOLD) - ({Field.EXECUTORS} if same else set())


def _open(one: _Touched) -> bool:
    return one.assignment.withdrawn_at is None and one.assignment.state in OPEN_STATES


def _gone(one: _Touched) -> bool:
    return one.assignment.withdrawn_at is not None and one.assignment.state in OPEN_STATES


def _days_before(one: _Touched) -> Days:
    assert one.befell is not None
    return one.befell.before


def _days_after(one: _Touched) -> Days:
    assert one.befell is not None
    return one.befell.after


# --- who is to be told -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class People:
    """Who holds which place on a day: of schools by quality, of territories their coordinators."""

    directors: Mapping[int, frozenset[int]]
    curators: Mapping[int, frozenset[int]]
    coordinators: Mapping[int, frozenset[int]]


async def people_at(session: AsyncSession, schools: Iterable[int], territories: Iterable[int], today: date) -> People:
    """The people of those schools and territories; nobody is curator of a school they direct."""
    rows = await session.execute(
        select(Appointment.person_id, Appointment.role, Appointment.school_id, Appointment.territory_id).where(
            current(today),
            or_(
                Appointment.school_id.in_({*schools}),
                and_(Appointment.role == Role.COORDINATOR, Appointment.territory_id.in_({*territories})),
            ),
        )
    )
    places: dict[str, dict[int, set[int]]] = {"directors": {}, "curators": {}, "coordinators": {}}
    for person_id, role, school_id, territory_id in rows.all():
        quality = "directors" if role in SCHOOL_PEOPLE else "curators" if role is Role.CURATOR else "coordinators"
        places[quality].setdefault(school_id or territory_id or 0, set()).add(person_id)
    directs = places["directors"]
    return People(
        directors=_frozen(directs),
        curators=_frozen({school: held - directs.get(school, set()) for school, held in places["curators"].items()}),
        coordinators=_frozen(places["coordinators"]),
    )


def _frozen(places: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    return {place: frozenset(people) for place, people in places.items()}
