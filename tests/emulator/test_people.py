import pytest

from bot.emulator.errors import NotPossibleError
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, STRANGER, TOKEN, Api


def newest(world: World, kind: str = "message") -> dict[str, object]:
    told = world.account().updates.pending[-1].body[kind]
    assert isinstance(told, dict)
    return told


async def buttons(api: Api, *labels: str, chat_id: int = ANNA) -> int:
    row = [{"text": label, "callback_data": f"data-{label}"} for label in labels]
    sent = await api("sendMessage", chat_id=chat_id, text="?", reply_markup={"inline_keyboard": [row]})
    return sent.message_id


async def test_a_button_is_pressed_by_its_text_or_data(world: World, api: Api) -> None:
    message = await buttons(api, "да", "нет")
    world.press(ANNA, message, "нет")
    assert newest(world, "callback_query")["data"] == "data-нет"
    world.press(ANNA, message, "data-да")
    assert newest(world, "callback_query")["data"] == "data-да"


async def test_an_absent_button_cannot_be_pressed(world: World, api: Api) -> None:
    message = await buttons(api, "да", "нет")
    with pytest.raises(NotPossibleError, match="no button 'может быть' under message 3: да, нет"):
        world.press(ANNA, message, "может быть")
    with pytest.raises(NotPossibleError, match="no such message"):
        world.press(ANNA, 99, "да")
    with pytest.raises(NotPossibleError, match="no such message"):
        world.press(PETER, message, "да")


async def test_a_forged_press_needs_no_button(world: World, api: Api) -> None:
    message = await buttons(api, "да")
    assert world.forge(ANNA, message, "чужое") != world.forge(ANNA, 99, "чужое")
    told = newest(world, "callback_query")["message"]
    assert isinstance(told, dict)
    assert told["date"] == 0


@pytest.mark.parametrize("text", ["", "  ", "я" * 4097])
def test_a_message_has_words(world: World, text: str) -> None:
    with pytest.raises(NotPossibleError, match="1 to 4096"):
        world.say(ANNA, text)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("https://t.me/vekha_bot?start=pK-3_x9", "/start pK-3_x9"),
        ("t.me/Vekha_Bot?start=" + "x" * 64, "/start " + "x" * 64),
        ("https://t.me/vekha_bot", "/start"),
    ],
)
def test_a_link_begins_the_talk(world: World, link: str, text: str) -> None:
    world.follow(STRANGER, link)
    assert world.chat(STRANGER).last.text == text


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/other_bot?start=x",
        "https://example.org/vekha_bot",
        "https://t.me/vekha_bot?start=" + "x" * 65,
        "https://t.me/vekha_bot?start=тайна",
        "https://t.me/vekha_bot?start=a.b",
        "https://t.me/vekha_bot?start=",
    ],
)
def test_a_link_that_leads_elsewhere(world: World, link: str) -> None:
    with pytest.raises(NotPossibleError, match="does not lead to the bot"):
        world.follow(STRANGER, link)


def test_a_reply_needs_its_message(world: World) -> None:
    with pytest.raises(NotPossibleError, match="no message 99"):
        world.say(ANNA, "а", reply_to=99)


def test_who_blocked_must_unblock_first(world: World) -> None:
    world.block(ANNA)
    with pytest.raises(NotPossibleError, match="has blocked the bot"):
        world.say(ANNA, "а")


def test_blocking_is_told(world: World) -> None:
    world.block(ANNA)
    told = newest(world, "my_chat_member")
    assert (told["old_chat_member"], told["new_chat_member"]) == (
        {"status": "member", "user": world.account().bot.to_json()},
        {"status": "kicked", "user": world.account().bot.to_json(), "until_date": 0},
    )
    waiting = len(world.account().updates.pending)
    world.block(ANNA)
    assert len(world.account().updates.pending) == waiting
    world.unblock(ANNA)
    assert newest(world, "my_chat_member")["new_chat_member"] == told["old_chat_member"]


def test_who_left_does_nothing(world: World) -> None:
    world.deactivate(ANNA)
    with pytest.raises(NotPossibleError, match="deleted their account"):
        world.say(ANNA, "а")


def test_ones_own_phone(world: World) -> None:
    world.share_contact(ANNA, "+79000000007")
    assert newest(world)["contact"] == {"phone_number": "+79000000007", "first_name": "Анна", "user_id": ANNA}


def test_anothers_phone(world: World) -> None:
    world.share_contact(ANNA, "+79000000008", of_user_id=PETER)
    assert newest(world)["contact"] == {"phone_number": "+79000000008", "first_name": "Пётр", "user_id": PETER}


def test_a_phone_of_nobody(world: World) -> None:
    world.share_contact(ANNA, "+79000000000", nobody=True)
    assert newest(world)["contact"] == {"phone_number": "+79000000000", "first_name": "Контакт"}


def test_a_forwarded_phone(world: World) -> None:
    world.share_contact(ANNA, "+79000000007", forwarded=True)
    assert newest(world)["forward_from"] == world.people[ANNA].to_json()
    world.share_contact(ANNA, "+79000000000", nobody=True, forwarded=True)
    assert "forward_origin" in newest(world)


def test_a_file_comes_as_a_document(world: World) -> None:
    message = world.send_file(ANNA, "план.docx", b"x", caption="вот", reply_to=1)
    told = newest(world)
    assert (told["message_id"], told["caption"]) == (message, "вот")
    assert isinstance(told["document"], dict)
    assert told["document"]["file_name"] == "план.docx"
    assert isinstance(told["reply_to_message"], dict)


def test_a_photo_comes_as_sizes(world: World) -> None:
    world.send_photo(ANNA, b"GIF89a\x05\x00\x04\x00", caption="/week")
    told = newest(world)
    assert isinstance(told["photo"], list)
    assert told["photo"][0]["width"] == 5
    assert told["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]


def test_an_album_comes_one_by_one(world: World) -> None:
    sent = world.send_album(ANNA, [("1.txt", b"1"), ("2.txt", b"2")], caption="акты")
    told = [update.body["message"] for update in world.account().updates.pending[-2:]]
    marks = {one["media_group_id"] for one in told if isinstance(one, dict)}
    assert (len(sent), len(marks)) == (2, 1)
    assert [message.text for message in world.chat(ANNA).messages[-2:]] == ["акты", ""]


def test_a_group_is_for_its_members(world: World) -> None:
    world.add_group(-1001, "Кураторы", [ANNA])
    world.say(ANNA, "всем", chat_id=-1001)
    assert newest(world)["chat"] == {"id": -1001, "type": "supergroup", "title": "Кураторы"}
    with pytest.raises(NotPossibleError, match="no member"):
        world.say(PETER, "всем", chat_id=-1001)


def test_a_group_that_moves_says_so(world: World) -> None:
    world.add_group(-5, "Кураторы", [ANNA], basic=True)
    moved = world.migrate(-5)
    old, new = (update.body["message"] for update in world.account().updates.pending[-2:])
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    assert (old["chat"], old["migrate_to_chat_id"]) == ({"id": -5, "type": "group", "title": "Кураторы"}, moved)
    assert (new["chat"], new["migrate_from_chat_id"]) == (world.groups[moved].to_json(), -5)
    assert moved == -1000000000005


def test_two_bots_have_two_chats(world: World) -> None:
    world.add_bot("43:OTHER", username="other_bot")
    world.say(STRANGER, "первому", bot_id=42)
    world.say(STRANGER, "второму", bot_id=43)
    assert [world.chat(STRANGER, bot_id=bot).last.text for bot in (42, 43)] == ["первому", "второму"]
    assert len(world.account(43).updates.pending) == 1
    with pytest.raises(ValueError, match="too many values"):
        world.account()


async def test_onlookers_see_every_change(world: World, api: Api) -> None:
    with world.subscribe() as changes:
        message = await buttons(api, "да")
        query = world.press(ANNA, message, "да")
        await api("answerCallbackQuery", callback_query_id=query, text="да")
        await api("editMessageText", chat_id=ANNA, message_id=message, text="всё")
        await api("deleteMessage", chat_id=ANNA, message_id=message)
        world.block(ANNA)
        world.deactivate(PETER)
        kinds = [changes.get_nowait().kind for _ in range(changes.qsize())]
    assert kinds == ["message", "toast", "edited", "deleted", "chat", "people"]
    world.say(STRANGER, "а")
    assert changes.empty()


def test_names(world: World) -> None:
    assert (world.people[ANNA].name, world.people[STRANGER].name) == ("Анна Лебедева", "Олег")
    assert world.account().bot.token == TOKEN


async def test_what_the_bot_wrote(world: World, api: Api) -> None:
    await buttons(api, "да")
    assert [message.text for message in world.chat(ANNA).from_bot()] == ["?"]
