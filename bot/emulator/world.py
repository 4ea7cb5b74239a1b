"""The emulated Telegram with its people: what tests and the playground drive."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from bot.emulator.account import Account, Press
from bot.emulator.actors import Group, Person, Sender
from bot.emulator.entities import EMPTY, Formatted, Json, utf16, with_found
from bot.emulator.errors import NotPossibleError
from bot.emulator.feed import Change
from bot.emulator.files import Kind, StoredFile
from bot.emulator.keyboards import Button
from bot.emulator.messages import Chat, Contact, Message
from bot.emulator.telegram import Telegram


class Of(TypedDict, total=False):
    """Which bot; the only one when left out."""

    bot_id: int


class Where(Of, total=False):
    """Which bot, and which group; the private chat when left out."""

    chat_id: int


class _Content(TypedDict, total=False):
    body: Formatted
    file: StoredFile
    contact: Contact
    reply_to: int | None
    album: str | None
    forwarded_from: Sender | None
    service: Json


class World(Telegram):
    """Everything Telegram knows and everything people do; one event loop, no threads.

    Build it, add a bot and people, hand it to an `Emulator`, and act for the people:

        world = World(clock=clock)
        world.add_bot("42:TEST", username="vekha_bot")
        world.add_person(7, "Анна", "Лебедева")
        world.say(7, "/start")                       # returns the message's id
        world.follow(7, "https://t.me/vekha_bot?start=pK3x9")
        world.press(7, message_id, "✅ сделано")      # by text or callback data; refuses absent buttons
        world.send_file(7, "план.docx", content)
        world.chat(7).last.text                      # what the person sees: `messages.Chat`, `messages.Message`
        world.chat(7).toasts[-1].text                # callback answers

    What people do takes `Where` as keywords. What Telegram's apps would not allow raises `NotPossibleError`.
    `calls` records every request the API got, `faults` orders misfortunes (`bot.emulator.faults`), `subscribe()`
    tells every change, `limits` says what is enforced (`bot.emulator.limits`).
    """

    def add_person(
        self, user_id: int, first_name: str, last_name: str = "", *, username: str = "", phone: str = ""
    ) -> Person:
        """Somebody with Telegram, who has not written to any bot yet."""
        person = self.people[user_id] = Person(user_id, first_name, last_name, username, phone)
        self.feed.tell(Change(kind="people", chat_id=user_id))
        return person

    def add_group(self, chat_id: int, title: str, members: Sequence[int], *, basic: bool = False) -> Group:
        """A group with all bots in it; `chat_id` is negative; a `basic` one may `migrate` later."""
        group = Group(chat_id, title, "group" if basic else "supergroup", set(members), set(self.accounts))
        self.open_group(group)
        return group

    def say(self, user_id: int, text: str, reply_to: int | None = None, **where: Unpack[Where]) -> int:
        """The person writes; returns the message's id."""
        words = text.strip()
        if not 1 <= utf16(words) <= self.limits.text:
            raise NotPossibleError(f"a message has 1 to {self.limits.text} characters, this one has {utf16(words)}")
        return self._write(user_id, where, body=self._plain(words), reply_to=reply_to)

    def follow(self, user_id: int, link: str, **of: Unpack[Of]) -> int:
        """The person opens `https://t.me/<bot>?start=…` and presses «Начать»; returns the message's id."""
        match = _DEEP_LINK.fullmatch(link)
        if match is None or match[1].lower() != self.account(of.get("bot_id")).bot.username.lower():
            raise NotPossibleError(f"{link} does not lead to the bot")
        return self.say(user_id, f"/start {match[2] or ''}", **of)

    def send_file(
        self,
        user_id: int,
        name: str,
        content: bytes,
        caption: str | None = None,
        reply_to: int | None = None,
        **where: Unpack[Where],
    ) -> int:
        """The person sends a document; returns the message's id."""
        file = self.files.put(name, content, "document")
        return self._write(user_id, where, body=self._plain(caption or ""), file=file, reply_to=reply_to)

    def send_photo(
        self,
        user_id: int,
        content: bytes,
        caption: str | None = None,
        reply_to: int | None = None,
        **where: Unpack[Where],
    ) -> int:
        """The person sends a picture as a photo; returns the message's id."""
        file = self.files.put("photo.jpg", content, "photo")
        return self._write(user_id, where, body=self._plain(caption or ""), file=file, reply_to=reply_to)

    def send_album(
        self,
        user_id: int,
        files: Sequence[tuple[str, bytes]],
        caption: str = "",
        kind: Kind = "document",
        reply_to: int | None = None,
        **where: Unpack[Where],
    ) -> list[int]:
        """The person sends 2 to 10 documents or photos at once: one update each, with a common `media_group_id`."""
        album = f"{len(self.files.files) + 1:017d}"
        bodies = [self._plain(caption), *[EMPTY] * (len(files) - 1)]
        stored = [self.files.put(name, content, kind) for name, content in files]
        return [
            self._write(user_id, where, body=body, file=file, album=album, reply_to=reply_to)
            for file, body in zip(stored, bodies, strict=True)
        ]

    def share_contact(
        self,
        user_id: int,
        phone: str,
        *,
        of_user_id: int | None = None,
        nobody: bool = False,
        forwarded: bool = False,
        **where: Unpack[Where],
    ) -> int:
        """The person shares a number: their own, that `of_user_id`, or (`nobody`) one unknown to Telegram."""
        owner = None if nobody else of_user_id or user_id
        person = self.people.get(owner or 0)
        contact = Contact(phone=phone, first_name=person.first_name if person else "Контакт", user_id=owner)
        origin = (person or self.people[user_id]) if forwarded else None
        return self._write(user_id, where, contact=contact, forwarded_from=origin)

    def press(self, user_id: int, message_id: int, data_or_text: str, **where: Unpack[Where]) -> str:
        """The person presses an inline button, named by its text or callback data; returns the query's id."""
        chat = self._entered(user_id, where)
        message = chat.history.get(message_id)
        button = message.button(data_or_text) if message else None
        if button is None:
            seen = ", ".join(message.labels) if message else "no such message"
            raise NotPossibleError(f"no button {data_or_text!r} under message {message_id}: {seen}")
        return self._query(user_id, chat, message_id, _data_of(button), where)

    def forge(self, user_id: int, message_id: int, data: str, **where: Unpack[Where]) -> str:
        """A press of a button that need not be there (any more); returns the query's id."""
        return self._query(user_id, self._entered(user_id, where), message_id, data, where)

    def block(self, user_id: int, **of: Unpack[Of]) -> None:
        """The person blocks the bot."""
        self._set_blocked(user_id, of, blocked=True)

    def unblock(self, user_id: int, **of: Unpack[Of]) -> None:
        """The person lets the bot write again."""
        self._set_blocked(user_id, of, blocked=False)

    def deactivate(self, user_id: int) -> None:
        """The person deletes their account; no bot is told."""
        self.people[user_id].deactivated = True
        self.feed.tell(Change(kind="people", chat_id=user_id))

    def kick(self, chat_id: int, **of: Unpack[Of]) -> None:
        """The bot is thrown out of the group."""
        account, group = self.account(of.get("bot_id")), self.groups[chat_id]
        group.bots.discard(account.bot.id)
        self._member_update(account, self.people[min(group.members)], group.to_json(), ("member", "kicked"))

    def migrate(self, chat_id: int) -> int:
        """The basic group becomes a supergroup; returns its new id and tells the bots as Telegram does."""
        old = self.groups[chat_id]
        new = replace(old, id=-1_000_000_000_000 + chat_id, kind="supergroup")
        self.open_group(new)
        person = self.people[min(old.members)]
        self._arrive(person, self.chat(chat_id), {"service": {"migrate_to_chat_id": new.id}})
        self._arrive(person, self.chat(new.id), {"service": {"migrate_from_chat_id": chat_id}})
        old.migrated_to = new.id
        return new.id

    def raw_update(self, body: Json, **of: Unpack[Of]) -> int:
        """Queues any object as an update, with a fresh `update_id` unless it has one; returns the id."""
        return self.account(of.get("bot_id")).updates.put_raw(body, self.limits.update_seconds)

    def redeliver(self, update_id: int, **of: Unpack[Of]) -> None:
        """Gives an update once more, even one that was confirmed."""
        self.account(of.get("bot_id")).updates.repeat(update_id)

    def _plain(self, words: str) -> Formatted:
        return with_found(Formatted(words.strip()), self.limits.entities)

    def _entered(self, user_id: int, where: Where) -> Chat:
        """The chat the person acts in, when they can."""
        person, chat_id = self.people[user_id], where.get("chat_id", user_id)
        if person.deactivated:
            raise NotPossibleError(f"{person.name} has deleted their account")
        if chat_id in self.groups and user_id not in self.groups[chat_id].members:
            raise NotPossibleError(f"{person.name} is no member of {chat_id}")
        chat = self.chat(chat_id, bot_id=where.get("bot_id"))
        if chat.blocked:
            raise NotPossibleError(f"{person.name} has blocked the bot and must unblock it first")
        return chat

    def _write(self, user_id: int, where: Where, **content: Unpack[_Content]) -> int:
        chat = self._entered(user_id, where)
        reply_to = content.get("reply_to")
        if reply_to is not None and reply_to not in chat.history:
            raise NotPossibleError(f"no message {reply_to} to reply to")
        return self._arrive(self.people[user_id], chat, content, where.get("bot_id"))

    def _arrive(self, sender: Person, chat: Chat, content: _Content, bot_id: int | None = None) -> int:
        """A person's message appears and every bot of the chat is told."""
        accounts = self._listeners(chat, bot_id)
        message = Message(
            id=self.next_message_id(accounts[0], chat),
            chat_id=chat.id,
            sender=sender,
            sent_at=self.clock(),
            forwarded_at=self.clock() if content.get("forwarded_from") else None,
            **content,
        )
        chat.started = True
        self.post(accounts[0], chat, message)
        for account in accounts:
            account.updates.put("message", chat.render(message), self.limits.update_seconds)
        return message.id

    def _listeners(self, chat: Chat, bot_id: int | None) -> list[Account]:
        if chat.id in self.groups:
            return [self.accounts[member] for member in sorted(self.groups[chat.id].bots)]
        return [self.account(bot_id)]

    def _query(self, user_id: int, chat: Chat, message_id: int, data: str, where: Where) -> str:
        account = self.account(where.get("bot_id"))
        query_id = f"{account.bot.id}{account.next_query:09d}"
        account.next_query += 1
        account.presses[query_id] = Press(
            id=query_id, user_id=user_id, chat_id=chat.id, message_id=message_id, data=data, at=self.clock()
        )
        message = chat.history.get(message_id)
        gone: Json = {"chat": chat.head, "message_id": message_id, "date": 0}
        told: Json = {
            "id": query_id,
            "from": self.people[user_id].to_json(),
            "message": chat.render(message) if message else gone,
            "chat_instance": str(chat.id),
            "data": data,
        }
        account.updates.put("callback_query", told, self.limits.callback_seconds)
        return query_id

    def _set_blocked(self, user_id: int, of: Of, *, blocked: bool) -> None:
        account, chat = self.account(of.get("bot_id")), self.chat(user_id, bot_id=of.get("bot_id"))
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        states = ("member", "kicked") if blocked else ("kicked", "member")
        self._member_update(account, self.people[user_id], chat.head, states)
        self.changed("chat", account, user_id)

    def _member_update(self, account: Account, actor: Person, chat: Json, states: tuple[str, str]) -> None:
        old, new = (self._membership(account, state) for state in states)
        told: Json = {
            "chat": chat,
            "from": actor.to_json(),
            "date": int(self.clock().timestamp()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        account.updates.put("my_chat_member", told, self.limits.update_seconds)

    def _membership(self, account: Account, state: str) -> Json:
        until: Json = {"until_date": 0} if state == "kicked" else {}
        return {"status": state, "user": account.bot.to_json(), **until}


_DEEP_LINK = re.compile(r"(?:https?://)?t\.me/(\w+)/?(?:\?start=([A-Za-z0-9_-]{1,64}))?")


def _data_of(button: Button) -> str:
    if button.disabled or button.data is None:
        raise NotPossibleError(f"button {button.text!r} sends nothing to the bot")
    return button.data
