"""A coordinator sends a road map, looks it through and publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import editions, sheets, states
from handlers.callbacks import (
    BringBack,
    ChangeScope,
    ChooseYear,
    DiscardDraft,
    LeaveOut,
    OpenDoubt,
    OpenDraft,
    PublishDraft,
    SettleDoubt,
)
from handlers.errors import refusal_key
from handlers.filters import Step
from handlers.links import suggest as suggest_links
from handlers.rows import build as build_rows
from handlers.screens import Screen, keyboard, send, show, turn
from handlers.texts import Texts
from handlers.views import roadmaps as views
from models.cards.roadmaps import DraftCard
from models.domain.access import Actor
from models.domain.refusals import Refusal, WrongState
from models.roadmap.answers import KEPT, LEFT_OUT, SCOPE
from models.roadmap.isolated import read_isolated
from models.roadmap.refusals import SheetReturned, TooLarge, YearMissing
from models.usecases import dialogues, earlier, publication, roadmaps
from models.work import Talk, Work

LIMIT = 20 * 2**20
"""Bytes a bot may download (Bot API, getFile)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the messenger keeps."""

    name: str
    file_id: str
    size: int

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Upload":
        return cls(data["name"] or "", data["file_id"], data["size"] or 0)

    def kept(self) -> dict[str, Any]:
        return {"name": self.name, "file_id": self.file_id, "size": self.size}


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_roadmap, Command("roadmap"))
    router.callback_query.register(press_year, ChooseYear.filter(), Step(states.YEAR))
    router.callback_query.register(press_too_late, ChooseYear.filter())
    router.callback_query.register(press_page, OpenDraft.filter())
    router.callback_query.register(press_scope, ChangeScope.filter())
    router.callback_query.register(press_doubts, OpenDoubt.filter())
    router.callback_query.register(press_choice, SettleDoubt.filter())
    router.callback_query.register(press_leave_out, LeaveOut.filter())
    router.callback_query.register(press_bring_back, BringBack.filter())
    router.callback_query.register(press_publish, PublishDraft.filter())
    router.callback_query.register(press_discard, DiscardDraft.filter())
    router.include_router(build_rows())
    return router


async def ask_roadmap(message: Message, work: Work, actor: Actor, texts: Texts) -> None:
    """A half-finished check is found again, and above it the maps that are published."""
    if not actor.owns:
        await message.answer(texts("roadmaps.only_coordinators"))
        return
    draft, maps = await roadmaps.open_draft(work, actor), await roadmaps.own_maps(work, actor)
    waits = await earlier.maps_with_earlier(work, actor)
    if maps or waits:
        await show(message, views.maps_screen(texts, maps, waits, invited=draft is None))
    elif draft is None:
        await message.answer(texts("roadmaps.invite_file"))
    if draft is not None:
        await show(message, await editions.first_screen(work, actor, texts, draft))


async def take_file(message: Message, work: Work, actor: Actor, talk: Talk, texts: Texts) -> None:
    document = message.document
    if document is None:
        await message.answer(texts("roadmaps.invite_file"))
        return
    upload = Upload(document.file_name or "", document.file_id, document.file_size or 0)
    await read_file(message, work, actor, talk, texts, upload)


async def read_file(
    event: Message | CallbackQuery,
    work: Work,
    actor: Actor,
    talk: Talk,
    texts: Texts,
    upload: Upload,
    year: int | None = None,
) -> None:
    """Read in a process of its own; the person sees that it goes on, then the preview in the same message."""
    assert event.bot is not None
    if not actor.owns:
        await send(event.bot, talk.chat_id, Screen(texts("roadmaps.only_coordinators")))
        return
    progress = await send(event.bot, talk.chat_id, Screen(texts("roadmaps.reading", name=upload.name)))
    try:
        screen = await _read(event.bot, work, actor, talk, texts, upload, year)
    except Refusal as refusal:
        screen = Screen(texts(f"errors.{refusal_key(refusal)}", refusal=refusal))
    await progress.edit_text(screen.text, reply_markup=keyboard(screen.rows))


async def _read(
    bot: Bot, work: Work, actor: Actor, talk: Talk, texts: Texts, upload: Upload, year: int | None
) -> Screen:
    if upload.size > LIMIT:
        raise TooLarge(upload.name, upload.size, LIMIT)
    content = BytesIO()
    await bot.download(upload.file_id, content)
    try:
        read = await read_isolated(content.getvalue(), upload.name, year=year)
    except SheetReturned as returned:
        return await sheets.compare(returned, work, actor, talk, texts)
    except YearMissing:
        await dialogues.turn_talk(work, Talk(talk.platform, talk.chat_id, states.YEAR, upload.kept()))
        present = work.now().year
        return views.year_screen(texts, (present - 1, present, present + 1))
    work.turn_talk(Talk(talk.platform, talk.chat_id))
    draft = await roadmaps.receive_roadmap(work, actor, name=upload.name, source=content.getvalue(), read=read)
    return await editions.first_screen(work, actor, texts, draft)


async def press_year(
    query: CallbackQuery, callback_data: ChooseYear, work: Work, actor: Actor, talk: Talk, texts: Texts
) -> None:
    await query.answer()
    await read_file(query, work, actor, talk, texts, Upload.of(talk.data), callback_data.year)


async def press_too_late(query: CallbackQuery, texts: Texts) -> None:
    """Another step began since the year was asked for, or it was answered."""
    await query.answer(texts.label("documents.file_lost"), show_alert=True)


async def press_page(query: CallbackQuery, callback_data: OpenDraft, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, views.preview_screen(texts, draft, callback_data.page))


async def press_scope(query: CallbackQuery, callback_data: ChangeScope, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.decide(
        work, actor, callback_data.draft_id, callback_data.row, SCOPE, callback_data.scope.value
    )
    await query.answer()
    await turn(query, views.preview_screen(texts, draft, callback_data.page))


async def press_doubts(query: CallbackQuery, callback_data: OpenDoubt, work: Work, actor: Actor, texts: Texts) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, views.doubt_screen(texts, draft, callback_data.row))


async def press_choice(
    query: CallbackQuery, callback_data: SettleDoubt, work: Work, actor: Actor, texts: Texts
) -> None:
    draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
    field, value = _chosen(draft, callback_data)
    draft = await roadmaps.decide(work, actor, draft.draft_id, callback_data.row, field, value)
    await query.answer()
    await turn(query, views.doubt_screen(texts, draft))


def _chosen(draft: DraftCard, pressed: SettleDoubt) -> tuple[str, Any]:
    """The field and the value of a ready answer; a list that has moved on is no longer answered."""
    doubts = draft.rows[pressed.row].doubts if pressed.row < len(draft.rows) else ()
    doubt = next((doubt for doubt in doubts if doubt.field is pressed.field), None)
    if doubt is None:
        raise WrongState
    if pressed.choice < 0:
        return f"{KEPT}{doubt.field}", True
    if pressed.choice >= len(doubt.choices):
        raise WrongState
    return doubt.field.value, doubt.choices[pressed.choice]


async def press_leave_out(
    query: CallbackQuery, callback_data: LeaveOut, work: Work, actor: Actor, texts: Texts
) -> None:
    draft = await roadmaps.decide(work, actor, callback_data.draft_id, callback_data.row, LEFT_OUT, True)
    await query.answer()
    await turn(query, views.doubt_screen(texts, draft))


async def press_bring_back(
    query: CallbackQuery, callback_data: BringBack, work: Work, actor: Actor, texts: Texts
) -> None:
    draft = await roadmaps.decide(work, actor, callback_data.draft_id, callback_data.row, LEFT_OUT, False)
    await query.answer()
    await turn(query, views.preview_screen(texts, draft, callback_data.page))


async def press_publish(
    query: CallbackQuery, callback_data: PublishDraft, work: Work, actor: Actor, texts: Texts
) -> None:
    made = await publication.publish_roadmap(work, actor, callback_data.draft_id, archive=callback_data.archive)
    await query.answer()
    await turn(query, views.published_screen(texts, made))
    await suggest_links(query, work, actor, texts)


async def press_discard(
    query: CallbackQuery, callback_data: DiscardDraft, work: Work, actor: Actor, texts: Texts
) -> None:
    await roadmaps.discard_draft(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, Screen(texts("roadmaps.discarded")))
