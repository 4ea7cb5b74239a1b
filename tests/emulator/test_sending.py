import pytest

from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, STRANGER, Api


async def test_a_message_reaches_the_person(world: World, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ANNA, text="<b>Добрый</b> день", parse_mode="HTML")
    seen = world.chat(ANNA).last
    assert (seen.id, seen.text, seen.html, seen.from_bot) == (
        sent.message_id,
        "Добрый день",
        "<b>Добрый</b> день",
        True,
    )
    assert not seen.edited
    assert world.chat(PETER).last.text == "/start"


async def test_the_answer_is_the_message(api: Api) -> None:
    sent = (await api("sendMessage", chat_id=ANNA, text="Добрый день")).result
    assert sent == {
        "message_id": 3,
        "from": {"id": 42, "is_bot": True, "first_name": "Веха", "username": "vekha_bot"},
        "chat": {"id": ANNA, "type": "private", "first_name": "Анна", "last_name": "Лебедева", "username": "anna"},
        "date": 1803880800,
        "text": "Добрый день",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        ("  \n ", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("я" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b></b>" * 4682, "Text is too long"),
        ("<p>а", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ],
)
async def test_wrong_words_are_refused(api: Api, text: str, words: str) -> None:
    sent = await api("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert sent.refusal == (400, f"Bad Request: {words[:1].lower()}{words[1:]}")


async def test_tags_do_not_count(world: World, api: Api) -> None:
    await api("sendMessage", chat_id=ANNA, text="<b>" + "я" * 4096 + "</b>", parse_mode="HTML")
    assert len(world.chat(ANNA).last.text) == 4096


async def test_entities_may_stand_beside_the_text(world: World, api: Api) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    await api("sendMessage", chat_id=ANNA, text="да <b>", entities=bold)
    assert world.chat(ANNA).last.html == "<b>да</b> &lt;b&gt;"


async def test_only_html_is_read(api: Api) -> None:
    sent = await api("sendMessage", chat_id=ANNA, text="а", parse_mode="Markdown7")
    assert sent.refusal == (400, "Bad Request: unsupported parse_mode")


async def test_without_a_chat(api: Api) -> None:
    assert (await api("sendMessage", text="а")).refusal == (400, "Bad Request: chat_id is empty")


@pytest.mark.parametrize("chat_id", [555, -100555, "кто-то", "@nobody"])
async def test_an_unknown_chat(api: Api, chat_id: object) -> None:
    assert (await api("sendMessage", chat_id=chat_id, text="а")).refusal == (400, "Bad Request: chat not found")


async def test_who_never_wrote_cannot_be_written_to(world: World, api: Api) -> None:
    words = "Forbidden: bot can't initiate conversation with a user"
    assert (await api("sendMessage", chat_id=STRANGER, text="а")).refusal == (403, words)
    world.say(STRANGER, "привет")
    assert (await api("sendMessage", chat_id=STRANGER, text="а")).status == 200


async def test_who_blocked_cannot_be_written_to(world: World, api: Api) -> None:
    world.block(ANNA)
    refused = await api("sendMessage", chat_id=ANNA, text="а")
    assert refused.refusal == (403, "Forbidden: bot was blocked by the user")
    world.unblock(ANNA)
    assert (await api("sendMessage", chat_id=ANNA, text="а")).status == 200


async def test_who_left_telegram_cannot_be_written_to(world: World, api: Api) -> None:
    world.deactivate(ANNA)
    assert (await api("sendMessage", chat_id=ANNA, text="а")).refusal == (403, "Forbidden: user is deactivated")


async def test_a_reply_shows_what_it_answers(world: World, api: Api) -> None:
    asked = world.say(ANNA, "Когда?")
    sent = await api("sendMessage", chat_id=ANNA, text="Завтра", reply_parameters={"message_id": asked})
    assert world.chat(ANNA).last.reply_to == asked
    assert isinstance(sent.result, dict)
    assert sent.result["reply_to_message"]["text"] == "Когда?"


async def test_a_reply_in_the_old_spelling(world: World, api: Api) -> None:
    await api("sendMessage", chat_id=ANNA, text="Завтра", reply_to_message_id=1)
    assert world.chat(ANNA).last.reply_to == 1


async def test_a_reply_to_nothing(world: World, api: Api) -> None:
    lost = {"message_id": 99}
    refused = await api("sendMessage", chat_id=ANNA, text="а", reply_parameters=lost)
    assert refused.refusal == (400, "Bad Request: message to be replied not found")
    await api("sendMessage", chat_id=ANNA, text="а", reply_parameters={**lost, "allow_sending_without_reply": True})
    assert world.chat(ANNA).last.reply_to is None


async def test_message_ids_grow_over_all_chats(api: Api) -> None:
    first = await api("sendMessage", chat_id=ANNA, text="а")
    second = await api("sendMessage", chat_id=PETER, text="а")
    assert second.message_id == first.message_id + 1


async def test_a_group_gets_messages_of_its_own_count(world: World, api: Api) -> None:
    world.add_group(-1001, "Кураторы", [ANNA, PETER])
    world.say(ANNA, "Всем привет", chat_id=-1001)
    sent = await api("sendMessage", chat_id=-1001, text="Здравствуйте")
    assert sent.message_id == 2
    assert isinstance(sent.result, dict)
    assert sent.result["chat"] == {"id": -1001, "type": "supergroup", "title": "Кураторы"}
    assert [message.text for message in world.chat(-1001).messages] == ["Всем привет", "Здравствуйте"]


async def test_a_group_that_threw_the_bot_out(world: World, api: Api) -> None:
    world.add_group(-1001, "Кураторы", [ANNA])
    world.kick(-1001)
    refused = await api("sendMessage", chat_id=-1001, text="а")
    assert refused.refusal == (403, "Forbidden: bot was kicked from the supergroup chat")


async def test_a_group_that_moved(world: World, api: Api) -> None:
    world.add_group(-5, "Кураторы", [ANNA], basic=True)
    moved = world.migrate(-5)
    refused = await api("sendMessage", chat_id=-5, text="а")
    assert refused.refusal == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert refused.body["parameters"] == {"migrate_to_chat_id": moved}
    assert (await api("sendMessage", chat_id=moved, text="а")).status == 200


async def test_a_copy_is_a_message_of_the_bot(world: World, api: Api) -> None:
    source = world.send_file(ANNA, "план.docx", b"x", caption="вот")
    copied = await api("copyMessage", chat_id=PETER, from_chat_id=ANNA, message_id=source)
    seen = world.chat(PETER).last
    assert copied.result == {"message_id": seen.id}
    assert (seen.file_name, seen.text, seen.forwarded_from) == ("план.docx", "вот", None)
    await api("copyMessage", chat_id=PETER, from_chat_id=ANNA, message_id=source, caption="новая подпись")
    assert world.chat(PETER).last.text == "новая подпись"


async def test_nothing_to_copy(api: Api) -> None:
    refused = await api("copyMessage", chat_id=PETER, from_chat_id=ANNA, message_id=99)
    assert refused.refusal == (400, "Bad Request: message to copy not found")


async def test_a_forward_tells_where_it_is_from(world: World, api: Api) -> None:
    source = world.say(ANNA, "Когда?")
    sent = await api("forwardMessage", chat_id=PETER, from_chat_id=ANNA, message_id=source)
    assert world.chat(PETER).last.forwarded_from == world.people[ANNA]
    assert isinstance(sent.result, dict)
    assert sent.result["forward_origin"]["sender_user"]["id"] == ANNA
    refused = await api("forwardMessage", chat_id=PETER, from_chat_id=ANNA, message_id=99)
    assert refused.refusal == (400, "Bad Request: message to forward not found")


async def test_what_is_protected_stays(world: World, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ANNA, text="список", protect_content=True)
    refused = await api("forwardMessage", chat_id=PETER, from_chat_id=ANNA, message_id=sent.message_id)
    assert refused.refusal == (400, "Bad Request: message can't be forwarded")


async def test_service_messages_are_not_copied(world: World, api: Api) -> None:
    world.add_group(-5, "Кураторы", [ANNA], basic=True)
    moved = world.migrate(-5)
    refused = await api("copyMessage", chat_id=PETER, from_chat_id=moved, message_id=1)
    assert refused.refusal == (400, "Bad Request: message can't be copied")


async def test_chat_actions(world: World, api: Api) -> None:
    with world.subscribe() as changes:
        assert (await api("sendChatAction", chat_id=ANNA, action="typing")).result is True
        assert changes.get_nowait().kind == "typing"
    refused = await api("sendChatAction", chat_id=ANNA, action="dance")
    assert refused.refusal == (400, "Bad Request: wrong parameter action in request")


async def test_a_reaction(world: World, api: Api) -> None:
    message = world.say(ANNA, "готово")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert (await api("setMessageReaction", chat_id=ANNA, message_id=message, reaction=thumb)).result is True
    assert world.chat(ANNA).last.reaction == "👍"
    await api("setMessageReaction", chat_id=ANNA, message_id=message)
    assert world.chat(ANNA).last.reaction == ""


@pytest.mark.parametrize(
    ("message_id", "reaction", "words"),
    [
        (1, [{"type": "emoji", "emoji": "🧾"}], "REACTION_INVALID"),
        (1, [{"type": "emoji", "emoji": "👍"}] * 2, "REACTIONS_TOO_MANY"),
        (99, [], "message to react not found"),
    ],
)
async def test_wrong_reactions(api: Api, message_id: int, reaction: object, words: str) -> None:
    refused = await api("setMessageReaction", chat_id=ANNA, message_id=message_id, reaction=reaction)
    assert refused.refusal == (400, f"Bad Request: {words}")


async def test_a_pinned_message(world: World, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ANNA, text="важно")
    assert (await api("pinChatMessage", chat_id=ANNA, message_id=sent.message_id)).result is True
    assert world.chat(ANNA).pinned == sent.message_id
    told = (await api("getChat", chat_id=ANNA)).result
    assert isinstance(told, dict)
    assert told["pinned_message"]["text"] == "важно"
    refused = await api("pinChatMessage", chat_id=ANNA, message_id=99)
    assert refused.refusal == (400, "Bad Request: message to pin not found")
