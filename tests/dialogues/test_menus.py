"""The messenger's menu of commands follows a person's roles, whether or not they write."""

from datetime import date

import pytest

from bot.delivery.pace import UNLIMITED, Pace
from bot.emulator.faults import CutAfter, CutBefore, Fault, Garble, flood, refused, server_error, unreachable
from bot.menus import Menus
from handlers.texts import Texts
from models.domain.access import Role
from models.tables import Appointment
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DIRECTOR,
    STRANGER,
    Town,
)

EVERYBODYS = ["week", "tasks", "webinars", "settings", "help"]
STRANGERS = ["start", "help"]


def told(town: Town) -> int:
    """How often the messenger was told of a menu."""
    return len([call for call in town.world.calls if call.method.endswith("MyCommands")])


async def test_a_stranger_is_offered_only_the_way_in(town: Town) -> None:
    await town.app.tick()
    assert town.chat(STRANGER).menu == STRANGERS


async def test_who_came_in_long_ago_is_offered_their_own_at_the_first_look(
    town: Town, coordinator: Chat, curator: Chat, director: Chat
) -> None:
    assert (coordinator.menu, director.menu) == ([], [])
    await town.app.tick()
    assert director.menu == EVERYBODYS
    assert set(director.menu) < set(curator.menu) < set(coordinator.menu)
    assert {"roadmap", "webinar"} <= {*coordinator.menu} - {*curator.menu}
    assert "visits" in {*curator.menu} - {*director.menu}


async def test_twice_changes_nothing(town: Town, coordinator: Chat, director: Chat) -> None:
    await town.app.tick()
    before = told(town)
    assert before == 3
    for _ in range(3):
        town.clock.move(minutes=15)
        await town.app.tick()
    assert told(town) == before


async def test_who_has_just_come_in_is_not_told_twice(town: Town) -> None:
    director = await town.director()
    assert director.menu == EVERYBODYS
    before = told(town)
    await town.app.tick()
    assert told(town) == before + 1
    assert director.menu == EVERYBODYS


async def test_a_second_role_widens_the_menu_at_the_next_look(town: Town, director: Chat) -> None:
    await town.app.tick()
    await town.resident(DIRECTOR, Role.CURATOR, schools=(BEREZOVKA,))
    assert "visits" not in director.menu
    town.clock.move(minutes=15)
    await town.app.tick()
    assert "visits" in director.menu


async def test_a_role_that_is_lost_takes_its_commands_away(town: Town, curator: Chat) -> None:
    await town.app.tick()
    await town.loses_role(CURATOR)
    assert "visits" in curator.menu
    town.clock.move(minutes=15)
    await town.app.tick()
    assert curator.menu == STRANGERS


async def test_who_acts_for_some_days_is_offered_the_commands_for_these_days(
    town: Town, director: Chat, curator: Chat
) -> None:
    await town.app.tick()
    acting, place = await town.actor(DIRECTOR), (await town.actor(CURATOR)).curates
    async with town.app.work() as work:
        work.session.add(
            Appointment(
                person_id=acting.person_id,
                role=Role.CURATOR,
                school_id=max(place),
                since_on=date(2027, 3, 10),
                until_on=date(2027, 3, 11),
                acting_for_id=(await town.actor(CURATOR)).person_id,
            )
        )
        await work.commit()
    seen = []
    for day in (9, 10, 11, 12):
        await town.wind(3, day, 0, 15)
        seen.append("visits" in director.menu)
    assert seen == [False, True, True, False]


async def test_too_fast_is_later(town: Town, director: Chat, curator: Chat) -> None:
    town.world.faults.put(flood(1), method="setMyCommands", when=lambda call: "chat" in call.parameters.text("scope"))
    town.expects("setMyCommands", 429)
    await town.app.tick()
    assert director.menu == STRANGERS
    await town.app.tick()
    assert director.menu == STRANGERS


@pytest.mark.parametrize("fault", [server_error(), CutBefore(), CutAfter(), Garble()])
async def test_what_the_messenger_did_not_take_is_told_at_the_next_tick(
    town: Town, director: Chat, fault: Fault
) -> None:
    town.world.faults.put(fault, method="setMyCommands", when=lambda call: "chat" in call.parameters.text("scope"))
    for code in (500, 502):
        town.expects("setMyCommands", code)
    await town.app.tick()
    await town.app.tick()
    assert director.menu == EVERYBODYS


async def test_many_are_told_over_several_ticks(
    town: Town, coordinator: Chat, curator: Chat, director: Chat, neighbour: Chat
) -> None:
    menus = Menus(town.app.sessions, town.app.bot, town.clock, Texts(), Pace(UNLIMITED), at_once=2)
    counts = []
    for _ in range(4):
        await menus.look()
        counts.append(told(town))
    # The strangers' menu comes first, once.
    assert counts == [3, 5, 5, 5]
    assert all("tasks" in chat.menu for chat in (coordinator, curator, director, neighbour))


async def test_who_cannot_be_told_is_left_alone_and_keeps_nobody_waiting(
    town: Town, director: Chat, curator: Chat
) -> None:
    scope = f'"{DIRECTOR}"'
    fault = unreachable("user is deactivated")
    town.world.faults.put(fault, method="setMyCommands", when=lambda call: scope in call.parameters.text("scope"))
    town.expects("setMyCommands", 403)
    await town.app.tick()
    assert "visits" in curator.menu
    before = told(town)
    town.clock.move(minutes=15)
    await town.app.tick()
    assert told(town) == before


async def test_who_lets_the_bot_in_again_is_told_without_a_word(town: Town, director: Chat) -> None:
    scope = f'"{DIRECTOR}"'
    town.world.faults.put(
        unreachable(), method="setMyCommands", when=lambda call: scope in call.parameters.text("scope")
    )
    town.expects("setMyCommands", 403)
    await town.app.tick()
    await director.blocks()
    await director.unblocks()
    assert director.menu == STRANGERS
    town.clock.move(minutes=15)
    await town.app.tick()
    assert director.menu == EVERYBODYS


async def test_who_comes_back_is_told_again(town: Town, director: Chat) -> None:
    await director.blocks()
    await town.app.tick()
    assert director.menu == STRANGERS
    await director.unblocks()
    await director.says("/start")
    assert director.menu == EVERYBODYS


async def test_consent_is_given_even_where_the_menu_is_not_taken(town: Town) -> None:
    town.world.faults.put(refused("nobody knows why"), method="setMyCommands")
    town.expects("setMyCommands")
    director = await town.director()
    director.sees("Вы — директор")
    assert director.menu == []
    await town.app.tick()
    assert director.menu == EVERYBODYS
