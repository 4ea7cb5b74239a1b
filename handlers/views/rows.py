"""A row's own screen before publication: the document's words, what was understood, and what may be changed."""

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AcceptWords,
    ChangeKind,
    ChooseKind,
    ChooseMarking,
    ChooseScope,
    ChooseSlot,
    IncludeRow,
    LeaveWords,
    OpenDoubt,
    OpenDraft,
    OpenRow,
    TypeWords,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.calendar import days_off
from handlers.views.roadmaps import PAGE, Row, choice_button, choice_label, following_scope
from models.cards.roadmaps import DraftCard, DraftRow, HeardCard
from models.domain.doubts import DoubtField
from models.domain.plan import Kind, Marking
from models.roadmap.typed import Heard

MANY = (12, 6, 3, 1)
"""How many terms and schools are shown on a screen of one row, as long as it fits."""


def pick_screen(texts: Texts, draft: DraftCard, page: int) -> Screen:
    """The rows of one page of the preview, a button each."""
    rows = draft.rows[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(texts.label("rows.number", row=row), OpenRow(draft_id=draft.draft_id, row=row.index)) for row in rows
    ]
    fours = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    return Screen(texts("rows.pick", rows=rows), (*fours, _to_list(texts, draft, page)))


def row_screen(texts: Texts, draft: DraftCard, row: DraftRow) -> Screen:
    off = days_off(texts, draft)[row.index]
    words = texts.fitted("rows.card", MANY, draft=draft, row=row, off=off)
    changes = [] if row.left_out else [*_settings(texts, draft, row), *_words(texts, draft, row)]
    include = IncludeRow(draft_id=draft.draft_id, row=row.index, included=row.left_out)
    key = "rows.include_button" if row.left_out else "roadmaps.leave_out_button"
    including = (Button(texts.label(key), include),)
    return Screen(words, (*_doubt(texts, draft, row), *changes, including, _to_list(texts, draft, row.index // PAGE)))


def _to_list(texts: Texts, draft: DraftCard, page: int) -> Row:
    return (Button(texts.label("roadmaps.to_preview_button"), OpenDraft(draft_id=draft.draft_id, page=page)),)


def _doubt(texts: Texts, draft: DraftCard, row: DraftRow) -> list[Row]:
    if not row.doubts or row.left_out:
        return []
    press = OpenDoubt(draft_id=draft.draft_id, row=row.index)
    words = texts.label("roadmaps.doubts_button", count=len(row.doubts))
    return [(Button(words, press, style=ButtonStyle.PRIMARY),)]


def _settings(texts: Texts, draft: DraftCard, row: DraftRow) -> list[Row]:
    """What is changed by a tap, each button with how it stands now."""
    place = {"draft_id": draft.draft_id, "row": row.index}
    scope = ChooseScope(**place, scope=following_scope(draft, row))
    buttons = [
        Button(texts.label("rows.scope_button", row=row), scope),
        Button(texts.label("rows.kind_button", row=row), ChangeKind(**place, doubts=False)),
    ]
    if row.may_have_slot:
        slot = ChooseSlot(**place, needed=not row.needs_document)
        buttons.append(Button(texts.label("rows.slot_button", row=row), slot))
    return [*((button,) for button in buttons), *_marking(texts, draft, row)]


def _marking(texts: Texts, draft: DraftCard, row: DraftRow) -> list[Row]:
    """Once or each time, side by side, where that makes a difference."""
    if row.times == 1:
        return []
    choices = [
        Button(
            texts.label("rows.marking_button", row=row, marking=marking),
            ChooseMarking(draft_id=draft.draft_id, row=row.index, marking=marking),
        )
        for marking in Marking
    ]
    return [tuple(choices)]


def _words(texts: Texts, draft: DraftCard, row: DraftRow) -> list[Row]:
    """What is changed by words, two buttons in a row."""
    acting = DoubtField.MENTIONS if row.executors is None else DoubtField.EXECUTORS
    fields = (DoubtField.TIMING, acting, DoubtField.NUMBER, DoubtField.TEXT)
    buttons = [
        Button(
            texts.label("rows.words_button", field=field),
            TypeWords(draft_id=draft.draft_id, row=row.index, field=field, doubts=False),
        )
        for field in fields
    ]
    return [tuple(buttons[:2]), tuple(buttons[2:])]


def kinds_screen(texts: Texts, draft: DraftCard, row: DraftRow, *, doubts: bool) -> Screen:
    """All kinds of work to choose from; with `doubts` the way leads back to the questions."""
    kinds = [
        Button(
            texts.label("roadmaps.kind", code=kind),
            ChooseKind(draft_id=draft.draft_id, row=row.index, doubts=doubts, kind=kind),
        )
        for kind in Kind
    ]
    pairs = [tuple(kinds[start : start + 2]) for start in range(0, len(kinds), 2)]
    return Screen(texts("rows.which_kind", row=row), (*pairs, (_leave(texts, draft, row, doubts),)))


def _leave(texts: Texts, draft: DraftCard, row: DraftRow, doubts: bool) -> Button:
    return Button(texts.label("start.cancel"), LeaveWords(draft_id=draft.draft_id, row=row.index, doubts=doubts))


def ask_screen(
    texts: Texts, draft: DraftCard, row: DraftRow, field: DoubtField, *, doubts: bool, heard: Heard | None = None
) -> Screen:
    """The question that words are to answer, again where those `heard` were not understood."""
    words = texts("rows.ask", draft=draft, row=row, field=field, heard=heard)
    return Screen(words, ((_leave(texts, draft, row, doubts),),))


def heard_screen(texts: Texts, card: HeardCard, field: DoubtField, number: int, *, doubts: bool) -> Screen:
    """What was understood, to be said yes to; one button for each reading where there are several."""
    heard = card.heard
    meant = [choice_label(texts, field, reading, card.draft.year) for reading in heard.readings]
    if len(meant) == 1:
        labels = [texts.label("rows.right_button")]
    else:
        labels = [choice_button(texts, field, reading, card.draft.year) for reading in heard.readings]
    rows = [(Button(label, AcceptWords(number=number, choice=choice)),) for choice, label in enumerate(labels)]
    words = texts("rows.heard", card=card, field=field, meant=meant)
    return Screen(words, (*rows, (_leave(texts, card.draft, card.row, doubts),)))
