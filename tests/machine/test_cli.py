"""The commands, as they are typed."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import sayings
from bot.cli import main
from bot.clock import utc_now
from bot.database import open_sessions
from models.work import Work
from tests.machine.district import put_district

HEAD = "территория;школа;часовой пояс;в проекте\n"
LIST = HEAD + "Озёрский район;Озёрская СОШ № 1;Europe/Samara;да\nОзёрский район;Липовская ООШ;Europe/Samara;нет\n"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def vekha(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, words, env={"VEKHA_TELEGRAM__TOKEN": "", **environment}, catch_exceptions=False)


def put(name: str, text: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes(text.encode(encoding))
    return name


def test_without_a_token_run_says_so() -> None:
    said = vekha("run")
    assert (said.exit_code, said.stderr.strip()) == (2, sayings.NOBODY_TO_BE)


def test_check_config_names_every_mistake() -> None:
    put("config.toml", "[telegram]\ntoken = 'x'\n[log]\nlevel = 'loud'\n")
    said = vekha("check-config")
    assert said.exit_code == 2
    assert said.stderr.splitlines()[0] == sayings.CONFIG_BAD
    assert [line.split(":")[0].strip() for line in said.stderr.splitlines()[1:]] == ["telegram.token", "log.level"]


def test_check_config_needs_a_token_too() -> None:
    assert vekha("check-config").exit_code == 2


def test_check_config_is_content_with_good_settings() -> None:
    put("other.toml", "[telegram]\ntoken = '1:AAA'\n")
    said = vekha("--config", "other.toml", "check-config")
    assert (said.exit_code, said.stdout.strip()) == (0, sayings.CONFIG_GOOD)


def test_the_environment_is_checked_too() -> None:
    assert "telegram.tokn" in vekha("check-config", VEKHA_TELEGRAM__TOKN="1:AAA").stderr


def test_migrate_makes_the_database_and_may_be_repeated() -> None:
    for _ in range(2):
        said = vekha("migrate")
        assert (said.exit_code, said.stdout.strip()) == (0, sayings.UP_TO_DATE)
    assert Path("data/vekha.sqlite3").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_schools_are_added_once(encoding: str) -> None:
    put("schools.csv", LIST, encoding)
    first, again = vekha("school", "add", "schools.csv"), vekha("school", "add", "schools.csv")
    assert first.stdout.splitlines() == [
        "строка 2: Озёрская СОШ № 1: добавлена",
        "строка 3: Липовская ООШ: добавлена",
    ]
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert again.stdout.count("уже есть") == 2


def test_a_line_that_is_wrong_stops_no_other() -> None:
    put("schools.csv", LIST + "Озёрский район;Лесная СОШ;Europe/Nowhere;да\n")
    said = vekha("school", "add", "schools.csv")
    assert said.exit_code == 1
    assert [line.rpartition(": ")[2].split()[0] for line in said.stdout.splitlines()[:2]] == ["добавлена"] * 2
    assert "строка 4: Лесная СОШ: ОШИБКА" in said.stdout


def test_what_a_line_corrects_is_said() -> None:
    heading = "регион;территория;школа;часовой пояс;в проекте\n"
    put("schools.csv", heading + "Заозёрская область;Озёрский район;Лесная СОШ;Europe/Moscow;да\n")
    vekha("school", "add", "schools.csv")
    put("schools.csv", heading + "Горный край;Озёрский район;Лесная СОШ;Europe/Samara;нет\n")
    said = vekha("school", "add", "schools.csv")
    assert said.stdout.strip() == (
        "строка 2: Лесная СОШ: изменена (часовой пояс территории Europe/Moscow → Europe/Samara; "
        "регион территории Заозёрская область → Горный край; больше не в проекте)"
    )
    put("schools.csv", heading + ";Горный край;Лесная СОШ;Europe/Samara;нет\n")
    said = vekha("school", "add", "schools.csv")
    assert (said.exit_code, "нужен муниципалитет" in said.stdout) == (1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\x00\x00\x01", "не читается как текст"), ("школа\nЛесная СОШ\n".encode(), "нет столбцов")],
    ids=["a picture", "no columns"],
)
def test_a_file_that_is_no_list_is_refused(content: bytes, words: str) -> None:
    Path("schools.csv").write_bytes(content)
    said = vekha("school", "add", "schools.csv")
    assert said.exit_code == 1
    assert words in said.stderr


def test_an_invitation_is_a_code_until_the_name_is_known() -> None:
    vekha("school", "add", put("schools.csv", LIST))
    said = vekha("invite", "--role", "director", "--school", "Озёрская СОШ № 1", "--name", "Ветрова Ольга")
    assert said.exit_code == 0
    assert "директор: Озёрская СОШ № 1" in said.stdout
    assert "/start " in said.stdout
    assert "t.me" not in said.stdout


def test_an_invitation_is_a_link_when_the_name_is_known() -> None:
    vekha("school", "add", put("schools.csv", LIST))
    said = vekha(
        "invite", "--role", "coordinator", "--territory", "Озёрский район", VEKHA_TELEGRAM__USERNAME="vekha_bot"
    )
    assert "https://t.me/vekha_bot?start=" in said.stdout


def test_an_invitation_to_an_unknown_place_is_refused() -> None:
    said = vekha("invite", "--role", "coordinator", "--territory", "Нигде")
    assert said.exit_code == 1
    assert "«Нигде»" in said.stderr


def test_a_road_map_is_read(pytestconfig: pytest.Config) -> None:
    sample = pytestconfig.rootpath / "tests" / "data" / "ozersk_2027.txt"
    said = vekha("read", str(sample), "--json")
    assert said.exit_code == 0
    assert '"tasks"' in said.stdout


def test_an_asker_nobody_knows_is_refused() -> None:
    result = vekha("ask", "просрочено", "--as", "Никто Такой")
    assert result.exit_code == 1
    assert "Никто Такой" in result.output


def test_a_question_is_answered_as_its_asker_would_be() -> None:
    vekha("migrate")
    asyncio.run(_put_a_director())
    result = vekha("ask", "что на этой неделе", "--as", "2", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["intent"], told["understood"] is None) == ("agenda", False)


async def _put_a_director() -> None:
    async with open_sessions("sqlite+aiosqlite:///data/vekha.sqlite3") as sessions:
        await put_district(Work(sessions, utc_now), [7])
