"""Every view there is: found, never listed, and called with what its parameters ask for."""

import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import handlers.views
from handlers.errors import refusal_key
from handlers.screens import Screen
from handlers.texts import Texts
from handlers.views.notices import VIEWS, notice_screen
from models.cards.outbox import OutdatedCard
from models.cards.roadmaps import DraftCard, HeardCard, PublishedMap
from models.domain.doubts import DoubtField
from models.domain.notices import NOTICES, Notice
from models.domain.refusals import Refusal
from models.roadmap.typed import Heard
from tests.house.test_texts import all_refusals
from tests.renderings.invention import Inventor, hints_of, reading

TEXTS = Texts()

Render = Callable[[Inventor], Screen]


_OF_NEWS: tuple[object, ...] = (notice_screen, *VIEWS.values())


def screens() -> dict[str, Render]:
    """Every public function of the views that gives a screen; those of news are among the notices."""
    return {f"{view.__module__}.{view.__name__}": _rendering(view) for view in _views()}


def _views() -> Iterator[Callable[..., Screen]]:
    for module in pkgutil.iter_modules(handlers.views.__path__, f"{handlers.views.__name__}."):
        for name, view in vars(import_module(module.name)).items():
            own = inspect.isfunction(view) and view.__module__ == module.name and view not in _OF_NEWS
            if own and not name.startswith("_") and hints_of(view).get("return") is Screen:
                yield view


def _rendering(view: Callable[..., Screen]) -> Render:
    return lambda inventor: view(**_arguments(view, inventor))


def _arguments(view: Callable[..., Screen], inventor: Inventor) -> dict[str, Any]:
    hints = hints_of(view)
    given = {name: _argument(hints[name], name, inventor) for name in inspect.signature(view).parameters}
    return _agreeing(given, inventor)


def _argument(kind: Any, name: str, inventor: Inventor) -> Any:
    return TEXTS if kind is Texts else inventor.of(kind, name)


def _agreeing(given: dict[str, Any], inventor: Inventor) -> dict[str, Any]:
    """What one argument says of another: the row is one of the draft's, the readings are of the field asked about."""
    draft, card, field = given.get("draft"), given.get("card"), given.get("field")
    if given.get("maps") == given.get("waits") == ():
        # Where there is nothing at all, the list is not shown.
        given["maps"] = (inventor.of(PublishedMap),)
    if isinstance(draft, DraftCard) and draft.rows and "row" in given:
        given["row"] = inventor.chance.choice(draft.rows)
    if isinstance(field, DoubtField) and isinstance(card, HeardCard):
        readings = tuple(reading(inventor, field) for _ in range(2))
        given["card"] = HeardCard(card.draft, card.row, Heard(readings, card.heard.reason, card.heard.words))
    return given


def news() -> dict[str, Render]:
    """Every registered notice with the card its view asks for."""
    return {kind.__name__: _worded(kind) for kind in NOTICES}


class Newsman(Inventor):
    """Invents an older piece of news together with the card it is about."""

    def of(self, kind: Any, name: str = "") -> Any:
        if kind is not OutdatedCard:
            return super().of(kind, name)
        older = self.chance.choice([one for one in NOTICES if _card_of(VIEWS[one]) is not OutdatedCard])
        card = self.of(_card_of(VIEWS[older])) if self.chance.random() < 0.9 else None
        return OutdatedCard(self.number("message_id"), self.of(older), card)


def _worded(kind: type[Notice]) -> Render:
    view = VIEWS[kind]
    card = _card_of(view)

    def render(inventor: Inventor) -> Screen:
        return view(TEXTS, Newsman(inventor.chance).of(card), inventor.moment())

    return render


def _card_of(view: Callable[..., Screen]) -> Any:
    """The type of the card, which a view that is wrapped does not tell itself: the wrapped one does."""
    second = list(inspect.signature(view).parameters)[1]
    card = hints_of(view).get(second, Any)
    if card is not Any:
        return card
    for inside in inspect.getclosurevars(view).nonlocals.values():
        if inspect.isfunction(inside):
            return _card_of(inside)
    raise TypeError(f"{view} does not say what card it takes")


def refusals() -> dict[str, Render]:
    """Every refusal with its words."""
    return {kind.__name__: _refused(kind) for kind in all_refusals()}


def _refused(kind: type[Refusal]) -> Render:
    def render(inventor: Inventor) -> Screen:
        made = kind(**_arguments_of_refusal(kind, inventor))
        return Screen(TEXTS(f"errors.{refusal_key(kind)}", refusal=made))

    return render


def _arguments_of_refusal(kind: type[Refusal], inventor: Inventor) -> dict[str, Any]:
    if kind.__init__ is Exception.__init__:
        return {}
    hints = typing.get_type_hints(kind.__init__)
    return {name: inventor.of(hint, name) for name, hint in hints.items() if name != "return"}
