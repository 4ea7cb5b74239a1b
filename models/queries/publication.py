"""How a planned row is kept: the task, its terms, the schools it names, and its assignments."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.lifecycles import State
from models.domain.unfolding import Term
from models.roadmap.draft import DraftTask
from models.roadmap.planning import Participant, Planned, Unit, has_slot
from models.tables import Assignment, Participation, RoadMap, Task, TaskPeriod, TaskSchool
from models.tables.dialect import insert_once


async def put_participants(
    session: AsyncSession, roadmap: RoadMap, participants: Iterable[Participant], today: date
) -> None:
    """Keep who takes part in a map; those who do already stay as they are."""
    rows = [
        {"roadmap_id": roadmap.id, "school_id": one.school_id, "in_project": one.in_project, "since_on": today}
        for one in participants
    ]
    await insert_once(session, Participation, rows)


async def put_row(session: AsyncSession, roadmap: RoadMap, planned: Planned) -> Counter[State]:
    """Put a row in with its assignments; gives how many begin in which state."""
    task = task_of(roadmap, planned)
    session.add(task)
    await session.flush()
    session.add_all(periods_of(task.id, planned.row))
    session.add_all(schools_of(task.id, planned))
    rows = [assignment_of(task.id, unit, term) for unit in planned.aim.units for term in planned.terms]
    await insert_once(session, Assignment, rows)
    return Counter(row["state"] for row in rows)


def task_of(roadmap: RoadMap, planned: Planned) -> Task:
    """The row as it is kept."""
    row = planned.row
    words = f"{row.text} {row.indicator or ''}"
    return Task(
        roadmap_id=roadmap.id,
        position=planned.position,
        number=row.number,
        section=row.section,
        text=row.text,
        timing_raw=row.timing_raw,
        executors_raw=row.executors_raw,
        executors=[code.value for code in row.acting],
        indicator=row.indicator,
        links=list(row.links),
        kind=row.kind,
        scope=row.scope,
        project_only=bool(row.project_only),
        needs_document=has_slot(row),
        in_medk="МЭДК" in words.upper(),
        frequency_in_text=row.frequency_in_text,
        marking=row.marking,
    )


def schools_of(task_id: int, planned: Planned) -> list[TaskSchool]:
    """The schools the row names."""
    return [
        TaskSchool(task_id=task_id, position=position, name=name, school_id=school_id)
        for position, (name, school_id) in enumerate(planned.aim.named)
    ]


def periods_of(task_id: int, row: DraftTask) -> list[TaskPeriod]:
    """The row's terms."""
    return [TaskPeriod.of(task_id, position, period) for position, period in enumerate(row.periods)]


def assignment_of(task_id: int, unit: Unit, term: Term) -> dict[str, Any]:
    """One occurrence of a row for one unit, to be inserted."""
    return {
        "task_id": task_id,
        "territory_id": unit.territory_id,
        "school_id": unit.school_id,
        "period": term.period,
        "occurrence": term.occurrence,
        "start_on": term.start,
        "due_on": term.due,
        "label": term.named,
        "state": term.state,
    }
