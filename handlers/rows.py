"""A coordinator opens one row of a draft and changes it, by taps or in words."""

from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import (
    AcceptWords,
    ChangeKind,
    ChooseKind,
    ChooseMarking,
    ChooseScope,
    ChooseSlot,
    IncludeRow,
    LeaveWords,
    OpenRow,
    PickRow,
    TypeWords,
)
from handlers.filters import Step
from handlers.screens import Screen, show, turn
from handlers.texts import Texts
from handlers.views import rows as views
from handlers.views.roadmaps import doubt_screen
from models.cards.roadmaps import DraftCard, DraftRow
from models.domain.access import Actor
from models.domain.doubts import DoubtField
from models.domain.refusals import WrongState
from models.roadmap.answers import LEFT_OUT, MARKING, NEEDS_DOCUMENT, SCOPE
from models.usecases import dialogues, roadmaps
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_pick, PickRow.filter())
    router.callback_query.register(press_row, OpenRow.filter())
    router.callback_query.register(press_scope, ChooseScope.filter())
    router.callback_query.register(press_kinds, ChangeKind.filter())
    router.callback_query.register(press_kind, ChooseKind.filter())
    router.callback_query.register(press_slot, ChooseSlot.filter())
    router.callback_query.register(press_marking, ChooseMarking.filter())
    router.callback_query.register(press_include, IncludeRow.filter())
    router.callback_query.register(press_words, TypeWords.filter())
    router.callback_query.register(press_right, AcceptWords.filter(), Step(states.ROW_WORDS))
    router.callback_query.register(press_leave, LeaveWords.filter())
    router.message.register(type_words, Step(states.ROW_WORDS), F.text, ~F.text.startswith("/"))
    return router


def _row(draft: DraftCard, index: int) -> DraftRow:
    if index >= len(draft.rows):
        raise WrongState
    return draft.rows[index]


def _back(texts: Texts, draft: DraftCard, index: int, doubts: bool) -> Screen:
    """Where one came from: the questions, or the row's own screen."""
    return doubt_screen(texts, draft) if doubts else views.row_screen(texts, draft, _row(draft, index))


async def press_pick(query: CallbackQuery, callback_data: PickRow, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, views.pick_screen(texts, draft, callback_data.page))


async def press_row(query: CallbackQuery, callback_data: OpenRow, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    screen = _back(texts, draft, callback_data.row, doubts=False)
    await query.answer()
    await turn(query, screen)


async def press_scope(query: CallbackQuery, callback_data: ChooseScope, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.decide(
        work, actor, callback_data.draft_id, callback_data.row, SCOPE, callback_data.scope.value
    )
    await query.answer()
    await turn(query, views.row_screen(texts, draft, draft.rows[callback_data.row]))


async def press_kinds(query: CallbackQuery, callback_data: ChangeKind, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    screen = views.kinds_screen(texts, draft, _row(draft, callback_data.row), doubts=callback_data.doubts)
    await query.answer()
    await turn(query, screen)


async def press_kind(query: CallbackQuery, callback_data: ChooseKind, work: Work, actor: Actor, texts: Texts) -> None:
    field, kind = DoubtField.KIND.value, callback_data.kind.value
    draft = await roadmaps.decide(work, actor, callback_data.draft_id, callback_data.row, field, kind)
    await query.answer()
    await turn(query, _back(texts, draft, callback_data.row, callback_data.doubts))


async def press_slot(query: CallbackQuery, callback_data: ChooseSlot, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.decide(
        work, actor, callback_data.draft_id, callback_data.row, NEEDS_DOCUMENT, callback_data.needed
    )
    await query.answer()
    await turn(query, views.row_screen(texts, draft, draft.rows[callback_data.row]))


async def press_marking(
    query: CallbackQuery, callback_data: ChooseMarking, work: Work, actor: Actor, texts: Texts
) -> None:
    marking = callback_data.marking.value
    draft = await roadmaps.decide(work, actor, callback_data.draft_id, callback_data.row, MARKING, marking)
    await query.answer()
    await turn(query, views.row_screen(texts, draft, draft.rows[callback_data.row]))


async def press_include(
    query: CallbackQuery, callback_data: IncludeRow, work: Work, actor: Actor, texts: Texts
) -> None:
    out = not callback_data.included
    draft = await roadmaps.decide(work, actor, callback_data.draft_id, callback_data.row, LEFT_OUT, out)
    await query.answer()
    await turn(query, views.row_screen(texts, draft, draft.rows[callback_data.row]))


async def press_words(
    query: CallbackQuery, callback_data: TypeWords, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """From here on the person's words answer the question, until they are taken or the step is left."""
    pressed = callback_data
    draft = await roadmaps.look_at_draft(work, actor, pressed.draft_id)
    screen = views.ask_screen(texts, draft, _row(draft, pressed.row), pressed.field, doubts=pressed.doubts)
    data: dict[str, Any] = {
        "draft_id": pressed.draft_id,
        "row": pressed.row,
        "field": pressed.field.value,
        "doubts": pressed.doubts,
        "number": 0,
        "readings": [],
    }
    await dialogues.turn_talk(work, _step(talk, data))
    await query.answer()
    await turn(query, screen)


def _step(talk: Talk, data: dict[str, Any]) -> Talk:
    return Talk(talk.platform, talk.chat_id, states.ROW_WORDS, data)


async def type_words(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    """Say what was understood; it counts when the person says yes."""
    data, field = talk.data, DoubtField(talk.data["field"])
    words = message.text or ""
    card = await roadmaps.hear_words(work, actor, data["draft_id"], data["row"], field, words)
    number = message.message_id
    await dialogues.turn_talk(work, _step(talk, data | {"number": number, "readings": list(card.heard.readings)}))
    if card.heard.readings:
        screen = views.heard_screen(texts, card, field, number, doubts=data["doubts"])
    else:
        screen = views.ask_screen(texts, card.draft, card.row, field, doubts=data["doubts"], heard=card.heard)
    await show(message, screen)


async def press_right(
    query: CallbackQuery, callback_data: AcceptWords, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    """Take the reading that stands under this very message; words typed since have another."""
    data, readings = talk.data, talk.data["readings"]
    if callback_data.number != data["number"] or not 0 <= callback_data.choice < len(readings):
        await query.answer(texts.label("rows.typed_since"), show_alert=True)
        return
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    value = readings[callback_data.choice]
    draft = await roadmaps.decide(work, actor, data["draft_id"], data["row"], data["field"], value)
    await query.answer()
    await turn(query, _back(texts, draft, data["row"], data["doubts"]))


async def press_leave(
    query: CallbackQuery, callback_data: LeaveWords, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    screen = _back(texts, draft, callback_data.row, callback_data.doubts)
    if _asked(talk, callback_data):
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id))
    await query.answer()
    await turn(query, screen)


def _asked(talk: Talk, pressed: LeaveWords) -> bool:
    """Whether words for that very row are awaited."""
    here = {"draft_id": pressed.draft_id, "row": pressed.row}
    return talk.step == states.ROW_WORDS and here.items() <= talk.data.items()
