"""What an accepted edition changed for whom, and who is to be told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.editions import Days, PlanChangedCard, ToldRow
from models.domain.access import Actor, Role
from models.domain.editions import TermChange, answers_for
from models.domain.lifecycles import OPEN_STATES, State
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.editions import kept_row
from models.queries.people import SCHOOL_PEOPLE, current, within
from models.roadmap.draft import DraftTask
from models.roadmap.editions import Field
from models.tables import (
    Appointment,
    Assignment,
    AssignmentChange,
    Edition,
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

    Raises:
        OutOfReach: no such edition was accepted.
    """
    edition = await session.get(Edition, draft_id)
    if edition is None or edition.number is None or edition.accepted_at is None:
        raise OutOfReach
    roadmap = await session.get_one(RoadMap, edition.roadmap_id)
    zone = (await session.get_one(Territory, roadmap.territory_id)).zone
    told = _Telling(actor, roadmap.territory_id, local_day(edition.accepted_at, zone))
    rows = [row for change, found in await _touched(session, actor, draft_id) if (row := told.row(change, found))]
    if not rows:
        return None
    several = len(actor.schools) + len(actor.owns) > 1
    return PlanChangedCard(roadmap.title, roadmap.year, edition.number, tuple(rows), several)


@dataclass(frozen=True, slots=True)
class _Touched:
    """An assignment of a changed row, with what befell it, if anything did."""

    assignment: Assignment
    change: AssignmentChange | None
    unit: str


async def _touched(session: AsyncSession, actor: Actor, draft_id: int) -> list[tuple[TaskChange, list[_Touched]]]:
    rows = await session.execute(
        select(TaskChange, Assignment, AssignmentChange, func.coalesce(School.name, Territory.name))
        .join(Assignment, Assignment.task_id == TaskChange.task_id)
        .join(Task, Task.id == TaskChange.task_id)
        .join(Territory, Territory.id == Assignment.territory_id)
        .outerjoin(School, School.id == Assignment.school_id)
        .outerjoin(
            AssignmentChange,
            and_(AssignmentChange.assignment_id == Assignment.id, AssignmentChange.draft_id == draft_id),
        )
        .where(TaskChange.draft_id == draft_id, within(actor, Assignment.territory_id, Assignment.school_id))
        .order_by(Task.withdrawn_at.is_(None), Task.position, Task.id, School.name, Assignment.due_on, Assignment.id)
    )
    found: dict[int, tuple[TaskChange, list[_Touched]]] = {}
    for change, assignment, befell, unit in rows.all():
        found.setdefault(change.task_id, (change, []))[1].append(_Touched(assignment, befell, unit))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Telling:
    """What one person is told: only of work of their own, only what still stands so."""

    actor: Actor
    owner_id: int
    accepted_on: date

    def row(self, change: TaskChange, found: Iterable[_Touched]) -> ToldRow | None:
        before, after = kept_row(change.before), kept_row(change.after)
        fields = frozenset(Field(code) for code in change.fields)
        own = [one for one in found if self._was_mine(one, before) or self._is_mine(one, after)]
        by = {kind: [one for one in own if one.change and one.change.change is kind] for kind in TermChange}
        moved = [one for one in by[TermChange.MOVED] if self._moved(one)]
        added = [one for one in by[TermChange.ADDED] if _open(one)]
        gone = [one for one in by[TermChange.WITHDRAWN] if _gone(one)]
        said = differing_for_people(fields, before, after)
        reworded = [one for one in own if said and one not in added and _open(one)]
        concerned = [*moved, *added, *gone, *reworded]
        if not concerned:
            return None
        row = after or before
        assert row is not None
        return ToldRow(
            number=row.number,
            text=row.text,
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
        assignment, change = one.assignment, one.change
        if change is None or assignment.withdrawn_at is not None or assignment.due_on != change.due_after:
            return False
        was_ahead = change.due_before is None or change.due_before >= self.accepted_on
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
    assert one.change is not None
    return Days(one.change.start_before, one.change.due_before)


def _days_after(one: _Touched) -> Days:
    assert one.change is not None
    return Days(one.change.start_after, one.change.due_after)


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
