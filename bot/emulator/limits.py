"""The numbers the emulator enforces; a test sharpens or loosens them with `dataclasses.replace`."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """How much a bot may send; None switches a rule off."""

    bot_per_second: int | None = 30
    chat_per_second: float | None = 1.0
    chat_burst: int = 5
    """Messages one chat takes at once before `chat_per_second` bites."""
    group_per_minute: int | None = 20


NO_FLOOD = Flood(bot_per_second=None, chat_per_second=None, group_per_minute=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Telegram's published and observed limits; lengths are in characters after entities are parsed."""

    text: int = 4096
    raw_text_bytes: int = 32_768
    caption: int = 1024
    entities: int = 100
    """Entities after this one vanish without an error."""
    callback_data_bytes: int = 64
    buttons: int = 100
    buttons_in_row: int = 8
    """Telegram cuts wider rows in silence; the emulator refuses them so that nobody loses a button unseen."""
    toast: int = 200
    document_bytes: int = 50 << 20
    photo_bytes: int = 10 << 20
    download_bytes: int = 20 << 20
    download_link_seconds: int = 3600
    update_seconds: int = 86_400
    callback_seconds: int = 150
    callback_answer_seconds: int = 30
    """How long a press may be answered; Telegram names no figure, people report 5 to 20 seconds."""
    delete_seconds: int = 48 * 3600
    conflict_pause: float = 3.0
    """Seconds between two answers of 409; closer ones wait."""
    webhook_pause: float = 2.0
    """Seconds before the second repeat of a refused webhook update; each further pause is twice as long."""
    flood: Flood = Flood()

    def without_flood(self) -> "Limits":
        """The same limits for tests that send faster than Telegram lets."""
        return replace(self, flood=NO_FLOOD)
