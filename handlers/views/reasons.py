"""The reasons to return a document on the coordinator's screen."""

from handlers.callbacks import (
    AddReason,
    OpenReason,
    OpenReasons,
    RemoveReason,
    RestoreReasons,
    RewordReason,
    SetFault,
    TakeBackReasons,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from models.cards.documents import ReasonsCard
from models.domain.returns import Reason

Row = tuple[Button, ...]


def reasons_screen(texts: Texts, card: ReasonsCard, others: tuple[ReasonsCard, ...] = ()) -> Screen:
    """The list, a button for each; `others` are the reader's further territories."""
    number = card.territory_id
    rows: list[Row] = [(Button(texts.label("reasons.line", reason=one), _open(number, one)),) for one in card.reasons]
    rows.append((Button(texts.label("reasons.add_button"), AddReason(territory_id=number)),))
    if card.own:
        rows.append((Button(texts.label("reasons.restore_button"), RestoreReasons(territory_id=number)),))
    if card.change_id is not None:
        undo = TakeBackReasons(territory_id=number, change_id=card.change_id)
        rows.append((Button(texts.label("reasons.undo_button"), undo),))
    rows += [(Button(other.place, OpenReasons(territory_id=other.territory_id)),) for other in others]
    return Screen(texts("reasons.list", card=card), tuple(rows))


def _open(territory_id: int, one: Reason) -> OpenReason:
    return OpenReason(territory_id=territory_id, reason_id=one.reason_id or 0, remark=one.remark)


def reason_screen(texts: Texts, card: ReasonsCard, one: Reason) -> Screen:
    """One of them and what can be changed about it."""
    number, reason_id, remark = card.territory_id, one.reason_id or 0, one.remark
    fault = SetFault(territory_id=number, reason_id=reason_id, remark=remark, blameless=not one.blameless)
    words = "reasons.fault_button" if one.blameless else "reasons.blameless_button"
    reword = RewordReason(territory_id=number, reason_id=reason_id, remark=remark)
    remove = RemoveReason(territory_id=number, reason_id=reason_id, remark=remark)
    rows = (
        (Button(texts.label("reasons.reword_button"), reword), Button(texts.label("reasons.remove_button"), remove)),
        (Button(texts.label(words), fault),),
        (Button(texts.label("reasons.back_button"), OpenReasons(territory_id=number)),),
    )
    return Screen(texts("reasons.one", card=card, reason=one), rows)


def type_new_screen(texts: Texts) -> Screen:
    return Screen(texts("reasons.type_new"), (cancel_row(texts),))


def type_other_screen(texts: Texts, one: Reason) -> Screen:
    return Screen(texts("reasons.type_other", reason=one), (cancel_row(texts),))
