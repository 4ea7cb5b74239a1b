"""What was due before a road map was published: the maps, a map's rows, a row's tasks, and the three answers."""

from collections.abc import Iterable, Sequence

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import OpenEarlier, OpenEarlierRow, OpenTask, SettleEarlier, TakeBackEarlier
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.earlier import EarlierCard, EarlierMap, EarlierRowCard, Settled
from models.cards.tasks import TaskCard
from models.domain.lifecycles import EarlierAnswer, EarlierScope

PAGE = 10
ABREAST = 5
"""How many numbers of rows stand in one row of buttons."""

Row = tuple[Button, ...]


def map_buttons(texts: Texts, maps: Sequence[EarlierMap]) -> list[Row]:
    """The ways to the lists of those maps in which something waits."""
    several = len(maps) > 1
    return [
        (
            Button(
                texts.label("earlier.map_button", one=one, several=several),
                OpenEarlier(roadmap_id=one.roadmap_id, page=0, anew=True),
            ),
        )
        for one in maps
    ]


def open_button(texts: Texts, roadmap_id: int, count: int) -> Row:
    """The way to the list from the screen of a published map."""
    press = OpenEarlier(roadmap_id=roadmap_id, page=0, anew=True)
    return (Button(texts.label("earlier.open_button", count=count), press),)


def earlier_screen(texts: Texts, card: EarlierCard, page: int = 0, *, settled: Settled | None = None) -> Screen:
    """A page of the rows that wait, a button for each, and one answer for all of them."""
    page, pages = _page(page, len(card.rows))
    rows = card.rows[page * PAGE : (page + 1) * PAGE]
    words = texts("earlier.list", card=card, rows=rows, page=page, pages=pages, settled=settled)
    numbers = [
        Button(texts.label("earlier.row_button", row=row), OpenEarlierRow(task_id=row.task_id, page=0)) for row in rows
    ]
    abreast = [tuple(numbers[start : start + ABREAST]) for start in range(0, len(numbers), ABREAST)]
    to = [OpenEarlier(roadmap_id=card.roadmap_id, page=max(one, 0), anew=False) for one in (page - 1, page + 1)]
    return Screen(
        words, (*abreast, *_turning(texts, page, pages, *to), *_all_done(texts, card), *_back(texts, settled))
    )


def _page(page: int, count: int) -> tuple[int, int]:
    """The page that is there, and how many there are."""
    pages = max(1, -(-count // PAGE))
    return min(page, pages - 1), pages


def _turning(texts: Texts, page: int, pages: int, before: CallbackData, after: CallbackData) -> list[Row]:
    back = [Button(texts.label("roadmaps.previous_button"), before)] if page > 0 else []
    on = [Button(texts.label("roadmaps.next_button"), after)] if page < pages - 1 else []
    return [(*back, *on)] if back or on else []


def _all_done(texts: Texts, card: EarlierCard) -> list[Row]:
    """Nothing to press where only documents are left."""
    if card.left == card.slots:
        return []
    press = SettleEarlier(scope=EarlierScope.ROADMAP, about_id=card.roadmap_id, answer=EarlierAnswer.DONE)
    return [(Button(texts.label("earlier.all_done_button"), press, style=ButtonStyle.SUCCESS),)]


def _back(texts: Texts, settled: Settled | None) -> list[Row]:
    if settled is None or settled.change_id is None:
        return []
    press = TakeBackEarlier(scope=settled.scope, about_id=settled.about_id, change_id=settled.change_id)
    return [(Button(texts.label("tasks.undo_button"), press),)]


def row_screen(texts: Texts, card: EarlierRowCard, page: int = 0, *, settled: Settled | None = None) -> Screen:
    """A row: the three answers for all its tasks that wait, and a page of them to answer for one by one."""
    page, pages = _page(page, len(card.tasks))
    shown = card.tasks[page * PAGE : (page + 1) * PAGE] if len(card.tasks) > 1 else ()
    words = texts("earlier.row", card=card, page=page, pages=pages, settled=settled)
    opening = [(_task_button(texts, task),) for task in shown]
    to = [OpenEarlierRow(task_id=card.task_id, page=max(one, 0)) for one in (page - 1, page + 1)]
    answers = [one for one in EarlierAnswer if one is not EarlierAnswer.DONE or len(card.tasks) > card.slots]
    to_list = OpenEarlier(roadmap_id=card.roadmap_id, page=0, anew=False)
    return Screen(
        words,
        (
            *(answer_buttons(texts, EarlierScope.ROW, card.task_id, answers) if card.tasks else ()),
            *opening,
            *_turning(texts, page, pages, *to),
            *_back(texts, settled),
            (Button(texts.label("earlier.to_list_button"), to_list),),
        ),
    )


def _task_button(texts: Texts, task: TaskCard) -> Button:
    press = OpenTask(assignment_id=task.assignment_id, origin="c")
    return Button(texts.label("earlier.task_button", task=task), press)


def answer_buttons(texts: Texts, scope: EarlierScope, about_id: int, answers: Iterable[EarlierAnswer]) -> list[Row]:
    """The answers that may be given: «done» on a row of its own, the others below it."""
    done: list[Button] = []
    others: list[Button] = []
    for answer in answers:
        press = SettleEarlier(scope=scope, about_id=about_id, answer=answer)
        is_done = answer is EarlierAnswer.DONE
        style = ButtonStyle.SUCCESS if is_done else None
        (done if is_done else others).append(
            Button(texts.label("earlier.answer_button", answer=answer), press, style=style)
        )
    return [tuple(row) for row in (done, others) if row]
