"""A coordinator says for what reasons documents of their territory go back."""

from collections.abc import Callable
from dataclasses import replace

from models.cards.documents import ReasonsCard
from models.domain.access import Actor
from models.domain.lifecycles import Remark
from models.domain.refusals import ActedOnSince, NotYours, UndoTooLate, WordsNeeded, WrongState
from models.domain.returns import Reason
from models.queries.reasons import change_for, own_reasons, reasons_of, rows_changed_at
from models.queries.tasks import UNDO
from models.tables import AuditEntry, ReturnReason
from models.work import Work

CHANGED = "return_reasons_changed"
"""The audit log's word for it."""

Which = int | Remark
"""A reason by its number, or one of the usual list by its code."""


async def look_at_all(work: Work, actor: Actor) -> list[ReasonsCard]:
    """The lists that hold in the territories the actor coordinates, each.

    Raises:
        NotYours: they coordinate none.
    """
    if not actor.owns:
        raise NotYours
    async with work.reading() as session:
        return [await reasons_of(session, actor, territory_id) for territory_id in sorted(actor.owns)]


async def look_at_reasons(work: Work, actor: Actor, territory_id: int) -> ReasonsCard:
    """The list that holds in a territory of the actor's own.

    Raises:
        OutOfReach: they do not coordinate it.
    """
    async with work.reading() as session:
        await own_reasons(session, actor, territory_id)
        return await reasons_of(session, actor, territory_id)


async def look_at_reason(work: Work, actor: Actor, territory_id: int, which: Which) -> tuple[ReasonsCard, Reason]:
    """One reason of such a list.

    Raises:
        WrongState: it is no longer in the list.
    """
    card = await look_at_reasons(work, actor, territory_id)
    found = [one for one in card.reasons if is_it(one, which)]
    if not found:
        raise WrongState
    return card, found[0]


async def add_reason(work: Work, actor: Actor, territory_id: int, text: str) -> ReasonsCard:
    """One more reason at the end of the list, in words of one's own.

    Raises:
        WordsNeeded: there are none.
    """
    if not text:
        raise WordsNeeded
    return await _change(work, actor, territory_id, lambda reasons: [*reasons, Reason(Remark.IN_WORDS, text)])


async def reword_reason(work: Work, actor: Actor, territory_id: int, which: Which, text: str) -> ReasonsCard:
    """Other words for a reason; what was returned for it before keeps the old ones.

    Raises:
        WordsNeeded: there are none.
        WrongState: it is no longer in the list.
    """
    if not text:
        raise WordsNeeded
    return await _each(work, actor, territory_id, which, lambda one: replace(one, text=text))


async def set_fault(work: Work, actor: Actor, territory_id: int, which: Which, *, blameless: bool) -> ReasonsCard:
    """Whether the school is at fault where a document goes back for that reason.

    Raises:
        WrongState: it is no longer in the list.
    """
    return await _each(work, actor, territory_id, which, lambda one: replace(one, blameless=blameless))


async def remove_reason(work: Work, actor: Actor, territory_id: int, which: Which) -> ReasonsCard:
    """A reason is offered no more; without any of one's own the usual list holds again.

    Raises:
        WrongState: it is no longer in the list.
    """
    return await _each(work, actor, territory_id, which, lambda one: None)


async def restore_usual(work: Work, actor: Actor, territory_id: int) -> ReasonsCard:
    """No list of one's own: that of the region above holds, or the usual one."""
    return await _change(work, actor, territory_id, lambda reasons: [])


async def take_back_change(work: Work, actor: Actor, territory_id: int, change_id: int) -> ReasonsCard:
    """The list as it was before one's own latest change, within a quarter of an hour.

    Raises:
        NotYours: another coordinator made it.
        ActedOnSince: the list was changed again.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        change, newest = await change_for(work.session, actor, territory_id, change_id, CHANGED)
        if change.person_id != actor.person_id:
            raise NotYours
        if not newest:
            raise ActedOnSince
        if work.now() > change.at + UNDO:
            raise UndoTooLate
        for row in await rows_changed_at(work.session, actor, territory_id, change.at):
            row.retired_at = work.now() if row.added_at == change.at else None
        await work.session.flush()
        card = await reasons_of(work.session, actor, territory_id)
        work.session.add(_entry(work, actor, territory_id, [*card.reasons] if card.own else []))
        await work.commit()
    return card


def is_it(one: Reason, which: Which) -> bool:
    """Whether a button that bears that number or code means this reason."""
    return one.reason_id == which if one.reason_id is not None else one.remark is which


async def _each(
    work: Work, actor: Actor, territory_id: int, which: Which, change: Callable[[Reason], Reason | None]
) -> ReasonsCard:
    def changed(reasons: list[Reason]) -> list[Reason]:
        if not any(is_it(one, which) for one in reasons):
            raise WrongState
        wanted = [change(one) if is_it(one, which) else one for one in reasons]
        return [one for one in wanted if one is not None]

    return await _change(work, actor, territory_id, changed)


async def _change(
    work: Work, actor: Actor, territory_id: int, change: Callable[[list[Reason]], list[Reason]]
) -> ReasonsCard:
    """The first change of a list that was not the territory's own makes it so."""
    async with work:
        rows = {row.id: row for row in await own_reasons(work.session, actor, territory_id)}
        before = await reasons_of(work.session, actor, territory_id)
        wanted = change([*before.reasons])
        kept = {one.reason_id for one in wanted if one in before.reasons}
        for number, row in rows.items():
            if number not in kept:
                row.retired_at = work.now()
        for position, one in enumerate(wanted):
            own = rows.get(one.reason_id or 0) if one.reason_id in kept else None
            if own is not None:
                own.position = position
            else:
                work.session.add(_row(work, actor, territory_id, position, one))
        entry = _entry(work, actor, territory_id, wanted)
        work.session.add(entry)
        await work.session.flush()
        card = replace(await reasons_of(work.session, actor, territory_id), change_id=entry.id)
        await work.commit()
    return card


def _row(work: Work, actor: Actor, territory_id: int, position: int, one: Reason) -> ReturnReason:
    return ReturnReason(
        territory_id=territory_id,
        code=None if one.remark is Remark.IN_WORDS else one.remark,
        text=one.text,
        position=position,
        blameless=one.blameless,
        added_by_id=actor.person_id,
        added_at=work.now(),
    )


def _entry(work: Work, actor: Actor, territory_id: int, wanted: list[Reason]) -> AuditEntry:
    listed = [{"code": one.remark, "text": one.text, "blameless": one.blameless} for one in wanted]
    return AuditEntry(
        at=work.now(),
        person_id=actor.person_id,
        action=CHANGED,
        subject="territory",
        subject_id=territory_id,
        detail={"reasons": listed},
    )
