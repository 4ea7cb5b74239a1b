"""Telegram's servers: what is known of bots, people, chats and files, and what changes there."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from bot.emulator.account import Account, Press
from bot.emulator.actors import Bot, Group, Person
from bot.emulator.calls import Call
from bot.emulator.entities import Json
from bot.emulator.faults import Faults
from bot.emulator.feed import Change, ChangeKind, Feed
from bot.emulator.files import FileStore
from bot.emulator.flood import FloodMeter
from bot.emulator.limits import Limits
from bot.emulator.messages import Chat, Message, Toast
from bot.emulator.updates import UpdateQueue


class Telegram:
    """The state that methods of the Bot API read and change; one event loop, no threads."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        seconds: Callable[[], float] = time.monotonic,
        first_update_id: int | None = None,
        first_message_id: int = 1,
    ) -> None:
        """Takes two clocks: `clock` gives aware moments, `seconds` counts seconds for flood control.

        Where the clock is wound count its own seconds (`lambda: clock().timestamp()`), or a week of news is a flood.

        Update ids begin at the present second unless told otherwise, so a world begun later goes on above an older one.
        """
        self.clock = clock
        self.limits = limits or Limits()
        self.seconds = seconds
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.accounts: dict[int, Account] = {}
        self.calls: list[Call] = []
        self.faults = Faults()
        self.files = FileStore(clock)
        self.feed = Feed()
        self._chats: dict[tuple[int, int], Chat] = {}
        self._first_update_id = int(clock().timestamp()) if first_update_id is None else first_update_id
        self._first_message_id = first_message_id

    def add_bot(self, token: str, *, username: str = "vekha_bot", name: str = "Веха") -> Bot:
        """Registers a bot; its id is the number before the colon of the token."""
        bot = Bot(token, int(token.partition(":")[0]), username, name)
        updates = UpdateQueue(self.clock, self._first_update_id)
        meter = FloodMeter(self.limits.flood, self.seconds)
        self.accounts[bot.id] = Account(bot, updates, meter, self._first_message_id)
        return bot

    def account(self, bot_id: int | None = None) -> Account:
        """What is kept for this bot, or for the only one."""
        if bot_id is not None:
            return self.accounts[bot_id]
        (account,) = self.accounts.values()
        return account

    def chat(self, chat_id: int, *, bot_id: int | None = None) -> Chat:
        """The conversation of a person (by their id) with the bot, or a group (by its id)."""
        if chat_id in self.groups:
            return self._chats[0, chat_id]
        key = (self.account(bot_id).bot.id, chat_id)
        if key not in self._chats:
            head: Json = {"type": "private", **self.people[chat_id].names()}
            self._chats[key] = Chat(chat_id, head)
        return self._chats[key]

    def open_group(self, group: Group) -> None:
        """Adds a group and its empty chat."""
        self.groups[group.id] = group
        self._chats[0, group.id] = Chat(group.id, group.to_json(), started=True)

    def subscribe(self) -> AbstractContextManager[asyncio.Queue[Change]]:
        """A queue of all changes, as long as the `with` block lasts."""
        return self.feed.subscribe()

    def next_message_id(self, account: Account, chat: Chat) -> int:
        """Ids grow by one: over all private chats of a bot, and within each group."""
        if chat.id < 0:
            return max(chat.history, default=0) + 1
        account.next_message_id += 1
        return account.next_message_id - 1

    def post(self, account: Account, chat: Chat, message: Message) -> None:
        """A message appears."""
        chat.history[message.id] = message
        self._tell("message", account, message)

    def put_back(self, account: Account, chat: Chat, message: Message) -> None:
        """A changed message takes the old one's place."""
        chat.history[message.id] = message
        self._tell("edited", account, message)

    def remove(self, account: Account, chat: Chat, message_id: int) -> None:
        """A message goes for everybody."""
        del chat.history[message_id]
        self.feed.tell(Change(kind="deleted", chat_id=chat.id, bot_id=account.bot.id, message_id=message_id))

    def toast(self, account: Account, press: Press, toast: Toast) -> None:
        """A press is answered."""
        account.presses[press.id] = replace(press, answered=True)
        self.chat(press.chat_id, bot_id=account.bot.id).toasts.append(toast)
        self.feed.tell(Change(kind="toast", chat_id=press.chat_id, bot_id=account.bot.id, toast=toast))

    def changed(self, kind: ChangeKind, account: Account, chat_id: int = 0) -> None:
        """Something changes that is no message."""
        self.feed.tell(Change(kind=kind, chat_id=chat_id, bot_id=account.bot.id))

    def _tell(self, kind: ChangeKind, account: Account, message: Message) -> None:
        change = Change(kind=kind, chat_id=message.chat_id, bot_id=account.bot.id, message=message)
        self.feed.tell(change)
