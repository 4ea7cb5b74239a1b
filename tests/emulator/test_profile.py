import pytest

from bot.emulator.world import World
from tests.emulator.conftest import ANNA, STRANGER, Api

WEEK = [{"command": "week", "description": "письмо недели"}]
HELP = [{"command": "help", "description": "что я умею"}]


async def test_who_the_bot_is(api: Api) -> None:
    told = (await api("getMe")).result
    assert isinstance(told, dict)
    assert (told["id"], told["username"], told["is_bot"]) == (42, "vekha_bot", True)


async def test_a_menu_is_seen_by_scope(world: World, api: Api) -> None:
    own = {"type": "chat", "chat_id": ANNA}
    await api("setMyCommands", commands=WEEK)
    await api("setMyCommands", commands=HELP, scope=own)
    seen = world.account().commands.seen_by
    assert [one.name for one in seen(ANNA, "ru")] == ["help"]
    assert [one.name for one in seen(STRANGER, "ru")] == ["week"]
    assert (await api("getMyCommands", scope=own)).result == HELP
    assert (await api("getMyCommands", scope={"type": "all_private_chats"})).result == []
    await api("deleteMyCommands", scope=own)
    assert [one.name for one in seen(ANNA, "ru")] == ["week"]
    await api("setMyCommands", commands=HELP, language_code="ru")
    assert [one.name for one in seen(ANNA, "ru")] == ["help"]
    assert [one.name for one in seen(ANNA, "en")] == ["week"]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Week", "description": "а"}], "BOT_COMMAND_INVALID"),
        ([{"command": "w" * 33, "description": "а"}], "BOT_COMMAND_INVALID"),
        ([{"command": "week", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "week", "description": "я" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (WEEK * 101, "BOT_COMMANDS_TOO_MUCH"),
        (["week"], "can't parse BotCommand: expected an Object"),
        ({}, "expected an Array of BotCommand"),
        ("[", "can't parse commands JSON object"),
    ],
)
async def test_wrong_menus(api: Api, commands: object, words: str) -> None:
    assert (await api("setMyCommands", commands=commands)).refusal == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"type": "everybody"}, "can't parse BotCommandScope: unsupported type specified"),
        ({}, "can't parse BotCommandScope: unsupported type specified"),
        ("chat", "can't parse BotCommandScope JSON object"),
        ([1], "can't parse BotCommandScope: expected an Object"),
        ({"type": "chat"}, "can't parse BotCommandScope: empty chat_id specified"),
        ({"type": "chat", "chat_id": 10**9}, "chat not found"),
        ({"type": "chat", "chat_id": STRANGER}, "chat not found"),
    ],
)
@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "deleteMyCommands"])
async def test_wrong_scopes(api: Api, method: str, scope: object, words: str) -> None:
    assert (await api(method, commands=WEEK, scope=scope)).refusal == (400, f"Bad Request: {words}")


@pytest.mark.parametrize("code", ["rus", "RU", "r1"])
async def test_a_language_has_two_letters(api: Api, code: str) -> None:
    refusal = (400, "Bad Request: invalid language code specified")
    assert (await api("setMyCommands", commands=WEEK, language_code=code)).refusal == refusal


async def test_a_menu_of_a_language_stands_above_the_common_one_of_its_scope(world: World, api: Api) -> None:
    own = {"type": "chat", "chat_id": ANNA}
    await api("setMyCommands", commands=WEEK, scope=own)
    await api("setMyCommands", commands=HELP, scope=own, language_code="ru")
    await api("setMyCommands", commands=HELP, scope={"type": "all_private_chats"}, language_code="en")
    seen = world.account().commands.seen_by
    assert [one.name for one in seen(ANNA, "ru")] == ["help"]
    assert [one.name for one in seen(ANNA, "en")] == ["week"]
    assert (await api("getMyCommands", scope=own, language_code="ru")).result == HELP
    assert (await api("getMyCommands", scope=own)).result == WEEK


@pytest.mark.parametrize(
    ("field", "name", "longest"),
    [("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120)],
)
async def test_texts_about_the_bot(api: Api, field: str, name: str, longest: int) -> None:
    assert (await api(f"setMy{field}", **{name: "я" * longest})).result is True
    assert (await api(f"getMy{field}")).result == {name: "я" * longest}
    assert (await api(f"setMy{field}", **{name: "я" * (longest + 1)})).status == 400


async def test_the_name_is_the_registered_one_at_first(api: Api) -> None:
    assert (await api("getMyName", language_code="ru")).result == {"name": "Веха"}


async def test_a_chat(api: Api) -> None:
    told = (await api("getChat", chat_id=ANNA)).result
    assert isinstance(told, dict)
    assert (told["id"], told["first_name"], told["accent_color_id"]) == (ANNA, "Анна", 0)
    assert (await api("getChat", chat_id=STRANGER)).refusal == (400, "Bad Request: chat not found")


@pytest.mark.parametrize("method", ["logOut", "close"])
async def test_leaving(api: Api, method: str) -> None:
    assert (await api(method)).result is True
