"""What is fetched by its number is fetched for somebody: the actor stands beside every such number."""

import ast
from collections.abc import Iterator

from tests.house.code import modules, tree

# Rows of the machine itself: no person asks for them.
MACHINE = frozenset({"inbox", "outbox"})

WITHOUT_ACTOR = {
    "what belongs to an assignment that was fetched within reach just before": {
        "absences.acted_for",
        "assignments.last_change",
        "assignments.newest_change",
        "assignments.standing_documents",
        "helping.help_brief",
        "journal.enter",
        "medk.newest_tick",
    },
    "they find out who the actor is, or who is to be told": {
        "people.account_at",
        "people.actor_of",
        "people.answerable_at",
        "people.arrived_among",
        "people.arrived_at",
        "people.coordinators_of",
        "people.holders_at_school",
        "people.own_person",
        "people.posts_of",
    },
    "the number comes from a draft that was fetched within reach": {"roadmaps.published_from"},
}


def names_of(function: ast.AsyncFunctionDef) -> set[str]:
    arguments = function.args
    return {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def queries() -> Iterator[tuple[str, set[str]]]:
    """Public queries that are given a number: module.function, and what else they are given."""
    for file in modules("models/queries"):
        if file.stem in MACHINE:
            continue
        for node in tree(file).body:
            if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                names = names_of(node)
                if any(name == "id" or name.endswith(("_id", "_ids")) for name in names):
                    yield f"{file.stem}.{node.name}", names


def test_a_query_by_number_takes_the_actor() -> None:
    excused = set().union(*WITHOUT_ACTOR.values())
    assert sorted(name for name, given in queries() if "actor" not in given and name not in excused) == []


def test_nothing_is_excused_that_is_not_there() -> None:
    excused = set().union(*WITHOUT_ACTOR.values())
    assert sorted(excused - {name for name, given in queries() if "actor" not in given}) == []
