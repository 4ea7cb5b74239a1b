"""Settings come from the file under the environment, and every mistake is told at once, in words."""

from datetime import date
from pathlib import Path

import pytest

from bot import sayings
from bot.config import Mistake, MistakenConfig, read_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEKHA_TELEGRAM__TOKEN", raising=False)


def mistakes(file: Path) -> list[str]:
    with pytest.raises(MistakenConfig) as caught:
        read_settings(file)
    return [sayings.wrong(mistake).strip() for mistake in caught.value.mistakes]


def test_without_a_file_everything_has_a_value(file: Path) -> None:
    settings = read_settings(file)
    assert settings.telegram.token is None
    assert settings.database.address == "sqlite+aiosqlite:///data/vekha.sqlite3"


def test_the_environment_stands_above_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('[telegram]\ntoken = "1:AAA"\nusername = "vekha_bot"\n[log]\nlevel = "error"\n')
    monkeypatch.setenv("VEKHA_TELEGRAM__TOKEN", "2:BBB")
    monkeypatch.setenv("VEKHA_LOG__LEVEL", "")
    settings = read_settings(file)
    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == "2:BBB"
    assert (settings.telegram.username, settings.log.level) == ("vekha_bot", "error")


def test_another_database_stands_above_the_file(file: Path) -> None:
    file.write_text('[database]\nurl = "postgresql+asyncpg://vekha@db/vekha"\n')
    assert read_settings(file).database.address == "postgresql+asyncpg://vekha@db/vekha"


def test_days_off_of_a_place_stand_beside_those_of_all(file: Path) -> None:
    file.write_text(
        '[calendar]\ndays_off = ["2027-06-10"]\n'
        '[calendar.territories."Лесогорская область"]\ndays_off = [2027-06-11]\nworking_days = ["2027-06-10"]\n'
    )
    calendars = read_settings(file).calendar.calendars
    tenth, eleventh = date(2027, 6, 10), date(2027, 6, 11)
    assert [calendars.at("Лесогорская область").is_working(day) for day in (tenth, eleventh)] == [True, False]
    assert [calendars.at("Степная область").is_working(day) for day in (tenth, eleventh)] == [False, True]


def test_a_day_off_that_is_no_day_is_a_mistake(file: Path) -> None:
    file.write_text('[calendar]\ndays_off = ["11 июня"]\n')
    (said,) = mistakes(file)
    assert said.startswith("calendar.days_off")
    assert "нужна дата, например 2027-06-11" in said


def test_a_token_is_not_shown(file: Path) -> None:
    file.write_text('[telegram]\ntoken = "1:SECRET"\n')
    assert "SECRET" not in repr(read_settings(file))


def test_all_mistakes_are_told_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(
        'strange = 1\n[telegram]\ntoken = "abc SECRET"\napi_base = "ftp://x"\ntokn = "1:A"\n'
        '[delivery]\nper_second = "много"\n[log]\nlevel = "loud"\n[schedule]\ntick = 60\n[inbox]\nkeep_days = 1.5\n'
    )
    monkeypatch.setenv("VEKHA_TELEGRM__TOKEN", "1:A")
    told = mistakes(file)
    assert set(told) == {
        "VEKHA_TELEGRM__TOKEN: такой настройки нет, проверьте написание",
        "strange: такой настройки нет, проверьте написание",
        "telegram.token: это не токен: он выглядит как 123456:ABC…",
        "telegram.api_base: адрес должен начинаться с http:// или https://",
        "telegram.tokn: такой настройки нет, проверьте написание",
        "delivery.per_second: нужно число",
        "log.level: подходит только одно из: 'debug', 'info', 'warning' или 'error'",
        "schedule.tick: число должно быть не больше 15.0",
        "inbox.keep_days: нужно целое число",
    }
    assert "SECRET" not in "".join(told)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[telegram\n", "config.toml: файл не читается как TOML"),
        ("telegram = 5\n", "telegram: здесь нужен раздел с настройками"),
        ("[telegram]\ntoken = 5\n", "telegram.token: нужна строка в кавычках"),
        ("[delivery]\nper_second = 0\n", "delivery.per_second: число должно быть больше 0"),
        ('[database]\nurl = "mysql://x"\n', "database.url: значение не подходит под образец"),
        ("[database]\npath = 5\n", "database.path: нужен путь к файлу в кавычках"),
    ],
)
def test_a_mistake_is_told_in_words(file: Path, text: str, start: str) -> None:
    file.write_text(text)
    (told,) = mistakes(file)
    assert told.startswith(start)


def test_a_file_of_another_encoding_is_told(file: Path) -> None:
    file.write_bytes("# настройки".encode("cp1251"))
    assert mistakes(file)[0].startswith("config.toml: файл не читается как TOML")


def test_a_section_that_is_no_json_in_the_environment_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEKHA_TELEGRAM", "{")
    assert mistakes(file) == ["telegram: здесь нужен раздел с настройками"]


def test_a_code_nobody_foresaw_still_names_its_key() -> None:
    assert sayings.wrong(Mistake("a.b", "strange_code")) == "  a.b: значение не подходит (strange_code)"
