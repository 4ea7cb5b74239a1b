"""All of one's own tasks: the parts, and a part page by page."""

from handlers.callbacks import OpenMyTasks, OpenPart, ShowTask
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.pages import abreast, turning
from handlers.views.tasks import CARD
from models.cards.mytasks import MyTasksCard, PartCard
from models.domain.parts import Part

WORDS = (120, 80, 50, 30)
"""How much of each task's words stands in a list, as long as it fits."""


def part_origin(part: Part, page: int) -> str:
    return f"m{part}{page}"


def place_of(origin: str) -> tuple[Part, int]:
    """The part and the page that such an origin names."""
    return Part(origin[1]), int(origin[2:])


def my_tasks_screen(texts: Texts, card: MyTasksCard) -> Screen:
    """The parts with their counts; an empty one has no button."""
    rows = [
        (Button(texts.label("mytasks.part_button", one=one), OpenPart(part=one.part, page=0)),)
        for one in card.parts
        if one.count
    ]
    return Screen(texts("mytasks.parts", card=card), tuple(rows))


def part_screen(texts: Texts, card: PartCard) -> Screen:
    """A page of a part: each task has its place as a number, which opens it here."""
    origin = CARD + part_origin(card.part, card.page)
    numbers = [
        Button(str(place), ShowTask(assignment_id=task.assignment_id, origin=origin))
        for place, task in enumerate(card.tasks, card.first)
    ]
    home = Button(texts.label("mytasks.home_button"), OpenMyTasks(below=False))
    pages = turning(texts, card.page, card.pages, lambda page: OpenPart(part=card.part, page=page))
    return Screen(texts.fitted("mytasks.part", WORDS, card=card), (*abreast(numbers), *pages, (home,)))
