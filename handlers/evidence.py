"""What follows a visit: photos, the reference, notes, and the visit's own card."""

import re
from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import states
from handlers.callbacks import (
    AddEvidence,
    OpenVisit,
    RemoveEvidence,
    RemoveNote,
    ShowEvidence,
    WriteNote,
)
from handlers.documents import file_of, replied_slots
from handlers.filters import Step
from handlers.screens import Screen, again, below, send_together, show, turn
from handlers.texts import Texts
from handlers.views import evidence as views
from handlers.views.tasks import CARD
from models.cards.documents import SentFile
from models.cards.evidence import VisitCard
from models.domain.access import Actor
from models.domain.files import FileUse
from models.domain.refusals import LinkWanted
from models.usecases import dialogues, evidence
from models.work import Talk, Work

LINK = re.compile(r"https?://\S+")
OPEN_FOR = timedelta(minutes=30)
"""How long further files without a word belong to the visit that was named last."""


class Awaited(Filter):
    """Files for a visit are awaited, and were asked for a while ago at the most.

    What answers the message of a task with a document is of that task.
    """

    async def __call__(self, message: Message, talk: Talk, work: Work) -> bool:
        if talk.step != states.VISIT_FILES or replied_slots(message):
            return False
        return work.now() <= datetime.fromisoformat(talk.data["until"])


class InReply(Filter):
    """The message that is answered offers to add to one visit: `visit_id`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        visits = _visits_under(replied.reply_markup) if replied and replied.reply_markup else set()
        return {"visit_id": visits.pop()} if len(visits) == 1 else False


def _visits_under(markup: InlineKeyboardMarkup) -> set[int]:
    buttons = [button.callback_data or "" for row in markup.inline_keyboard for button in row]
    prefix = f"{AddEvidence.__prefix__}{AddEvidence.__separator__}"
    return {AddEvidence.unpack(data).assignment_id for data in buttons if data.startswith(prefix)}


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_visit, OpenVisit.filter())
    router.callback_query.register(press_add, AddEvidence.filter())
    router.callback_query.register(press_note, WriteNote.filter())
    router.callback_query.register(press_show, ShowEvidence.filter())
    router.callback_query.register(press_remove, RemoveEvidence.filter())
    router.callback_query.register(press_remove_note, RemoveNote.filter())
    router.message.register(send_in_reply, F.document | F.photo, InReply())
    router.message.register(send_awaited, F.document | F.photo, Awaited())
    router.message.register(send_link, Awaited(), F.text, ~F.text.startswith("/"))
    router.message.register(type_note, Step(states.VISIT_NOTE), F.text, ~F.text.startswith("/"))
    return router


async def press_visit(query: CallbackQuery, callback_data: OpenVisit, work: Work, actor: Actor, texts: Texts) -> None:
    card = await evidence.look_at_visit(work, actor, callback_data.assignment_id)
    await query.answer()
    screen = views.visit_screen(texts, card, callback_data.place)
    await (below if callback_data.place == CARD else turn)(query, screen)


async def press_add(
    query: CallbackQuery, callback_data: AddEvidence, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await evidence.may_add(work, actor, callback_data.assignment_id)
    await dialogues.turn_talk(work, _awaiting(work, talk, card.task.assignment_id, callback_data.reference))
    await query.answer()
    await below(query, views.send_files_screen(texts, card, reference=callback_data.reference))


def _awaiting(work: Work, talk: Talk, assignment_id: int, reference: bool, **album: Any) -> Talk:
    until = (work.now() + OPEN_FOR).isoformat()
    data = {"assignment_id": assignment_id, "reference": reference, "until": until, **album}
    return Talk(talk.platform, talk.chat_id, states.VISIT_FILES, data)


async def send_awaited(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    await _keep(message, work, actor, talk, texts, talk.data["assignment_id"], talk.data["reference"])


async def send_in_reply(message: Message, visit_id: int, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    """A photo in reply to a visit's message is one of it; a paper is its reference."""
    await _keep(message, work, actor, talk, texts, visit_id, message.photo is None)


async def _keep(
    message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts, visit_id: int, reference: bool
) -> None:
    """Keep the file. Those of one album come one by one and get one answer, which is drawn anew for each."""
    file = file_of(message)
    use = FileUse.REFERENCE if reference else FileUse.PHOTO
    answered = _answered(talk, visit_id, file)
    work.turn_talk(_awaiting(work, talk, visit_id, reference, album=file.album, answer_id=answered))
    card = await evidence.add_evidence(work, actor, visit_id, use, file, message.caption)
    screen = views.visit_screen(texts, card, CARD)
    if answered is not None:
        await again(message, answered, screen)
        return
    answer = await show(message, screen)
    if file.album is not None:
        # Where a crash comes between, the next of the album is answered by itself.
        await dialogues.turn_talk(
            work, _awaiting(work, talk, visit_id, reference, album=file.album, answer_id=answer.message_id)
        )


def _answered(talk: Talk, visit_id: int, file: SentFile) -> int | None:
    """The answer to an earlier file of the same album."""
    same = talk.step == states.VISIT_FILES and talk.data["assignment_id"] == visit_id
    if not same or file.album is None or talk.data.get("album") != file.album:
        return None
    answer_id: int | None = talk.data.get("answer_id")
    return answer_id


async def send_link(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    found = LINK.search(message.text or "")
    if found is None:
        raise LinkWanted
    visit_id = talk.data["assignment_id"]
    work.turn_talk(_awaiting(work, talk, visit_id, talk.data["reference"]))
    card = await evidence.add_evidence(work, actor, visit_id, FileUse.REFERENCE, SentFile(link=found[0]))
    await show(message, views.visit_screen(texts, card, CARD))


async def press_note(
    query: CallbackQuery, callback_data: WriteNote, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    card = await evidence.may_add(work, actor, callback_data.assignment_id)
    data = {"assignment_id": card.task.assignment_id}
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.VISIT_NOTE, data))
    await query.answer()
    await below(query, views.write_note_screen(texts, card))


async def type_note(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    card = await evidence.add_note(work, actor, talk.data["assignment_id"], (message.text or "").strip())
    await show(message, views.visit_screen(texts, card, CARD))


async def press_show(query: CallbackQuery, callback_data: ShowEvidence, work: Work, actor: Actor, texts: Texts) -> None:
    """The files themselves, and below them the visit again with its buttons."""
    files = await evidence.look_at_evidence(work, actor, callback_data.assignment_id)
    card = await evidence.look_at_visit(work, actor, callback_data.assignment_id)
    await query.answer()
    assert query.bot is not None
    await send_together(query.bot, query.from_user.id, views.attachments(files))
    await below(query, views.visit_screen(texts, card, CARD, links=True))


async def press_remove(
    query: CallbackQuery, callback_data: RemoveEvidence, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await evidence.remove_evidence(work, actor, callback_data.file_id)
    await _removed(query, card, texts)


async def press_remove_note(
    query: CallbackQuery, callback_data: RemoveNote, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await evidence.remove_note(work, actor, callback_data.note_id)
    await _removed(query, card, texts)


async def _removed(query: CallbackQuery, card: VisitCard, texts: Texts) -> None:
    await query.answer(texts.label("evidence.removed"))
    screen: Screen = views.visit_screen(texts, card, CARD)
    await turn(query, screen)
