"""Whose menu of commands is not as their roles are."""

from dataclasses import dataclass

from models.domain.access import Role


@dataclass(frozen=True, slots=True)
class StaleMenu:
    """A chat whose person has these roles now, and was offered the commands of others."""

    account_id: int
    chat_id: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class MenuTold:
    """The menu, by its key, that was told for an account."""

    account_id: int
    menu: str
