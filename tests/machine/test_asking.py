"""Questions asked in the terminal."""

import json

import pytest

from bot.asking import answer_in_terminal
from models.domain.access import Role
from models.work import Sessions
from tests.builders import BEGINNING, BIRCH, COORDINATOR, DIRECTOR, LAKE, Land, at, row, settle, until, visit
from tests.conftest import Clock


@pytest.fixture
async def land(sessions: Sessions, clock: Clock) -> Land:
    """A row is a day late."""
    clock.set(BEGINNING)
    land = Land(sessions, clock)
    await settle(land)
    await land.publish(visit("2", until(3, 10), text="Посещение <школ> & беседы"), row("3"))
    clock.set(at(3, 11, 10))
    return land


async def test_for_a_person_to_read(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    assert await answer_in_terminal(land.sessions, land.clock, "просрочено", DIRECTOR, as_json=False) == 0
    assert capsys.readouterr().out == (
        "Понял так: что просрочено, ваша школа\n\n"
        "❗️ Просрочено 1 из 2 задач.\n\n"
        "• 2 Посещение <школ> & беседы — до 10 марта, просрочено на 1 день\n"
    )


async def test_for_a_program(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    code = await answer_in_terminal(land.sessions, land.clock, "статус озёрской", COORDINATOR, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert (code, set(said)) == (0, {"intent", "slots", "understood", "answer"})
    assert (said["intent"], said["slots"]) == ("school_status", {"schools": [LAKE]})
    assert said["understood"] == f"Понял так: статус, {LAKE}"
    assert "Сделано 0 из 2, осталось 2." in said["answer"]


async def test_what_is_not_understood(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    assert await answer_in_terminal(land.sessions, land.clock, "статус лесной", DIRECTOR, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["intent"], said["understood"]) == ("unknown", None)
    assert said["answer"].startswith("Не понял вопрос.")
    await answer_in_terminal(land.sessions, land.clock, "ой", DIRECTOR, as_json=False)
    assert capsys.readouterr().out.splitlines()[-1] == "[что осталось сделать]"


async def test_nobody_and_several(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    assert await answer_in_terminal(land.sessions, land.clock, "просрочено", "Никто", as_json=False) == 1
    assert "Нет участника" in capsys.readouterr().err
    await land.comes_in("Ольга Зимина", Role.DIRECTOR, at_schools=(BIRCH,))
    assert await answer_in_terminal(land.sessions, land.clock, "просрочено", "ольга", as_json=False) == 1
    assert "Ольга Ветрова, Ольга Зимина" in capsys.readouterr().err
