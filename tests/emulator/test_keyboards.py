from collections.abc import Sequence

import pytest

from bot.emulator.errors import NotPossibleError
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, Answer, Api


async def offer(api: Api, *rows: Sequence[object], field: str = "inline_keyboard", **more: object) -> Answer:
    return await api("sendMessage", chat_id=ANNA, text="Готово?", reply_markup={field: list(rows), **more})


def button(text: str = "да", **fields: object) -> dict[str, object]:
    return {"text": text, **(fields or {"callback_data": "y"})}


async def test_buttons_are_seen_row_by_row(world: World, api: Api) -> None:
    made = await offer(
        api, [button("✅", callback_data="1", style="success"), button("✋", callback_data="2")], [], [button("ещё")]
    )
    seen = world.chat(ANNA).last
    assert [[one.text for one in row] for row in seen.buttons] == [["✅", "✋"], ["ещё"]]
    assert seen.buttons[0][0].style == "success"
    assert isinstance(made.result, dict)
    assert made.result["reply_markup"]["inline_keyboard"][0] == [
        {"text": "✅", "callback_data": "1", "style": "success"},
        {"text": "✋", "callback_data": "2"},
    ]


@pytest.mark.parametrize("data", ["x" * 64, "я" * 32])
async def test_data_of_64_bytes_fits(api: Api, data: str) -> None:
    assert (await offer(api, [button(callback_data=data)])).status == 200


@pytest.mark.parametrize("data", ["x" * 65, "я" * 32 + "x"])
async def test_data_over_64_bytes_is_refused(api: Api, data: str) -> None:
    assert (await offer(api, [button(callback_data=data)])).refusal == (400, "Bad Request: BUTTON_DATA_INVALID")


async def test_a_row_of_eight_a_board_of_a_hundred(api: Api) -> None:
    assert (await offer(api, *[[button()] * 8] * 12, [button()] * 4)).status == 200
    too_long = (400, "Bad Request: reply markup is too long")
    assert (await offer(api, [button()] * 9)).refusal == too_long
    assert (await offer(api, *[[button()] * 8] * 12, [button()] * 5)).refusal == too_long


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "да"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "y"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": 5}, 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (button("  "), "inline keyboard button text must be non-empty"),
        (button(callback_data="y", style="loud"), "can't parse inline keyboard button: invalid button style specified"),
        ("да", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        (button(url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (button(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_wrong_inline_buttons(api: Api, given: object, words: str) -> None:
    assert (await offer(api, [given])).refusal == (400, f"Bad Request: {words}")


async def test_links_copies_and_dead_buttons(world: World, api: Api) -> None:
    row = [button(url="example.org"), button(copy_text={"text": "А-12"}), button("готово", disabled={})]
    assert (await offer(api, row, [button(web_app={"url": "https://example.org/"})])).status == 200
    link, copy, dead = world.chat(ANNA).last.buttons[0]
    assert (link.url, copy.copy_text, dead.disabled) == ("http://example.org", "А-12", True)
    told = world.chat(ANNA).render(world.chat(ANNA).last)["reply_markup"]
    assert isinstance(told, dict)
    assert told["inline_keyboard"][0][1:] == [
        {"text": "да", "copy_text": {"text": "А-12"}},
        {"text": "готово", "disabled": {}},
    ]
    for label in ("готово", "да"):
        with pytest.raises(NotPossibleError, match="sends nothing"):
            world.press(ANNA, world.chat(ANNA).last.id, label)


async def test_a_reply_keyboard_stays_until_taken_away(world: World, api: Api) -> None:
    await offer(api, ["Статус", button("Телефон", request_contact=True)], field="keyboard", is_persistent=True)
    await api("sendMessage", chat_id=ANNA, text="ещё")
    shown = world.chat(ANNA).keyboard
    assert shown is not None
    assert [one.text for one in shown.rows[0]] == ["Статус", "Телефон"]
    assert shown.rows[0][1].request_contact
    assert shown.rows[0][1].to_json() == {"text": "Телефон", "request_contact": True}
    await api("sendMessage", chat_id=ANNA, text="всё", reply_markup={"remove_keyboard": True})
    assert world.chat(ANNA).keyboard is None


async def test_a_forced_reply_has_its_placeholder(world: World, api: Api) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "Причина"}
    await api("sendMessage", chat_id=ANNA, text="Почему?", reply_markup=markup)
    assert world.chat(ANNA).placeholder == "Причина"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, None),
        ({"inline_keyboard": ["да"]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"keyboard": "да"}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({}, None),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_markup_of_a_wrong_shape(api: Api, markup: object, words: str | None) -> None:
    made = await api("sendMessage", chat_id=ANNA, text="а", reply_markup=markup)
    if words is None:
        assert made.status == 200
    else:
        assert made.refusal == (400, f"Bad Request: {words}")


async def test_a_phone_is_asked_in_private(world: World, api: Api) -> None:
    world.add_group(-1001, "Кураторы", [ANNA])
    markup = {"keyboard": [[{"text": "Телефон", "request_contact": True}]]}
    refused = await api("sendMessage", chat_id=-1001, text="а", reply_markup=markup)
    assert refused.refusal == (400, "Bad Request: phone number can be requested in private chats only")
