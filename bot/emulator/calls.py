"""What a client asked: its parameters in one shape, and the record of every call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.emulator.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the body of a request."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of a call, however they were sent: query string, form, JSON or multipart."""

    values: Mapping[str, object] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as a string; empty when it is absent."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """The parameter as a whole number; `default` when it is absent or no number."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def decoded(self, name: str, what: str) -> object:
        """The parameter as JSON; None when it is absent.

        Raises:
            ApiError: 400 "can't parse `what` JSON object".
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file sent as `name`, directly or by `attach://`."""
        value = self.text(name)
        key = value.removeprefix("attach://")
        return self.uploads.get(key if value.startswith("attach://") else name)


@dataclass(slots=True)
class Call:
    """One request to the Bot API; `code` is 0 until it is answered, -1 when the connection was cut."""

    method: str
    bot_id: int | None
    parameters: Parameters
    at: datetime
    """By the emulator's clock."""
    seconds: float
    """By the monotonic clock, for measuring pace."""
    code: int = 0
    result: object = None

    @property
    def chat_id(self) -> int | None:
        """The chat it is addressed to, None where there is none."""
        number = self.parameters.number("chat_id")
        return number or None

    @property
    def text(self) -> str:
        """The words as the bot sent them: text, or caption."""
        return self.parameters.text("text") or self.parameters.text("caption")
