"""Files and links that people send, and what the curator presses on them."""

import re

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import roadmaps, states
from handlers.callbacks import (
    AttachDocument,
    ConfirmDocument,
    OpenDocument,
    PutFile,
    ReadAsRoadMap,
    ReturnBecause,
    ReturnDocument,
    ReturnInWords,
)
from handlers.filters import Step
from handlers.screens import Screen, below, show, turn
from handlers.texts import Texts
from handlers.views import documents as views
from models.cards.documents import DocumentCard, SentFile
from models.domain.access import Actor
from models.domain.lifecycles import Remark
from models.domain.refusals import WrongState
from models.usecases import dialogues, documents
from models.work import Talk, Work

LINK = re.compile(r"https?://\S+")


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_attach, AttachDocument.filter())
    router.callback_query.register(press_put, PutFile.filter(), Step(states.FILE))
    router.callback_query.register(press_roadmap, ReadAsRoadMap.filter(), Step(states.FILE))
    router.callback_query.register(press_too_late, PutFile.filter())
    router.callback_query.register(press_too_late, ReadAsRoadMap.filter())
    router.callback_query.register(press_confirm, ConfirmDocument.filter())
    router.callback_query.register(press_return, ReturnDocument.filter())
    router.callback_query.register(press_reason, ReturnBecause.filter())
    router.callback_query.register(press_in_words, ReturnInWords.filter())
    router.callback_query.register(press_back, OpenDocument.filter())
    router.message.register(type_reason, Step(states.REMARK), F.text, ~F.text.startswith("/"))
    router.message.register(send_file, F.document | F.photo)
    router.message.register(send_link, Step(states.ATTACH), F.text.func(LINK.search))
    router.message.register(expect_file, Step(states.ATTACH), F.text, ~F.text.startswith("/"))
    return router


async def press_attach(
    query: CallbackQuery, callback_data: AttachDocument, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await documents.look_at_slot(work, actor, callback_data.assignment_id)
    data = {"assignment_id": card.assignment_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.ATTACH, data))
    await query.answer()
    await below(query, views.attach_screen(texts, card))


async def send_file(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    """A file fills the slot it is a reply to, or that was asked for; otherwise the person says what it is."""
    file = file_of(message)
    asked = replied_slots(message)
    if len(asked) != 1 and talk.step == states.ATTACH:
        asked = [talk.data["assignment_id"]]
    if len(asked) == 1:
        await _put(message, work, actor, talk, texts, asked[0], file)
    elif actor.directs:
        await _ask_which(message, work, actor, talk, texts, file)
    elif actor.coordinates:
        await roadmaps.take_file(message, work, actor, talk, texts)
    else:
        await message.answer(texts("documents.no_slots"))


def file_of(message: Message) -> SentFile:
    """The file or the largest size of the photo that came."""
    if message.document is not None:
        return SentFile(message.document.file_name, message.document.file_id)
    assert message.photo
    return SentFile(None, message.photo[-1].file_id, photo=True)


def replied_slots(message: Message) -> list[int]:
    """The assignments whose 📎 stands under the message that is answered."""
    replied = message.reply_to_message
    markup = replied.reply_markup if replied else None
    return _slots_under(markup) if markup else []


def _slots_under(markup: InlineKeyboardMarkup) -> list[int]:
    buttons = [button.callback_data or "" for row in markup.inline_keyboard for button in row]
    prefix = f"{AttachDocument.__prefix__}{AttachDocument.__separator__}"
    return [AttachDocument.unpack(data).assignment_id for data in buttons if data.startswith(prefix)]


async def _put(
    message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, assignment_id: int, file: SentFile
) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    document = await documents.send_document(work, actor, assignment_id, file)
    await show(message, views.sent_screen(texts, document))


async def _ask_which(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, file: SentFile) -> None:
    slots = await documents.waiting_slots(work, actor)
    if not slots and not actor.coordinates:
        await message.answer(texts("documents.no_slots"))
        return
    size = message.document.file_size if message.document else None
    data = {"name": file.name, "file_id": file.file_id, "link": file.link, "photo": file.photo, "size": size}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.FILE, data))
    await show(message, views.which_task_screen(texts, file.name, slots, roadmap=bool(actor.owns) and not file.photo))


async def press_put(
    query: CallbackQuery, callback_data: PutFile, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    file = SentFile(talk.data["name"], talk.data["file_id"], talk.data["link"], talk.data["photo"])
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    document = await documents.send_document(work, actor, callback_data.assignment_id, file)
    await query.answer()
    await turn(query, views.sent_screen(texts, document))


async def press_roadmap(query: CallbackQuery, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    await query.answer()
    await roadmaps.read_file(query, work, actor, talk, texts, roadmaps.Upload.of(talk.data))


async def press_too_late(query: CallbackQuery, texts: Texts) -> None:
    """The file these buttons were about has been put somewhere, or another step began since."""
    await query.answer(texts.label("documents.file_lost"), show_alert=True)


async def send_link(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    link = LINK.search(message.text or "")
    assert link is not None
    await _put(message, work, actor, talk, texts, talk.data["assignment_id"], SentFile(link=link[0]))


async def expect_file(message: Message, texts: Texts) -> None:
    await show(message, views.file_only_screen(texts))


async def press_confirm(
    query: CallbackQuery, callback_data: ConfirmDocument, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    document = await documents.confirm_document(work, actor, callback_data.document_id)
    await _decided(query, document, "documents.confirmed_toast", texts)


async def _stands(query: CallbackQuery, work: Work, actor: Actor, document_id: int, texts: Texts) -> bool:
    """Whether no newer version came; otherwise the buttons of the old one go, and the person is told."""
    document = await documents.look_at_document(work, actor, document_id)
    if not document.standing:
        await query.answer(texts.label("documents.superseded_toast"), show_alert=True)
        await turn(query, views.judge_screen(texts, document))
    return document.standing


async def _decided(query: CallbackQuery, document: DocumentCard, toast: str, texts: Texts) -> None:
    values = {} if document.fresh else {"name": document.decided_by}
    await query.answer(texts.label(toast if document.fresh else "documents.judged_before", **values))
    await turn(query, views.judge_screen(texts, document))


async def press_return(
    query: CallbackQuery, callback_data: ReturnDocument, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    document = await documents.look_at_document(work, actor, callback_data.document_id)
    if not document.may_judge:
        raise WrongState
    await query.answer()
    await turn(query, views.why_screen(texts, document))


async def press_reason(
    query: CallbackQuery, callback_data: ReturnBecause, work: Work, actor: Actor, texts: Texts
) -> None:
    if not await _stands(query, work, actor, callback_data.document_id, texts):
        return
    document = await documents.return_document(work, actor, callback_data.document_id, callback_data.remark)
    await _decided(query, document, "documents.returned_toast", texts)


async def press_in_words(
    query: CallbackQuery, callback_data: ReturnInWords, work: Work, talk: Talk, texts: Texts
) -> None:
    data = {"document_id": callback_data.document_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.REMARK, data))
    await query.answer()
    await below(query, views.type_reason_screen(texts))


async def type_reason(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    words = (message.text or "").strip()
    document = await documents.return_document(work, actor, talk.data["document_id"], Remark.IN_WORDS, words)
    await show(message, Screen(views.judge_screen(texts, document).text))


async def press_back(query: CallbackQuery, callback_data: OpenDocument, work: Work, actor: Actor, texts: Texts) -> None:
    document = await documents.look_at_document(work, actor, callback_data.document_id)
    await query.answer()
    await turn(query, views.judge_screen(texts, document))
