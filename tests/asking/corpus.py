"""The corpus of questions: what was typed, and what it must be understood as."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.asking.question import Question

_HERE = Path(__file__).parent
_LISTS = ("schools", "ambiguous", "namesakes")
_SINGLE = ("person", "territory")


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    wanted: dict[str, Any]
    nearest: str | None


def cases(name: str) -> list[Case]:
    questions = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))["questions"]
    return [Case(question.pop("text"), question, question.pop("nearest", None)) for question in questions]


def told(question: Question) -> dict[str, Any]:
    """The question as a corpus row writes it: ids instead of names; of an unknown one the intent alone."""
    intent = {"intent": str(question.intent)}
    if question.intent == "unknown":
        return intent
    slots = question.slots
    lists = {name: [one.id for one in getattr(slots, name)] for name in _LISTS if getattr(slots, name)}
    single = {name: getattr(slots, name).id for name in _SINGLE if getattr(slots, name)}
    return intent | slots.to_json() | lists | single
