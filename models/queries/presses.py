"""What one press entered into the journal of several assignments: it all bears one moment, by which it is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.access import Actor
from models.queries.assignments import Found, assignments_where
from models.tables import Assignment, StateChange, Visit


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the journal with its assignment and the newest entry there."""

    found: Found
    change: StateChange
    newest: StateChange

    @property
    def stands(self) -> bool:
        """Nobody has acted on it since, and no document hangs on it: one that was sent stays sent."""
        about_document = self.found.takes_document and not self.change.answers_earlier
        return self.newest.id == self.change.id and not about_document

    @property
    def undone(self) -> bool:
        return self.newest.undoes_id == self.change.id


async def entered_together(
    session: AsyncSession, actor: Actor, change: StateChange, *conditions: ColumnElement[bool]
) -> list[Said]:
    """What was entered by the same press as that one, of assignments within reach that meet the conditions."""
    given = select(StateChange).where(
        StateChange.person_id == change.person_id,
        StateChange.entered_at == change.entered_at,
        StateChange.to_state == change.to_state,
        StateChange.undoes_id.is_(None),
    )
    changes = {one.assignment_id: one for one in await session.scalars(given)}
    ids = given.with_only_columns(StateChange.assignment_id)
    last = (
        select(func.max(StateChange.id)).where(StateChange.assignment_id.in_(ids)).group_by(StateChange.assignment_id)
    )
    newest = {
        one.assignment_id: one for one in await session.scalars(select(StateChange).where(StateChange.id.in_(last)))
    }
    rows = await assignments_where(session, actor, Assignment.id.in_(ids), *conditions)
    return [Said(found, changes[found.id], newest[found.id]) for found in rows]


async def forget_visits(session: AsyncSession, found: Sequence[Found]) -> None:
    """Visits that were noted with an answer go with it; words and files about them stay.

    Who joined stays too, and is no companion of a mark made later: a mark that is restored has its own again.
    """
    visits = [one.id for one in found if one.is_visit]
    if visits:
        await session.execute(delete(Visit).where(Visit.assignment_id.in_(visits)))
