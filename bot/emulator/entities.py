"""Formatted text: parsing of `parse_mode=HTML` and lengths as Telegram counts them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.emulator.errors import ApiError, bad_request

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text with a meaning; `offset` and `length` are UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None
    user_id: int | None = None

    def to_json(self) -> Json:
        """The Bot API's MessageEntity."""
        extra = ("url", "language", "custom_emoji_id", "unix_time", "date_time_format")
        known = {name: getattr(self, name) for name in extra if getattr(self, name) is not None}
        user = {} if self.user_id is None else {"user": {"id": self.user_id, "is_bot": False, "first_name": ""}}
        return {"type": self.type, "offset": self.offset, "length": self.length, **known, **user}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without markup and what its markup meant."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


EMPTY = Formatted()


def utf16(text: str) -> int:
    """Length of `text` in UTF-16 code units."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


_SPACES = " \t\n\r\0\v"
_NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[A-Za-z]+));?")
_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_TIME_LETTERS = frozenset("tTdDwW")


def parse_error(words: str) -> ApiError:
    """400 for markup that cannot be read."""
    return bad_request(f"can't parse entities: {words}")


def _referenced(match: re.Match[str]) -> str | None:
    """The character an `&…;` stands for; None leaves it as it is written."""
    if match["name"]:
        return _NAMES.get(match["name"])
    number = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    digits = match.group().rstrip(";")
    return chr(number) if 0 < number < 0x10FFFF and len(digits) < 10 else None


def _unescape(text: str) -> str:
    return _REFERENCE.sub(lambda match: _referenced(match) or match.group(), text)


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass(slots=True)
class _HtmlReader:
    """Walks through the markup once; positions in errors are bytes, as the server gives them."""

    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Formatted:
        while (tag := self.source.find("<", self.at)) >= 0:
            self._take_text(self.source[self.at : tag])
            self.at = tag + 1
            if self.source.startswith("/", self.at):
                self._end_tag(tag)
            else:
                self._start_tag(tag)
        self._take_text(self.source[self.at :])
        if self.open:
            raise parse_error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        kept = (replace(one, language=None) if one.type == "code" else one for one in self.entities)
        return Formatted("".join(self.pieces), tuple(kept))

    def _take_text(self, markup: str) -> None:
        plain = _unescape(markup)
        if any("\ud800" <= letter <= "\udfff" for letter in plain):
            raise parse_error(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        self.pieces.append(plain)
        self.offset += utf16(plain)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _run(self, stop: str) -> str:
        """Everything up to one of the letters of `stop`."""
        start = self.at
        while self._peek() and self._peek() not in stop:
            self.at += 1
        return self.source[start : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in _SPACES:
            self.at += 1

    def _start_tag(self, begin: int) -> None:
        name = self._run(_SPACES + ">").lower()
        if not self._peek():
            raise parse_error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in _TAGS:
            raise parse_error(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise parse_error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(_Open(name, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        self._skip_spaces()
        while self._peek() != ">":
            name = self._run(_SPACES + "=>/\"'")
            if not name:
                words = f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
                raise parse_error(words)
            self._skip_spaces()
            found[name] = self._value(tag, begin) if self._peek() == "=" else self._bare(tag, begin)
            self._skip_spaces()
        self.at += 1
        return found

    def _bare(self, tag: str, begin: int) -> str:
        if not self._peek():
            raise parse_error(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return ""

    def _value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._skip_spaces()
        value = self._quoted() if self._bare(tag, begin) or self._peek() in "\"'" else self._token()
        if not self._peek():
            raise parse_error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = self._run(quote)
        self.at += 1
        return _unescape(value)

    def _token(self) -> str:
        start = self.at
        while self._peek().isascii() and (self._peek().isalnum() or self._peek() in (".", "-")):
            self.at += 1
        if self._peek() and self._peek() not in _SPACES + ">":
            raise parse_error(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return self.source[start : self.at].lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise parse_error(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 1
        name = self._run(_SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise parse_error(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        expected = self.open[-1].name
        if name not in ("", expected):
            words = f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{expected}>", found "</{name}>"'
            raise parse_error(words)
        self._close(self.open.pop())

    def _close(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        if length == 0:
            return
        inside = "".join(self.pieces[tag.start :])
        if tag.name in ("pre", "code") and self._joined_code(tag, length):
            return
        entity = _entity(tag, length, inside)
        if entity:
            self.entities.append(entity)

    def _joined_code(self, tag: _Open, length: int) -> bool:
        """`<pre><code class="language-x">` is one entity, in either order of nesting."""
        last = self.entities[-1] if self.entities else None
        if last is None or (last.offset, last.length) != (tag.offset, length):
            return False
        own = _language(tag)
        other = {"pre": "code", "code": "pre"}[tag.name]
        language = own if tag.name == "code" else last.language
        if last.type != other or not language:
            return False
        self.entities[-1] = Entity(type="pre", offset=tag.offset, length=length, language=language)
        return True


def _language(tag: _Open) -> str | None:
    return tag.attributes.get("class", "").removeprefix("language-") or None if tag.name == "code" else None


def _entity(tag: _Open, length: int, inside: str) -> Entity | None:
    make = {"a": _link, "tg-emoji": _emoji, "tg-time": _moment}.get(tag.name)
    if make:
        return make(tag, length, inside)
    kind = _SIMPLE.get(tag.name, tag.name)
    if kind == "blockquote" and "expandable" in tag.attributes:
        kind = "expandable_blockquote"
    return Entity(type=kind, offset=tag.offset, length=length, language=_language(tag))


def _link(tag: _Open, length: int, inside: str) -> Entity | None:
    url = tag.attributes.get("href") or inside
    user = re.fullmatch(r"tg://user/?\?id=(\d+)", url)
    if user:
        return Entity(type="text_mention", offset=tag.offset, length=length, user_id=int(user[1]))
    checked = checked_link(url)
    return Entity(type="text_link", offset=tag.offset, length=length, url=checked) if checked else None


def _emoji(tag: _Open, length: int, _inside: str) -> Entity:
    number = tag.attributes.get("emoji-id", "")
    if not number.isdigit() or int(number) == 0:
        raise parse_error("Invalid custom emoji identifier specified")
    return Entity(type="custom_emoji", offset=tag.offset, length=length, custom_emoji_id=number)


def _moment(tag: _Open, length: int, _inside: str) -> Entity | None:
    letters = tag.attributes.get("format", "")
    if letters.lower() != "r" and not set(letters) <= _TIME_LETTERS:
        raise parse_error("Invalid date format used")
    unix = re.match(r"\d*", tag.attributes.get("unix", ""))
    seconds = int(unix[0]) if unix and unix[0] else 0
    if not seconds:
        return None
    return Entity(
        type="date_time", offset=tag.offset, length=length, unix_time=seconds, date_time_format=letters or None
    )


def checked_link(url: str) -> str | None:
    """The address as Telegram stores it, or None when it is no address it would open."""
    if re.match(r"(?i)(tg|ton|tonsite)://\S", url):
        return url
    match = re.fullmatch(r"(?i)(?:(https?)://)?([^\s/?#]+)([/?#]\S*)?", url.strip())
    if match is None or not re.fullmatch(r"[\w.-]+(\.\w{2,})(:\d+)?|localhost(:\d+)?|[\d.]+(:\d+)?", match[2]):
        return None
    return f"{(match[1] or 'http').lower()}://{match[2]}{match[3] or '/'}"


def parse_html(source: str) -> Formatted:
    """Reads `parse_mode=HTML`.

    Raises:
        ApiError: 400 "can't parse entities: …" with the server's own words and byte offset.
    """
    return _HtmlReader(source).read()


def from_json(text: str, given: Sequence[object]) -> Formatted:
    """A text with entities sent beside it; entries of a wrong shape are skipped, as the server does."""
    names = ("url", "language", "custom_emoji_id", "unix_time", "date_time_format")
    entities = []
    for item in given:
        if isinstance(item, dict) and isinstance(item.get("offset"), int) and isinstance(item.get("length"), int):
            extra = {name: item[name] for name in names if item.get(name) is not None}
            entities.append(Entity(type=str(item.get("type")), offset=item["offset"], length=item["length"], **extra))
    return Formatted(text, tuple(entities))


_OWN = re.compile(
    r"(?P<url>(?:https?://|\bt\.me/|\bwww\.)[^\s<>«»\"]+[^\s<>«»\".,;:!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/]))"
)


def with_found(formatted: Formatted, limit: int) -> Formatted:
    """Adds the addresses and commands Telegram finds by itself; keeps the first `limit` entities, in order."""
    taken = [(one.offset, one.offset + one.length) for one in formatted.entities if one.type in _CLOSED]
    found = [
        Entity(type=match.lastgroup or "", offset=utf16(formatted.text[: match.start()]), length=utf16(match.group()))
        for match in _OWN.finditer(formatted.text)
    ]
    fresh = [one for one in found if not any(start <= one.offset < end for start, end in taken)]
    ordered = sorted((*formatted.entities, *fresh), key=lambda one: (one.offset, -one.length))
    return Formatted(formatted.text, tuple(ordered[:limit]))


_CLOSED = {"code", "pre", "text_link", "text_mention", "url", "email", "bot_command"}


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space at both ends, as every message is stored; entities move along, empty ones go."""
    text = formatted.text.strip()
    cut = utf16(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    end = utf16(text)
    moved = (_moved(one, cut, end) for one in formatted.entities)
    return Formatted(text, tuple(one for one in moved if one))


def _moved(entity: Entity, cut: int, end: int) -> Entity | None:
    start = max(0, entity.offset - cut)
    stop = min(end, entity.offset + entity.length - cut)
    return replace(entity, offset=start, length=stop - start) if stop > start else None
