"""What is pressed on a document that was sent: it is confirmed, returned, looked at once more."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import states
from handlers.callbacks import (
    AddWords,
    ConfirmDocument,
    LiftConfirmation,
    OpenDocument,
    ReturnBecause,
    ReturnDocument,
    ReturnFor,
    ReturnInWords,
    ShowDocument,
    ShowFiles,
    TakeBackDecision,
)
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import judging as views
from models.cards.documents import DocumentCard
from models.domain.access import Actor
from models.domain.lifecycles import Remark
from models.domain.refusals import WrongState
from models.domain.returns import NO_FAULT, Because
from models.usecases import dialogues, documents, judging
from models.work import Talk, Work

TYPING = (F.text, ~F.text.startswith("/"))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_confirm, ConfirmDocument.filter())
    router.callback_query.register(press_return, ReturnDocument.filter())
    router.callback_query.register(press_reason, ReturnBecause.filter())
    router.callback_query.register(press_own_reason, ReturnFor.filter())
    router.callback_query.register(press_in_words, ReturnInWords.filter())
    router.callback_query.register(press_words, AddWords.filter())
    router.callback_query.register(press_lift, LiftConfirmation.filter())
    router.callback_query.register(press_undo, TakeBackDecision.filter())
    router.callback_query.register(press_back, OpenDocument.filter())
    router.callback_query.register(press_show, ShowDocument.filter())
    router.callback_query.register(press_files, ShowFiles.filter())
    router.message.register(type_reason, Step(states.REMARK), *TYPING)
    router.message.register(type_words, Step(states.WORDS), *TYPING)
    router.message.register(type_note, Step(states.LIFT), *TYPING)
    return router


async def press_confirm(
    query: CallbackQuery, callback_data: ConfirmDocument, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    document = await judging.confirm_document(work, actor, callback_data.document_id, texts.calendars)
    await _decided(query, document, "judging.confirmed_toast", texts)


async def _stands(query: CallbackQuery, work: Work, actor: Actor, document_id: int, texts: Texts) -> bool:
    """Whether it still waits for a word; otherwise the buttons of the old one go, and the person is told."""
    document = await documents.look_at_document(work, actor, document_id, texts.calendars)
    if not document.standing:
        await query.answer(texts.label("judging.superseded_toast", document=document), show_alert=True)
        await turn(query, views.judge_screen(texts, document))
    return document.standing


async def _decided(query: CallbackQuery, document: DocumentCard, toast: str, texts: Texts) -> None:
    values = {} if document.fresh else {"name": document.decided_by}
    await query.answer(texts.label(toast if document.fresh else "judging.judged_before", **values))
    await turn(query, views.judge_screen(texts, document))


async def press_return(
    query: CallbackQuery, callback_data: ReturnDocument, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    document = await documents.look_at_document(work, actor, callback_data.document_id, texts.calendars)
    if not document.may_judge:
        raise WrongState
    reasons = await judging.reasons_for(work, actor, callback_data.document_id)
    await query.answer()
    await turn(query, views.why_screen(texts, document, reasons))


async def press_reason(
    query: CallbackQuery, callback_data: ReturnBecause, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    because = Because(callback_data.remark, blameless=callback_data.remark in NO_FAULT)
    document = await judging.return_document(work, actor, callback_data.document_id, because, texts.calendars)
    await _decided(query, document, "judging.returned_toast", texts)


async def press_own_reason(
    query: CallbackQuery, callback_data: ReturnFor, work: Work, actor: Actor, texts: Texts
) -> None:
    number, reason = callback_data.document_id, callback_data.reason_id
    if not await _stands(query, work, actor, number, texts):
        return
    document = await judging.return_for_reason(work, actor, number, reason, texts.calendars)
    await _decided(query, document, "judging.returned_toast", texts)


async def press_in_words(
    query: CallbackQuery, callback_data: ReturnInWords, work: Work, talk: Talk, texts: Texts
) -> None:
    await _await_words(work, talk, states.REMARK, callback_data.document_id)
    await query.answer()
    await below(query, views.type_reason_screen(texts))


async def _await_words(work: Work, talk: Talk, step: str, document_id: int) -> None:
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, step, {"document_id": document_id}))


async def type_reason(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    because = Because(Remark.IN_WORDS, (message.text or "").strip())
    document = await judging.return_document(work, actor, talk.data["document_id"], because, texts.calendars)
    await show(message, views.word_screen(texts, document))


async def press_words(query: CallbackQuery, callback_data: AddWords, work: Work, talk: Talk, texts: Texts) -> None:
    await _await_words(work, talk, states.WORDS, callback_data.document_id)
    await query.answer()
    await below(query, views.type_words_screen(texts))


async def type_words(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    words = (message.text or "").strip()
    document = await judging.add_words(work, actor, talk.data["document_id"], words, texts.calendars)
    await show(message, views.word_screen(texts, document))


async def press_lift(
    query: CallbackQuery, callback_data: LiftConfirmation, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    document = await documents.look_at_document(work, actor, callback_data.document_id, texts.calendars)
    if not document.may_lift:
        raise WrongState
    await _await_words(work, talk, states.LIFT, callback_data.document_id)
    await query.answer()
    await below(query, views.type_note_screen(texts))


async def type_note(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    words = (message.text or "").strip()
    document = await judging.lift_confirmation(work, actor, talk.data["document_id"], words, texts.calendars)
    await show(message, views.word_screen(texts, document))


async def press_undo(
    query: CallbackQuery, callback_data: TakeBackDecision, work: Work, actor: Actor, texts: Texts
) -> None:
    document = await judging.take_back_decision(work, actor, callback_data.decision_id, texts.calendars)
    await query.answer(texts.label("judging.taken_back_toast"))
    await turn(query, views.judge_screen(texts, document))


async def press_back(query: CallbackQuery, callback_data: OpenDocument, work: Work, actor: Actor, texts: Texts) -> None:
    document = await documents.open_document(work, actor, callback_data.document_id, texts.calendars)
    await query.answer()
    await turn(query, views.judge_screen(texts, document))


async def press_show(query: CallbackQuery, callback_data: ShowDocument, work: Work, actor: Actor, texts: Texts) -> None:
    document = await documents.open_document(work, actor, callback_data.document_id, texts.calendars)
    await query.answer()
    await below(query, views.judge_screen(texts, document))


async def press_files(query: CallbackQuery, callback_data: ShowFiles, work: Work, actor: Actor, texts: Texts) -> None:
    document = await documents.open_document(work, actor, callback_data.document_id, texts.calendars)
    await query.answer()
    for screen in views.other_files(texts, document):
        await below(query, screen)
