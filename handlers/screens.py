"""Screens: what a person sees, as values; and the only place that turns them into the messenger's own objects."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Bot
from aiogram.enums import ButtonStyle
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)

ALBUM = 10
"""Files of one album at the most (Bot API, sendMediaGroup)."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it carries a callback or opens an address."""

    text: str
    press: CallbackData | None = None
    url: str | None = None
    style: ButtonStyle | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to show: one the messenger already keeps (`file_id`), or bytes of our own under a name."""

    name: str
    file_id: str | None = None
    content: bytes | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML words, rows of buttons, maybe a file whose caption the words are.

    `replaces` is the message it is drawn in place of, None for a new one.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    replaces: int | None = None


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The messenger's keyboard, None where there are no buttons."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.press.pack() if button.press else None,
        url=button.url,
        style=button.style,
    )


async def redraw(bot: Bot, chat_id: str, message_id: int, screen: Screen) -> None:
    """Draw the screen in place of an older message; what has a file keeps it, and its caption is drawn anew."""
    markup = keyboard(screen.rows)
    if screen.attachment is not None:
        await bot.edit_message_caption(chat_id=chat_id, message_id=message_id, caption=screen.text, reply_markup=markup)
    else:
        await bot.edit_message_text(
            screen.text, chat_id=chat_id, message_id=message_id, reply_markup=markup, link_preview_options=NO_PREVIEW
        )


async def send(bot: Bot, chat_id: str | int, screen: Screen) -> Message:
    """Put the screen into a chat as a new message."""
    if screen.attachment is not None and screen.attachment.photo:
        return await bot.send_photo(
            chat_id,
            _file(screen.attachment),
            caption=screen.text,
            reply_markup=keyboard(screen.rows),
        )
    if screen.attachment is not None:
        return await bot.send_document(
            chat_id,
            _file(screen.attachment),
            caption=screen.text,
            reply_markup=keyboard(screen.rows),
        )
    return await bot.send_message(
        chat_id,
        screen.text,
        reply_markup=keyboard(screen.rows),
        link_preview_options=NO_PREVIEW,
    )


def _file(attachment: Attachment) -> str | BufferedInputFile:
    if attachment.file_id is not None:
        return attachment.file_id
    return BufferedInputFile(attachment.content or b"", attachment.name)


async def send_together(bot: Bot, chat_id: str | int, files: Sequence[Attachment]) -> None:
    """Send files that the messenger keeps as albums: photos and documents apart, as it wants them."""
    for photo in (True, False):
        alike = [file for file in files if file.photo is photo]
        for first in range(0, len(alike), ALBUM):
            await _send_album(bot, chat_id, alike[first : first + ALBUM])


async def _send_album(bot: Bot, chat_id: str | int, files: Sequence[Attachment]) -> None:
    if len(files) == 1:
        await send(bot, chat_id, Screen("", attachment=files[0]))
        return
    await bot.send_media_group(
        chat_id,
        [(InputMediaPhoto if file.photo else InputMediaDocument)(media=_file(file)) for file in files],
    )


async def again(message: Message, answer_id: int, screen: Screen) -> None:
    """Draw an earlier answer in a message's chat anew; where that is too late, put a new one."""
    assert message.bot is not None
    try:
        await redraw(message.bot, str(message.chat.id), answer_id, screen)
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            await show(message, screen)


async def show(message: Message, screen: Screen) -> Message:
    """Answer a message with a new one in its chat."""
    bot = message.bot
    assert bot is not None
    return await send(bot, message.chat.id, screen)


async def below(query: CallbackQuery, screen: Screen) -> Message:
    """Put a new message under what stands in the chat, even where the pressed message is out of reach."""
    assert query.bot is not None
    return await send(query.bot, query.from_user.id, screen)


async def turn(query: CallbackQuery, screen: Screen) -> None:
    """Redraw the message whose button was pressed; where it can't be redrawn any more, a new one takes its place."""
    message = query.message
    if not isinstance(message, Message):
        await below(query, screen)
        return
    try:
        await _redraw(message, screen)
    except TelegramBadRequest as error:
        if "message is not modified" in error.message:
            return
        await below(query, screen)


async def _redraw(message: Message, screen: Screen) -> None:
    markup = keyboard(screen.rows)
    if message.text is None:
        await message.edit_caption(caption=screen.text, reply_markup=markup)
    else:
        await message.edit_text(screen.text, reply_markup=markup, link_preview_options=NO_PREVIEW)
