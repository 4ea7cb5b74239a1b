"""«Мои школы» on the screen."""

from handlers.callbacks import (
    LiftRisk,
    NameRisk,
    OpenSchool,
    OpenSchools,
    OpenTask,
    OpenVisit,
    OpenVisits,
    RestoreRisk,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.pages import turning
from models.cards.care import PaperState, SchoolCard, SchoolsCard

LINES = (8, 5, 3, 1)
"""How many lines of each list a school's card shows, as long as it fits."""
NAMES = (90, 60, 40)
"""How much of a school's name stands in the list."""
RISKS = 5
"""How many risks get a button to lift them."""

Row = tuple[Button, ...]


def schools_screen(texts: Texts, card: SchoolsCard) -> Screen:
    """A page of the list, a button a school."""
    rows: list[Row] = [
        (
            Button(
                texts.label("care.school_button", school=school), OpenSchool(school_id=school.school_id, page=card.page)
            ),
        )
        for school in card.schools
    ]
    rows += turning(texts, card.page, card.pages, lambda page: OpenSchools(page=page))
    rows.append((Button(texts.label("care.visits_button"), OpenVisits()),))
    return Screen(texts.fitted("care.schools", NAMES, card=card), tuple(rows))


def school_screen(texts: Texts, card: SchoolCard, page: int) -> Screen:
    """A school's card; the way back leads to that page of the list."""
    rows = [*_visit(texts, card), *_papers(texts, card), *_risks(texts, card, page)]
    back = Button(texts.label("care.back_button"), OpenSchools(page=page))
    return Screen(texts.fitted("care.school", LINES, card=card), (*rows, (back,)))


def _visit(texts: Texts, card: SchoolCard) -> list[Row]:
    rows: list[Row] = []
    place = f"s{card.school.school_id}"
    if card.last_visit is not None and card.last_visit.assignment_id is not None:
        look = OpenVisit(assignment_id=card.last_visit.assignment_id, place=place)
        rows.append((Button(texts.label("care.last_visit_button"), look),))
    if card.next_visit is not None and card.next_visit.may_mark:
        mark = OpenTask(assignment_id=card.next_visit.assignment_id, origin="c")
        rows.append((Button(texts.label("care.next_visit_button", task=card.next_visit), mark),))
    return rows


def _papers(texts: Texts, card: SchoolCard) -> list[Row]:
    """The documents that wait for the reader's word."""
    yours = [paper.task for paper in card.papers if paper.state is PaperState.YOURS]
    return [
        (Button(texts.label("care.paper_button", task=task), OpenTask(assignment_id=task.assignment_id, origin="c")),)
        for task in yours[: LINES[-2]]
    ]


def _risks(texts: Texts, card: SchoolCard, page: int) -> list[Row]:
    if not card.may_name_risks:
        return []
    name = NameRisk(school_id=card.school.school_id, page=page)
    rows: list[Row] = [
        (Button(texts.label("care.lift_button", risk=risk), LiftRisk(risk_id=risk.risk_id, page=page)),)
        for risk in card.risks[:RISKS]
    ]
    if card.lifted is not None:
        restore = RestoreRisk(risk_id=card.lifted.risk_id, page=page)
        rows.append((Button(texts.label("care.restore_button"), restore),))
    return [*rows, (Button(texts.label("care.name_button"), name),)]


def name_risk_screen(texts: Texts, card: SchoolCard) -> Screen:
    return Screen(texts("care.name_risk", card=card), (cancel_row(texts),))
