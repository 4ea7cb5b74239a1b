"""What the documents promise is there, and what is there is in the documents."""

import re

import pytest

from bot.cli import main
from handlers.commands import MENU
from models.tables import Base
from tests.house.code import ROOT


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("mapper", Base.registry.mappers, ids=lambda mapper: mapper.class_.__name__)
def test_every_table_class_has_its_entry_in_the_glossary(mapper: object) -> None:
    name = mapper.class_.__name__  # type: ignore[attr-defined]
    assert re.search(rf"\b{name}\b", read("docs/glossary.md"))


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"python -m bot {command}" in read("README.md")


def test_every_command_of_the_chat_is_in_the_readme() -> None:
    assert re.findall(r"^\| `/(\w+)` \|", read("README.md"), re.MULTILINE) == [one.name for one in MENU]


def test_every_target_of_the_makefile_is_explained() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    words = read("README.md") + read("CONTRIBUTING.md")
    assert [target for target in phony.split() if f"make {target}" not in words] == []
