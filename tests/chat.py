"""A person with a phone, in tests: says, presses by the button's words, sends files, and looks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.emulator.messages import Message
from bot.emulator.world import World


@dataclass(slots=True)
class Price:
    """What something costs a person: buttons pressed, messages typed, files sent."""

    taps: int = 0
    messages: int = 0
    files: int = 0


@dataclass(slots=True)
class Chat:
    """One person's talk with the bot; every act waits until the bot has answered it."""

    world: World
    user_id: int
    settled: Callable[[], Awaitable[None]]
    read: int = field(default=0)
    price: Price = field(default_factory=Price)
    """What was done since `counts_anew`."""

    def counts_anew(self) -> None:
        self.price = Price()

    async def says(self, text: str, *, reply_to: Message | None = None) -> None:
        self._look_away()
        self.price.messages += 1
        self.world.say(self.user_id, text, reply_to.id if reply_to else None)
        await self.settled()

    async def presses(self, words: str, *, under: Message | None = None) -> None:
        """Press the button that bears these words, or begins with them, on the newest message that has it."""
        self._look_away()
        message, label = self.button(words, under)
        self.price.taps += 1
        self.world.press(self.user_id, message.id, label)
        await self.settled()

    async def presses_old(self, data: str, *, under: Message) -> None:
        """Press what is no longer, or never was, on the screen: a stale or a forged button."""
        self._look_away()
        self.price.taps += 1
        self.world.forge(self.user_id, under.id, data)
        await self.settled()

    async def sends_file(
        self, name: str, content: bytes, *, caption: str | None = None, reply_to: Message | None = None
    ) -> None:
        self._look_away()
        self.price.files += 1
        self.world.send_file(
            self.user_id, name, content, caption=caption or "", reply_to=reply_to.id if reply_to else None
        )
        await self.settled()

    async def sends_photo(self, content: bytes, *, caption: str | None = None, reply_to: Message | None = None) -> None:
        self._look_away()
        self.price.files += 1
        self.world.send_photo(self.user_id, content, caption, reply_to.id if reply_to else None)
        await self.settled()

    async def sends_photos(self, *contents: bytes, caption: str = "", reply_to: Message | None = None) -> None:
        """Several pictures at once."""
        self._look_away()
        self.price.files += 1
        pictures = [("photo.jpg", content) for content in contents]
        self.world.send_album(self.user_id, pictures, caption, "photo", reply_to.id if reply_to else None)
        await self.settled()

    async def sends(self, **content: object) -> None:
        """Something that is neither words nor a file: a sticker, a voice, a place on the map."""
        self._look_away()
        person = self.world.people[self.user_id]
        head = {"type": "private", **person.names()}
        message = {"message_id": 1, "date": 0, "chat": head, "from": person.to_json(), **content}
        self.world.raw_update({"message": message})
        await self.settled()

    async def blocks(self) -> None:
        self.world.block(self.user_id)
        await self.settled()

    async def unblocks(self) -> None:
        self.world.unblock(self.user_id)
        await self.settled()

    @property
    def menu(self) -> list[str]:
        """The commands that the menu offers this person."""
        return [command.name for command in self.world.account().commands.seen_by(self.user_id, "ru")]

    @property
    def new(self) -> list[Message]:
        """What the bot has said since the person's last act."""
        return self.seen[self.read :]

    @property
    def seen(self) -> list[Message]:
        """What the bot has said, oldest first."""
        return [message for message in self.world.chat(self.user_id).messages if message.from_bot]

    @property
    def last(self) -> Message:
        return self.seen[-1]

    @property
    def toast(self) -> str:
        """The last short note over the screen."""
        return self.world.chat(self.user_id).toasts[-1].text

    def sees(self, *words: str) -> Message:
        """The newest message that holds all these words.

        Raises:
            AssertionError: no message does; it tells what was seen.
        """
        for message in reversed(self.seen):
            if all(one in message.text for one in words):
                return message
        raise AssertionError(f"{words} not in:\n" + "\n---\n".join(message.text for message in self.seen[-4:]))

    def never_sees(self, words: str) -> None:
        assert not any(words in message.text for message in self.seen), words

    def sees_nothing_new(self) -> None:
        assert [message.text for message in self.new] == []

    def buttons(self, message: Message | None = None) -> list[str]:
        return [button.text for row in (message or self.last).buttons for button in row]

    def carries(self, words: str) -> str:
        """What the newest button with these words would send, to be pressed when it is gone."""
        message, label = self.button(words)
        button = message.button(label)
        assert button is not None
        assert button.data is not None
        return button.data

    def _look_away(self) -> None:
        self.read = len(self.seen)

    def button(self, words: str, under: Message | None = None) -> tuple[Message, str]:
        """The newest message with a button that bears these words, or begins with them, and all of its words.

        Raises:
            AssertionError: there is none; it tells what there is.
        """
        for message in [under] if under else reversed(self.seen):
            for label in self.buttons(message):
                if label == words or label.startswith(words):
                    return message, label
        shown = [self.buttons(message) for message in self.seen[-3:]]
        raise AssertionError(f"no button «{words}» among {shown}")


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
