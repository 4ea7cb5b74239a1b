"""What the coordinator decided, laid over what the reader read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from models.domain.plan import Executor, Kind, Level, Marking, Period, Scope
from models.domain.scopes import propose_scope
from models.roadmap.draft import Draft, DraftTask, period_from_json

LEFT_OUT = "left_out"
SCOPE = "scope"
NEEDS_DOCUMENT = "needs_document"
MARKING = "marking"
KEPT = "kept_"
"""Before a field's name: what was read is right."""

Answers = Mapping[tuple[int, str], Any]
"""Decisions by row (from 0) and field, in the JSON shape of the field."""


def apply(draft: Draft, answers: Answers) -> Draft:
    """The draft as decided: an answered doubt is gone, the rest stands as it was read."""
    tasks = (_decided(task, _of_row(answers, row), draft.level) for row, task in enumerate(draft.tasks))
    return replace(draft, tasks=tuple(tasks))


def left_out(answers: Answers) -> frozenset[int]:
    """The rows that shall not become tasks."""
    return frozenset(row for (row, field), value in answers.items() if field == LEFT_OUT and value)


def _of_row(answers: Answers, row: int) -> dict[str, Any]:
    return {field: value for (answered, field), value in answers.items() if answered == row}


def _decided(task: DraftTask, decisions: dict[str, Any], level: Level) -> DraftTask:
    changes = {_NAMES.get(field, field): read(decisions[field]) for field, read in _READ.items() if field in decisions}
    settled = {*decisions, *(field.removeprefix(KEPT) for field in decisions if field.startswith(KEPT))}
    if "executors" in changes:
        # The coordinator's word stands above what the document says of its people.
        changes["executors_resolved"] = None
    doubts = tuple(doubt for doubt in task.doubts if doubt.field.value not in settled)
    decided = replace(task, doubts=doubts, **changes)
    if SCOPE in decisions or _PROPOSING.isdisjoint(changes):
        return decided
    return replace(decided, scope=_proposed(decided, level))


def _proposed(task: DraftTask, level: Level) -> Scope:
    named = task.executors if task.executors_resolved is None else task.executors_resolved
    return propose_scope(level, named, task.mentions, task.kind)


def _codes(values: list[str]) -> tuple[Executor, ...]:
    return tuple(Executor(value) for value in values)


def _periods(values: list[Mapping[str, Any]]) -> tuple[Period, ...]:
    return tuple(period_from_json(value) for value in values)


_NAMES = {"timing": "periods"}
_PROPOSING = frozenset(("executors", "mentions", "kind"))
"""What a scope is proposed from: where the coordinator corrects it and names no scope, the proposal follows."""
_READ: Mapping[str, Callable[[Any], Any]] = {
    "timing": _periods,
    "executors": _codes,
    "mentions": _codes,
    "schools": tuple,
    "kind": Kind,
    "number": str,
    "text": str,
    "section": str,
    SCOPE: Scope,
    NEEDS_DOCUMENT: bool,
    MARKING: Marking,
}
