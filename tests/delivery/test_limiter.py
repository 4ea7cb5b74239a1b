"""Direct answers, as handlers give them, through a real client to the emulator."""

from typing import Any

import pytest
from aiogram import methods
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.delivery.limiter import PATIENCE, TRIES, Limiter, chat_of, spends
from bot.delivery.pace import Pace, Rates
from bot.emulator.faults import flood
from tests.delivery.conftest import Stage


@pytest.fixture
async def pace(stage: Stage) -> Pace:
    """The pace of the bot's direct answers, whose first second is over."""
    pace = stage.pace(Rates())
    stage.bot.session.middleware(Limiter(pace))
    stage.wind(1)
    await stage.person(700)
    return pace


@pytest.mark.parametrize(
    ("method", "paced"),
    [
        (methods.SendMessage(chat_id=7, text="Да"), True),
        (methods.SendDocument(chat_id=7, document="x"), True),
        (methods.EditMessageText(chat_id=7, message_id=1, text="Да"), True),
        (methods.EditMessageReplyMarkup(chat_id=7, message_id=1), True),
        (methods.CopyMessage(chat_id=7, from_chat_id=8, message_id=1), True),
        (methods.ForwardMessage(chat_id=7, from_chat_id=8, message_id=1), True),
        (methods.SendChatAction(chat_id=7, action="typing"), False),
        (methods.AnswerCallbackQuery(callback_query_id="1"), False),
        (methods.GetFile(file_id="x"), False),
        (methods.GetUpdates(), False),
        (methods.DeleteMessage(chat_id=7, message_id=1), False),
    ],
)
def test_what_spends(method: TelegramMethod[Any], paced: bool) -> None:
    assert spends(method) is paced


def test_what_has_no_chat_shares_one() -> None:
    assert chat_of(methods.EditMessageText(inline_message_id="a", text="Да")) == ""
    assert chat_of(methods.SendMessage(chat_id=-100, text="Да")) == "-100"


async def test_answers_to_one_person_come_a_second_apart(stage: Stage, pace: Pace) -> None:
    for number in range(3):
        await stage.bot.send_message(700, str(number))
    assert stage.read(700) == ["0", "1", "2"]
    assert stage.stopwatch.now == pytest.approx(1003)


async def test_what_is_free_waits_for_nobody(stage: Stage, pace: Pace) -> None:
    pace.pause(60)
    await stage.bot.get_me()
    assert stage.stopwatch.now == 1001


async def test_a_row_that_has_its_turn_does_not_wait_for_another(stage: Stage, pace: Pace) -> None:
    await stage.post.tell(await stage.person(701))
    await stage.sender(pace=pace).drain()
    assert len(stage.read(701)) == 1
    assert stage.stopwatch.now == pytest.approx(1001)


async def test_after_a_429_the_answer_is_given_when_it_may(stage: Stage, pace: Pace) -> None:
    stage.world.faults.put(flood(7))
    await stage.bot.send_message(700, "Да")
    assert stage.read(700) == ["Да"]
    assert stage.stopwatch.now >= 1008


@pytest.mark.parametrize(("seconds", "tries"), [(3, TRIES), (int(PATIENCE) + 1, 1)])
async def test_nobody_waits_for_ever(stage: Stage, pace: Pace, seconds: int, tries: int) -> None:
    stage.world.faults.put(flood(seconds), times=None)
    with pytest.raises(TelegramRetryAfter):
        await stage.bot.send_message(700, "Да")
    assert len(stage.sends) == tries


async def test_a_429_of_a_row_is_the_senders_matter(stage: Stage, pace: Pace) -> None:
    await stage.post.tell(await stage.person(701))
    stage.world.faults.put(flood(7))
    await stage.sender(pace=pace).drain()
    assert len(stage.sends) == 1
