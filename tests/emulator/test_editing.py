from collections.abc import Callable

import pytest

from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, Api

YES = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}


async def sent(api: Api, **given: object) -> int:
    return (await api("sendMessage", chat_id=ANNA, text="Готово?", **given)).message_id


async def test_an_edit_takes_the_place_and_the_keyboard_goes(world: World, api: Api) -> None:
    message = await sent(api, reply_markup=YES)
    edited = await api("editMessageText", chat_id=ANNA, message_id=message, text="Готово!")
    seen = world.chat(ANNA).last
    assert (seen.id, seen.text, seen.buttons, seen.edited) == (message, "Готово!", (), True)
    assert isinstance(edited.result, dict)
    assert edited.result["edit_date"] == 1803880800


async def test_buttons_alone(world: World, api: Api) -> None:
    message = await sent(api)
    await api("editMessageReplyMarkup", chat_id=ANNA, message_id=message, reply_markup=YES)
    assert world.chat(ANNA).last.labels == ("да",)
    await api("editMessageReplyMarkup", chat_id=ANNA, message_id=message)
    assert world.chat(ANNA).last.labels == ()


async def test_a_caption(world: World, api: Api) -> None:
    source = world.send_file(PETER, "план.docx", b"x")
    copied = await api("copyMessage", chat_id=ANNA, from_chat_id=PETER, message_id=source)
    await api(
        "editMessageCaption", chat_id=ANNA, message_id=copied.message_id, caption="<i>новая</i>", parse_mode="HTML"
    )
    assert world.chat(ANNA).last.html == "<i>новая</i>"


@pytest.mark.parametrize("text", ["Готово?", " <b></b>Готово? "])
async def test_an_edit_must_change_something(api: Api, text: str) -> None:
    message = await sent(api, reply_markup=YES)
    same = {"chat_id": ANNA, "message_id": message, "text": text, "parse_mode": "HTML"}
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )
    assert (await api("editMessageText", **same, reply_markup=YES)).refusal == (400, words)
    assert (await api("editMessageText", **same)).status == 200


async def test_nothing_to_edit(api: Api) -> None:
    refused = await api("editMessageText", chat_id=ANNA, message_id=99, text="а")
    assert refused.refusal == (400, "Bad Request: message to edit not found")


async def test_an_edit_names_its_message(api: Api) -> None:
    refused = await api("editMessageText", chat_id=ANNA, text="а")
    assert refused.refusal == (400, "Bad Request: message identifier is not specified")


async def test_what_a_person_wrote_stays(world: World, api: Api) -> None:
    message = world.say(ANNA, "готово")
    refused = await api("editMessageText", chat_id=ANNA, message_id=message, text="а")
    assert refused.refusal == (400, "Bad Request: message can't be edited")


async def test_words_and_captions_are_not_the_same(world: World, api: Api) -> None:
    source = world.send_file(PETER, "план.docx", b"x")
    file = (await api("copyMessage", chat_id=ANNA, from_chat_id=PETER, message_id=source)).message_id
    refused = await api("editMessageText", chat_id=ANNA, message_id=file, text="а")
    assert refused.refusal == (400, "Bad Request: there is no text in the message to edit")
    refused = await api("editMessageCaption", chat_id=ANNA, message_id=await sent(api), caption="а")
    assert refused.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_only_inline_keyboards_are_edited(api: Api) -> None:
    message = await sent(api)
    markup = {"keyboard": [["да"]]}
    refused = await api("editMessageReplyMarkup", chat_id=ANNA, message_id=message, reply_markup=markup)
    assert refused.refusal == (400, "Bad Request: inline keyboard expected")


async def test_an_edit_is_as_long_as_a_message(api: Api) -> None:
    refused = await api("editMessageText", chat_id=ANNA, message_id=await sent(api), text="я" * 4097)
    assert refused.refusal == (400, "Bad Request: message is too long")


async def test_who_blocked_sees_no_edit(world: World, api: Api) -> None:
    message = await sent(api)
    world.block(ANNA)
    refused = await api("editMessageText", chat_id=ANNA, message_id=message, text="а")
    assert refused.refusal == (403, "Forbidden: bot was blocked by the user")


async def test_a_deleted_message_is_gone(world: World, api: Api) -> None:
    message = await sent(api)
    with world.subscribe() as changes:
        assert (await api("deleteMessage", chat_id=ANNA, message_id=message)).result is True
        assert changes.get_nowait().message_id == message
    assert message not in world.chat(ANNA).history
    refused = await api("deleteMessage", chat_id=ANNA, message_id=message)
    assert refused.refusal == (400, "Bad Request: message to delete not found")
    refused = await api("editMessageText", chat_id=ANNA, message_id=message, text="а")
    assert refused.refusal == (400, "Bad Request: message to edit not found")


async def test_an_old_message_stays(api: Api, pass_time: Callable[..., None]) -> None:
    message = await sent(api)
    pass_time(hours=48, seconds=1)
    refused = await api("deleteMessage", chat_id=ANNA, message_id=message)
    assert refused.refusal == (400, "Bad Request: message can't be deleted for everyone")


async def test_in_a_group_others_messages_stay(world: World, api: Api) -> None:
    world.add_group(-1001, "Кураторы", [ANNA])
    message = world.say(ANNA, "а", chat_id=-1001)
    refused = await api("deleteMessage", chat_id=-1001, message_id=message)
    assert refused.refusal == (400, "Bad Request: message can't be deleted")
    assert (await api("deleteMessage", chat_id=ANNA, message_id=1)).result is True
