"""Files and links that people send."""

import re
from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import roadmaps, states
from handlers.callbacks import AttachDocument, PutFile, ReadAsRoadMap, WithdrawDocument
from handlers.filters import Step
from handlers.screens import below, show, turn
from handlers.texts import Texts
from handlers.views import documents as views
from models.cards.documents import SentFile
from models.domain.access import Actor
from models.usecases import dialogues, documents
from models.work import Talk, Work

LINK = re.compile(r"https?://\S+")
KEPT = ("name", "file_id", "link", "photo", "size", "album")
"""What the talk remembers of a file."""


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_attach, AttachDocument.filter())
    router.callback_query.register(press_put, PutFile.filter(), Step(states.FILE))
    router.callback_query.register(press_roadmap, ReadAsRoadMap.filter(), Step(states.FILE))
    router.callback_query.register(press_too_late, PutFile.filter())
    router.callback_query.register(press_too_late, ReadAsRoadMap.filter())
    router.callback_query.register(press_withdraw, WithdrawDocument.filter())
    router.message.register(send_file, F.document | F.photo)
    router.message.register(reply_link, F.text.func(LINK.search), one_slot_replied)
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
    """A file fills the slot it is a reply to, or that was asked for; otherwise the person says what it is.

    The rest of an album follows its first file, without an answer of its own.
    """
    file = file_of(message)
    if await _follows(work, actor, talk, file):
        return
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
    album, document = message.media_group_id, message.document
    if document is not None:
        return SentFile(document.file_name, document.file_id, size=document.file_size, album=album)
    assert message.photo
    photo = message.photo[-1]
    return SentFile(None, photo.file_id, photo=True, size=photo.file_size, album=album)


def replied_slots(message: Message) -> list[int]:
    """The assignments whose 📎 stands under the message that is answered."""
    replied = message.reply_to_message
    markup = replied.reply_markup if replied else None
    return _slots_under(markup) if markup else []


def _slots_under(markup: InlineKeyboardMarkup) -> list[int]:
    buttons = [button.callback_data or "" for row in markup.inline_keyboard for button in row]
    prefix = f"{AttachDocument.__prefix__}{AttachDocument.__separator__}"
    return [AttachDocument.unpack(data).assignment_id for data in buttons if data.startswith(prefix)]


async def _follows(work: Work, actor: Actor, talk: Talk, file: SentFile) -> bool:
    """Whether the album it belongs to has found its slot, or waits for one."""
    if file.album is None:
        return False
    if talk.step == states.FILE and talk.data["files"][0]["album"] == file.album:
        documents.check(file)
        data = {**talk.data, "files": [*talk.data["files"], _kept(file)]}
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.FILE, data))
        return True
    return await documents.add_to_album(work, actor, file)


def _kept(file: SentFile) -> dict[str, Any]:
    """A file in the talk's own data, until it is said what it is for."""
    return {one: getattr(file, one) for one in KEPT}


async def _put(
    message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, assignment_id: int, file: SentFile
) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    document = await documents.send_document(work, actor, assignment_id, file, calendars=texts.calendars)
    await show(message, views.sent_screen(texts, document))


async def _ask_which(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, file: SentFile) -> None:
    slots = await documents.waiting_slots(work, actor, file)
    if not slots and not actor.coordinates:
        await message.answer(texts("documents.no_slots"))
        return
    data = {"name": file.name, "file_id": file.file_id, "size": file.size, "files": [_kept(file)]}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.FILE, data))
    await show(message, views.which_task_screen(texts, file.name, slots, roadmap=bool(actor.owns) and not file.photo))


async def press_put(
    query: CallbackQuery, callback_data: PutFile, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    files = [SentFile(**kept) for kept in talk.data["files"]]
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    document = await documents.send_document(
        work, actor, callback_data.assignment_id, *files, calendars=texts.calendars
    )
    await query.answer()
    await turn(query, views.sent_screen(texts, document))


async def press_roadmap(query: CallbackQuery, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    await query.answer()
    await roadmaps.read_file(query, work, actor, talk, texts, roadmaps.Upload.of(talk.data))


async def press_too_late(query: CallbackQuery, texts: Texts) -> None:
    """The file these buttons were about has been put somewhere, or another step began since."""
    await query.answer(texts.label("documents.file_lost"), show_alert=True)


def one_slot_replied(message: Message) -> bool | dict[str, int]:
    """Passes where one 📎 alone stands under the message that is answered, and says whose."""
    slots = replied_slots(message)
    return {"slot": slots[0]} if len(slots) == 1 else False


async def reply_link(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, slot: int) -> None:
    await _put(message, work, actor, talk, texts, slot, _link_in(message))


def _link_in(message: Message) -> SentFile:
    link = LINK.search(message.text or "")
    assert link is not None
    return SentFile(link=link[0])


async def send_link(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    await _put(message, work, actor, talk, texts, talk.data["assignment_id"], _link_in(message))


async def expect_file(message: Message, texts: Texts) -> None:
    await show(message, views.file_only_screen(texts))


async def press_withdraw(
    query: CallbackQuery, callback_data: WithdrawDocument, work: Work, actor: Actor, texts: Texts
) -> None:
    document = await documents.withdraw_document(work, actor, callback_data.document_id, texts.calendars)
    await query.answer(texts.label("documents.withdrawn_toast"))
    await turn(query, views.withdrawn_screen(texts, document))
