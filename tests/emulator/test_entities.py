import pytest

from bot.emulator.entities import Entity, Formatted, from_json, parse_html, trimmed, utf16, with_found
from bot.emulator.errors import ApiError
from bot.emulator.html import to_html


@pytest.mark.parametrize(
    ("source", "text", "kind", "offset", "length"),
    [
        ("<b>да</b>", "да", "bold", 0, 2),
        ("<strong>да</strong>", "да", "bold", 0, 2),
        ("ну <i>да</i>", "ну да", "italic", 3, 2),
        ("<EM>да</em>", "да", "italic", 0, 2),
        ("<u>да</u>", "да", "underline", 0, 2),
        ("<ins>да</ins>", "да", "underline", 0, 2),
        ("<s>да</s>", "да", "strikethrough", 0, 2),
        ("<strike>да</strike>", "да", "strikethrough", 0, 2),
        ("<del>да</del>", "да", "strikethrough", 0, 2),
        ("<tg-spoiler>да</tg-spoiler>", "да", "spoiler", 0, 2),
        ('<span class="tg-spoiler">да</span>', "да", "spoiler", 0, 2),
        ("<code>да</code>", "да", "code", 0, 2),
        ("<pre>да</pre>", "да", "pre", 0, 2),
        ("<blockquote>да</blockquote>", "да", "blockquote", 0, 2),
        ("<blockquote expandable>да</blockquote>", "да", "expandable_blockquote", 0, 2),
        ("<blockquote expandable >да</blockquote>", "да", "expandable_blockquote", 0, 2),
        ("😀<b>да</b>", "😀да", "bold", 2, 2),
        ("<b>да</>", "да", "bold", 0, 2),
        ("<b >да</b >", "да", "bold", 0, 2),
    ],
)
def test_a_tag_becomes_an_entity(source: str, text: str, kind: str, offset: int, length: int) -> None:
    read = parse_html(source)
    assert read.text == text
    (entity,) = read.entities
    assert (entity.type, entity.offset, entity.length) == (kind, offset, length)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>а</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("а<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b>а", 'Can\'t find end tag corresponding to start tag "b"'),
        ("а</b>", "Unexpected end tag at byte offset 2"),
        ("<b>а</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b><i>а</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("я <b", "Unclosed start tag at byte offset 3"),
        ("<b>а</b", "Unclosed end tag at byte offset 5"),
        ("<b>а</b x>", "Unclosed end tag at byte offset 5"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">а</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>а</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>а</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">😀</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="q">а</tg-time>', "Invalid date format used"),
        (
            "&#xd800;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_wrong_markup_is_refused_in_the_servers_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#34;&#x41;&#1071;", '"AЯ'),
        ("&nbsp;&laquo;", "&nbsp;&laquo;"),
        ("&lt", "<"),
        ("&#0;&#x110000;", "&#0;&#x110000;"),
        ("Роза & Ко", "Роза & Ко"),
        ("a > b", "a > b"),
    ],
)
def test_only_four_names_and_all_numbers_are_references(source: str, text: str) -> None:
    assert parse_html(source).text == text


def only(source: str) -> Entity:
    (entity,) = parse_html(source).entities
    return entity


def test_a_moment_carries_its_unix_time_and_letters() -> None:
    moment = only('<tg-time unix="1795307844" format="wDT">вт</tg-time>')
    assert (moment.type, moment.unix_time, moment.date_time_format) == ("date_time", 1795307844, "wDT")
    assert moment.to_json() == {
        "type": "date_time",
        "offset": 0,
        "length": 2,
        "unix_time": 1795307844,
        "date_time_format": "wDT",
    }
    assert only('<tg-time unix="5" format="r">x</tg-time>').date_time_format == "r"
    assert only('<tg-time unix="5">x</tg-time>').date_time_format is None


def test_a_moment_without_a_time_is_plain_text() -> None:
    assert parse_html("<tg-time>вт</tg-time><tg-time unix='x'>ср</tg-time>") == Formatted("втср")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('<a href="https://example.org/x?a=1&amp;b=2">т</a>', "https://example.org/x?a=1&b=2"),
        ("<a href='HTTP://example.org'>т</a>", "http://example.org/"),
        ("<a href=example.org>т</a>", "http://example.org/"),
        ("<a>example.org/x</a>", "http://example.org/x"),
        ('<a href="tg://resolve?domain=x">т</a>', "tg://resolve?domain=x"),
        ('<a href="http://localhost:80/">т</a>', "http://localhost:80/"),
    ],
)
def test_a_link_keeps_a_full_address(source: str, url: str) -> None:
    link = only(source)
    assert (link.type, link.url) == ("text_link", url)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "просто слова", "#x", "nodots"])
def test_what_is_no_address_is_no_link(url: str) -> None:
    assert parse_html(f'<a href="{url}">т</a>').entities == ()


def test_a_link_to_a_person_is_a_mention() -> None:
    mention = only('<a href="tg://user?id=7">Анна</a>')
    assert (mention.type, mention.user_id) == ("text_mention", 7)
    assert mention.to_json()["user"] == {"id": 7, "is_bot": False, "first_name": ""}


def test_a_custom_emoji_keeps_its_number() -> None:
    assert only('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>').custom_emoji_id == "5368324170671202286"


@pytest.mark.parametrize(
    "source",
    [
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ],
)
def test_code_in_pre_is_one_block_with_its_language(source: str) -> None:
    block = only(source)
    assert (block.type, block.language) == ("pre", "python")


def test_code_beside_pre_stays_apart() -> None:
    kinds = [entity.type for entity in parse_html("<pre>ab<code>c</code></pre>").entities]
    assert sorted(kinds) == ["code", "pre"]
    assert [entity.type for entity in parse_html("<pre><code>c</code></pre>").entities] == ["code", "pre"]


def test_a_language_belongs_to_a_block_alone() -> None:
    assert only('<code class="language-python">x</code>').language is None


def test_tags_nest() -> None:
    read = parse_html("<b>а<i>б</i></b>")
    assert [(one.type, one.offset, one.length) for one in read.entities] == [("italic", 1, 1), ("bold", 0, 2)]


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse_html("а<b></b>") == Formatted("а")


def test_white_space_at_the_ends_goes_and_entities_move() -> None:
    read = trimmed(parse_html("  <b> а</b><i> </i>\n"))
    assert read == Formatted("а", (Entity(type="bold", offset=0, length=1),))


def test_addresses_and_commands_are_found() -> None:
    body = with_found(Formatted("см. https://example.org/x, t.me/vekha_bot, a@example.org и /week"), 100)
    found = [(one.type, body.text[one.offset : one.offset + one.length]) for one in body.entities]
    assert found == [
        ("url", "https://example.org/x"),
        ("url", "t.me/vekha_bot"),
        ("email", "a@example.org"),
        ("bot_command", "/week"),
    ]


def test_nothing_is_found_inside_code_and_links() -> None:
    body = with_found(parse_html('<code>/week</code> <a href="https://example.org/">https://example.org/</a>'), 100)
    assert [one.type for one in body.entities] == ["code", "text_link"]


def test_entities_after_the_hundredth_vanish() -> None:
    body = with_found(parse_html("".join(f"<b>{number}</b> " for number in range(120))), 100)
    assert len(body.entities) == 100
    assert body.entities[-1].offset < body.entities[-2].offset + 10


def test_lengths_are_utf16_units() -> None:
    assert utf16("Яz😀") == 4


def test_entities_sent_beside_the_text_are_taken() -> None:
    given = [{"type": "bold", "offset": 0, "length": 2}, {"type": "text_link", "offset": 3, "length": 1, "url": "u"}, 5]
    assert from_json("да я", given).entities == (
        Entity(type="bold", offset=0, length=2),
        Entity(type="text_link", offset=3, length=1, url="u"),
    )


@pytest.mark.parametrize(
    "source",
    [
        "<b>а<i>б</i></b> в",
        '<a href="https://example.org/">т</a>',
        '<a href="tg://user?id=7">Анна</a>',
        '<tg-emoji emoji-id="5">👍</tg-emoji>',
        '<tg-time unix="5" format="wDT">вт</tg-time>',
        '<tg-time unix="5">вт</tg-time>',
        "<blockquote expandable>а</blockquote>",
        "<blockquote>а</blockquote>",
        '<pre><code class="language-python">x</code></pre>',
        "<pre>x</pre><code>y</code><u>ю</u><s>я</s><tg-spoiler>э</tg-spoiler>",
        "1 &lt; 2 &amp; 😀<b>3</b>",
    ],
)
def test_html_comes_back_as_it_was(source: str) -> None:
    assert to_html(parse_html(source)) == source


def test_what_telegram_found_itself_gets_no_tag() -> None:
    assert to_html(with_found(Formatted("/week"), 100)) == "/week"
