"""Entries of the journal: an assignment moves to another state, and it is written down by whom, when and for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import bindparam, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from models.domain.lifecycles import State
from models.queries.assignments import Found
from models.tables import Assignment, HelpRequest, NotHeldRequest, StateChange, Visit
from models.tables.assignments import Entry, done_on
from models.tables.base import columns, table_of
from models.tables.dialect import Ahead, put_ahead

# On the hottest path: built once, and sent along with the statements that are waited for.
_TURN = (
    update(table_of(Assignment))
    .where(columns(Assignment).id == bindparam("found_id"))
    .values(state=bindparam("to"), done_on=bindparam("on"))
)
_ENTER = insert(table_of(StateChange))
_CLOSE_HELP = (
    update(table_of(HelpRequest))
    .where(columns(HelpRequest).assignment_id == bindparam("found_id"), columns(HelpRequest).closed_at.is_(None))
    .values(closed_at=bindparam("at"))
)
_CLOSE_NOT_HELD = (
    update(table_of(NotHeldRequest))
    .where(
        columns(NotHeldRequest).assignment_id == bindparam("found_id"),
        columns(NotHeldRequest).closed_at.is_(None),
        columns(NotHeldRequest).accepted.is_(None),
    )
    .values(closed_at=bindparam("at"))
)
_OVER = frozenset({State.DONE, State.NOT_HELD})
_VISIT = insert(table_of(Visit)).inline()


async def enter(
    connection: AsyncConnection, found: Found, to: State, on: date | None, entry: Entry, *, undoes_id: int | None = None
) -> tuple[Found, Ahead]:
    """Move an assignment to another state; `on` is the day it happened, today when None.

    Gives the assignment as it is now, and the entry, whose number is known after the commit. What is done, or is not
    held, needs no help any more, and nobody is asked whether it is held: such requests are closed at that very moment,
    by which an undo finds them again.
    """
    day = done_on(to, on)
    await put_ahead(connection, _TURN, {"found_id": found.id, "to": to, "on": day})
    made = await put_ahead(connection, _ENTER, entry.of(found, to, on) | {"undoes_id": undoes_id})
    goes_on = to not in _OVER
    if found.help_open and not goes_on:
        await put_ahead(connection, _CLOSE_HELP, {"found_id": found.id, "at": entry.at})
    if found.not_held_open and not goes_on:
        await put_ahead(connection, _CLOSE_NOT_HELD, {"found_id": found.id, "at": entry.at})
    helped, doubted = found.help_open and goes_on, found.not_held_open and goes_on
    return replace(found, state=to, done_on=day, help_open=helped, not_held_open=doubted), made


async def reopen_help(connection: AsyncConnection, found: Sequence[Found], closed_at: datetime) -> int:
    """Ask again for the help that marks of that moment closed; for how many there was any.

    Words that something is not held, which those marks made needless, wait for their decision again.
    """
    call, plea = columns(HelpRequest), columns(NotHeldRequest)
    ids = [one.id for one in found]
    needless = update(table_of(NotHeldRequest)).where(plea.assignment_id.in_(ids), plea.closed_at == closed_at)
    await connection.execute(needless.values(closed_at=None))
    closed = update(table_of(HelpRequest)).where(call.assignment_id.in_(ids), call.closed_at == closed_at)
    return (await connection.execute(closed.values(closed_at=None))).rowcount


async def reopen_not_held(connection: AsyncConnection, found: Sequence[Found], at: datetime) -> int:
    """Wait again for the decisions that entries of that moment made or made needless; how many there are."""
    plea, ids = columns(NotHeldRequest), [one.id for one in found]
    about = update(table_of(NotHeldRequest)).where(
        plea.assignment_id.in_(ids), or_(plea.closed_at == at, plea.decided_at == at)
    )
    waiting = {"closed_at": None, "accepted": None, "decided_by_id": None, "decided_at": None}
    return (await connection.execute(about.values(**waiting))).rowcount


async def note_visit(connection: AsyncConnection, found: Found, visited_on: date, entry: Entry) -> None:
    """Note that the school was visited on that day."""
    visit = {
        "assignment_id": found.id,
        "visited_on": visited_on,
        "marked_by_id": entry.person_id,
        "marked_at": entry.at,
    }
    await put_ahead(connection, _VISIT, visit)
