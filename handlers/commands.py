"""The commands of the menu, for whom they are, in the order they are shown."""

from dataclasses import dataclass

from models.domain.access import Role

EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """A command; its words are the texts `commands.<name>`."""

    name: str
    roles: frozenset[Role]


MENU: tuple[MenuCommand, ...] = (
    MenuCommand("week", EVERYBODY),
    MenuCommand("tasks", EVERYBODY),
    MenuCommand("visits", frozenset({Role.CURATOR, Role.COORDINATOR})),
    MenuCommand("schools", frozenset({Role.CURATOR, Role.COORDINATOR})),
    MenuCommand("requests", frozenset({Role.CURATOR, Role.COORDINATOR})),
    MenuCommand("roadmap", frozenset({Role.COORDINATOR})),
    MenuCommand("links", frozenset({Role.COORDINATOR})),
    MenuCommand("reasons", frozenset({Role.COORDINATOR})),
    MenuCommand("webinar", frozenset({Role.COORDINATOR})),
    MenuCommand("webinars", EVERYBODY),
    MenuCommand("settings", EVERYBODY),
    MenuCommand("help", EVERYBODY),
)

STRANGERS = ("start", "help")
"""What is offered where nobody has come in yet."""


def menu_for(roles: frozenset[Role]) -> tuple[str, ...]:
    """The names of the commands that somebody with these roles is offered."""
    return tuple(command.name for command in MENU if command.roles & roles)
