import pytest

from models.tables import Dialogue
from models.usecases.dialogues import turn_talk
from models.usecases.people import arrive
from models.work import AppliedBefore, Talk, Work
from tests.builders import DIRECTOR, PLATFORM, Land


async def test_the_next_words_answer_the_step_that_was_turned_to(land: Land) -> None:
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR, "attach", {"assignment_id": 5}))
    arrived = await arrive(land.work, PLATFORM, DIRECTOR)
    assert (arrived.step, arrived.data) == ("attach", {"assignment_id": 5})


async def test_a_later_step_takes_the_place_of_an_earlier_one(land: Land) -> None:
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR, "attach", {"assignment_id": 5}))
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR, "visit_day", {}))
    (stored,) = await land.rows(Dialogue)
    assert (stored.step, stored.data, stored.changed_at) == ("visit_day", {}, land.clock())


async def test_a_talk_that_waits_for_nothing_is_forgotten(land: Land) -> None:
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR, "attach", {"assignment_id": 5}))
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR))
    assert await land.rows(Dialogue) == []


async def test_talks_of_two_chats_do_not_mix(land: Land) -> None:
    await turn_talk(land.work, Talk(PLATFORM, DIRECTOR, "attach", {}))
    await turn_talk(land.work, Talk("another", DIRECTOR, "visit_day", {}))
    assert (await arrive(land.work, PLATFORM, DIRECTOR)).step == "attach"


async def test_a_repeat_that_turns_the_talk_to_where_it_stands_is_no_second_turn(land: Land) -> None:
    asked = Talk(PLATFORM, DIRECTOR, "which_school", {"text": "кто директор", "asked_id": 7})
    for talk in (asked, Talk(PLATFORM, DIRECTOR)):
        await turn_talk(Work(land.sessions, land.clock, update_id=7), talk)
        await turn_talk(Work(land.sessions, land.clock, update_id=7, applied=True), talk)
    with pytest.raises(AppliedBefore):
        await turn_talk(Work(land.sessions, land.clock, update_id=7, applied=True), asked)
    assert await land.rows(Dialogue) == []


async def test_a_stranger_has_a_talk_before_they_have_a_name(land: Land) -> None:
    await turn_talk(land.work, Talk(PLATFORM, "1", "consent", {"token": "x"}))
    arrived = await arrive(land.work, PLATFORM, "1")
    assert (arrived.actor, arrived.step, arrived.data) == (None, "consent", {"token": "x"})
