"""May this bot do this in this chat? The refusals every method shares."""

from bot.emulator import errors
from bot.emulator.account import Account
from bot.emulator.calls import Parameters
from bot.emulator.messages import Chat, Message
from bot.emulator.telegram import Telegram


def open_chat(telegram: Telegram, account: Account, given: Parameters, name: str = "chat_id") -> Chat:
    """The chat a method names, when the bot may write there.

    Raises:
        ApiError: 400 for no or an unknown chat and a migrated group, 403 where the bot cannot reach anybody.
    """
    chat = find_chat(telegram, account, given, name)
    if chat.id in telegram.groups:
        _check_group(telegram, account, chat.id)
    else:
        _check_private(telegram, chat)
    return chat


def find_chat(telegram: Telegram, account: Account, given: Parameters, name: str = "chat_id") -> Chat:
    """The chat a method names, whether or not the bot may write there."""
    if not given.text(name):
        raise errors.bad_request(f"{name} is empty")
    chat_id = given.number(name)
    if chat_id not in telegram.people and chat_id not in telegram.groups:
        raise errors.chat_not_found()
    return telegram.chat(chat_id, bot_id=account.bot.id)


def _check_group(telegram: Telegram, account: Account, chat_id: int) -> None:
    group = telegram.groups[chat_id]
    if group.migrated_to is not None:
        raise errors.migrated(group.migrated_to)
    if account.bot.id not in group.bots:
        raise errors.forbidden(f"bot was kicked from the {group.kind} chat")


def _check_private(telegram: Telegram, chat: Chat) -> None:
    if telegram.people[chat.id].deactivated:
        raise errors.deactivated()
    if chat.blocked:
        raise errors.blocked()
    if not chat.started:
        raise errors.never_wrote()


def find_message(chat: Chat, given: Parameters, what: str, name: str = "message_id") -> Message:
    """The message a method names; `what` is how the refusal calls it ("message to edit")."""
    message = chat.history.get(given.number(name))
    if message is None:
        raise errors.bad_request(f"{what} not found")
    return message


def spend(account: Account, chat: Chat, cost: int = 1) -> None:
    """Counts a message against the bot's speed limits.

    Raises:
        ApiError: 429 with the seconds to wait.
    """
    wait = account.meter.retry_after(chat.id, cost=cost)
    if wait:
        raise errors.too_many_requests(wait)
