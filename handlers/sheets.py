"""A draft goes to the coordinator as an Excel table and comes back corrected."""

import asyncio
import json
from zlib import crc32

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import states
from handlers.callbacks import AcceptSheet, SendSheet
from handlers.filters import Step
from handlers.screens import Screen, below, turn
from handlers.texts import Texts
from handlers.views import roadmaps as previews
from handlers.views import sheets as views
from models.domain.access import Actor
from models.roadmap.refusals import SheetReturned
from models.roadmap.sheet_reading import ReturnedSheet
from models.roadmap.sheet_writing import sheet_file
from models.usecases import dialogues, roadmaps, sheets
from models.work import Talk, Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_sheet, SendSheet.filter())
    router.callback_query.register(press_accept, AcceptSheet.filter(), Step(states.SHEET))
    router.callback_query.register(press_too_late, AcceptSheet.filter())
    return router


async def press_sheet(query: CallbackQuery, callback_data: SendSheet, work: Work, actor: Actor, texts: Texts) -> None:
    card = await sheets.look_at_sheet(work, actor, callback_data.draft_id)
    await query.answer()
    # In a thread: a map of thousands of rows takes its time, and others are answered meanwhile.
    content = await asyncio.to_thread(sheet_file, views.sheet_of(texts, card))
    await below(query, views.file_screen(texts, card, content))


async def compare(returned: SheetReturned, work: Work, actor: Actor, talk: Talk, texts: Texts) -> Screen:
    """What the table that was read would change; the talk waits for «Принять»."""
    card = await sheets.compare_sheet(work, actor, ReturnedSheet.from_json(returned.sheet), views.vocabulary(texts))
    found = card.comparison
    asked = [[change.row, change.field, change.value] for change in (*found.decisions, *found.pinned)]
    sheet = crc32(json.dumps(asked).encode())
    data = {"draft_id": card.draft_id, "sheet": sheet, "decisions": asked, "count": len(found.decisions)}
    step = states.SHEET if asked else None
    await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, step, data if asked else {}))
    return views.compared_screen(texts, card, sheet)


async def press_accept(
    query: CallbackQuery, callback_data: AcceptSheet, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    if (talk.data["draft_id"], talk.data["sheet"]) != (callback_data.draft_id, callback_data.sheet):
        await press_too_late(query, texts)
        return
    asked = [(row, field, value) for row, field, value in talk.data["decisions"]]
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    await sheets.accept_sheet(work, actor, callback_data.draft_id, asked)
    await query.answer(texts.label("sheets.accepted", count=talk.data["count"]))
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    await turn(query, previews.preview_screen(texts, draft))


async def press_too_late(query: CallbackQuery, texts: Texts) -> None:
    """The table was taken or put away, or another came since."""
    await query.answer(texts.label("sheets.too_late"), show_alert=True)
