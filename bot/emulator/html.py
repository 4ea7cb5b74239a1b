"""Formatted text back into HTML: one canonical spelling for tests to compare."""

from html import escape

from bot.emulator.entities import Entity, Formatted, utf16

_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler", "code": "code",
    "blockquote": "blockquote", "pre": "pre",
}  # fmt: skip


def _start(entity: Entity) -> str:
    match entity.type:
        case "text_link":
            return f'<a href="{escape(entity.url or "")}">'
        case "text_mention":
            return f'<a href="tg://user?id={entity.user_id}">'
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity.custom_emoji_id}">'
        case "date_time":
            letters = f' format="{entity.date_time_format}"' if entity.date_time_format else ""
            return f'<tg-time unix="{entity.unix_time}"{letters}>'
        case "expandable_blockquote":
            return "<blockquote expandable>"
        case "pre" if entity.language:
            return f'<pre><code class="language-{escape(entity.language)}">'
    return f"<{_TAGS[entity.type]}>" if entity.type in _TAGS else ""


def _end(entity: Entity) -> str:
    match entity.type:
        case "text_link" | "text_mention":
            return "</a>"
        case "custom_emoji":
            return "</tg-emoji>"
        case "date_time":
            return "</tg-time>"
        case "expandable_blockquote":
            return "</blockquote>"
        case "pre" if entity.language:
            return "</code></pre>"
    return f"</{_TAGS[entity.type]}>" if entity.type in _TAGS else ""


def to_html(body: Formatted) -> str:
    """`body` with tags; what Telegram found by itself (addresses, commands) gets none."""
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for entity in sorted(body.entities, key=lambda one: (one.offset, -one.length)):
        starts.setdefault(entity.offset, []).append(_start(entity))
        ends.setdefault(entity.offset + entity.length, []).insert(0, _end(entity))
    pieces: list[str] = []
    at = 0
    for letter in body.text:
        pieces += [*ends.get(at, ()), *starts.get(at, ()), escape(letter, quote=False)]
        at += utf16(letter)
    return "".join([*pieces, *ends.get(at, ())])
