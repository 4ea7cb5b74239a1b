"""The example shows every setting there is, with the value that holds when nothing is set."""

import re
import tomllib

from pydantic import BaseModel

from bot.config import Settings
from tests.house.code import ROOT

COMMENTED = re.compile(r"^# (\w+ = .+)$", re.MULTILINE)
# Settings without a value of their own are shown by a specimen behind a hash.
SPECIMENS = {"telegram.token", "telegram.username", "database.url", "files.folder"}


def flat(values: dict[str, dict[str, object]]) -> dict[str, object]:
    return {f"{section}.{key}": value for section, keys in values.items() for key, value in keys.items()}


def defaults() -> dict[str, object]:
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    return flat(
        {
            name: section().model_dump(mode="json")
            for name, section in sections.items()
            if isinstance(section, type) and issubclass(section, BaseModel)
        }
    )


def test_the_example_shows_every_setting_at_its_default() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    plain = {key: value for key, value in defaults().items() if key not in SPECIMENS}
    assert flat(tomllib.loads(text)) == plain
    whole = flat(tomllib.loads(COMMENTED.sub(r"\1", text)))
    assert set(whole) == set(defaults())
    assert {key for key, value in defaults().items() if value is None} == SPECIMENS


def test_the_specimens_are_good_settings() -> None:
    text = COMMENTED.sub(r"\1", (ROOT / "config.example.toml").read_text(encoding="utf-8"))
    assert Settings(**tomllib.loads(text)).telegram.username == "vekha_bot"
