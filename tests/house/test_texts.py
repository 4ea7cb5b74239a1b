"""Every text that is used exists, and every text that exists is used."""

import ast
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain

from handlers.commands import MENU, STRANGERS
from handlers.errors import refusal_key
from models.domain.refusals import Refusal
from models.roadmap.refusals import YearMissing
from models.work import AppliedBefore
from tests.house.code import ROOT, modules, tree

FOLDER = ROOT / "handlers" / "texts" / "ru"
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)\(")
CALL = re.compile(r"\b(\w+\.)?(\w+)\(")
KEY = re.compile(r"([a-z]+)\.([a-z_0-9]+)")


def written() -> set[str]:
    """All texts, as feature.name."""
    return {f"{file.stem}.{name}" for file in FOLDER.glob("*.jinja") for name in MACRO.findall(file.read_text())}


def called_by_texts() -> set[str]:
    """Texts that other texts are made of: of the same feature by their name, of another one behind its name."""
    called = set()
    for file in FOLDER.glob("*.jinja"):
        for feature, name in CALL.findall(MACRO.sub("", file.read_text())):
            called.add(f"{feature[:-1] or file.stem}.{name}")
    return called


def all_refusals() -> Iterator[type[Refusal]]:
    """Those that anything the conversation imports may raise."""
    import_module("handlers.routing")
    return refusals()


def refusals(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in root.__subclasses__():
        if kind.__subclasses__():
            yield from refusals(kind)
        elif kind is not YearMissing:
            # A year that is missing is asked for, and never refused.
            yield kind


# Keys that are put together: the feature, and every name it can be given.
PUT_TOGETHER: dict[str, Callable[[], set[str]]] = {
    "errors": lambda: {refusal_key(kind) for kind in all_refusals()},
    "commands": lambda: {command.name for command in MENU} | {*STRANGERS},
}


def strings() -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every string of the conversation's code; the names of steps look like keys and are none."""
    for file in modules("handlers"):
        if file.name != "states.py":
            yield from (node for node in ast.walk(tree(file)) if isinstance(node, ast.Constant | ast.JoinedStr))


def used() -> set[str]:
    features = {file.stem for file in FOLDER.glob("*.jinja")}
    plain = (node.value for node in strings() if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = (KEY.fullmatch(words) for words in plain)
    return {match[0] for match in found if match and match[1] in features}


def prefixes() -> set[str]:
    """The features whose keys are put together."""
    joined = (node.values[0] for node in strings() if isinstance(node, ast.JoinedStr) and len(node.values) == 2)
    heads = (str(head.value) for head in joined if isinstance(head, ast.Constant))
    return {head[:-1] for head in heads if re.fullmatch(r"[a-z]+\.", head)}


def test_only_known_keys_are_put_together() -> None:
    assert prefixes() <= set(PUT_TOGETHER)


def possible() -> set[str]:
    together = ({f"{feature}.{name}" for name in names()} for feature, names in PUT_TOGETHER.items())
    return used().union(*together)


def test_every_text_that_is_used_exists() -> None:
    assert sorted(possible() - written()) == []


def test_every_text_that_exists_is_used() -> None:
    assert sorted(written() - possible() - called_by_texts()) == []


def test_no_text_is_written_twice() -> None:
    names = list(chain.from_iterable(MACRO.findall(file.read_text()) for file in FOLDER.glob("*.jinja")))
    per_file = [len(set(MACRO.findall(file.read_text()))) for file in FOLDER.glob("*.jinja")]
    assert len(names) == sum(per_file)


def test_a_repeat_has_words_too() -> None:
    assert refusal_key(AppliedBefore) in PUT_TOGETHER["errors"]()
