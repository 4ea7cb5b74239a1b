"""A visit on the screen, with what may be added to it."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import (
    AddEvidence,
    GoBack,
    JoinVisit,
    LeaveVisit,
    OpenSchool,
    OpenTask,
    OpenVisits,
    PlanStep,
    RemoveEvidence,
    RemoveNote,
    ShowEvidence,
    WithdrawStep,
    WriteNote,
)
from handlers.screens import Attachment, Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from models.cards.documents import SentFile
from models.cards.evidence import Added, EvidenceCard, LastAdded, VisitCard

LINES = (10, 5, 3, 1)
"""How many notes, references and steps a visit's card shows, as long as they fit."""
STEPS = 4
"""How many steps get a button."""

Row = tuple[Button, ...]


def after_rows(texts: Texts, assignment_id: int) -> list[Row]:
    """What may follow a visit that was marked."""
    photo = AddEvidence(assignment_id=assignment_id, reference=False)
    reference = AddEvidence(assignment_id=assignment_id, reference=True)
    return [
        (
            Button(texts.label("evidence.photo_button"), photo),
            Button(texts.label("evidence.reference_button"), reference),
        ),
        (
            Button(texts.label("evidence.note_button"), WriteNote(assignment_id=assignment_id)),
            Button(texts.label("evidence.step_button"), PlanStep(assignment_id=assignment_id)),
        ),
    ]


def visit_screen(texts: Texts, card: VisitCard, opened_from: str, *, links: bool = False) -> Screen:
    """A visit with all that is known of it; `opened_from` is where, `links` shows references by address."""
    number = card.task.assignment_id
    rows = after_rows(texts, number) if card.may_add else []
    if card.photos or card.references:
        rows.append((Button(texts.label("evidence.show_button"), ShowEvidence(assignment_id=number)),))
    rows += [
        (
            Button(
                texts.label("evidence.open_step_button", step=step),
                OpenTask(assignment_id=step.assignment_id, origin="c"),
            ),
        )
        for step in card.steps[:STEPS]
    ]
    rows += [*_presence(texts, card, opened_from), *_take_away(texts, card.last), *_back(texts, card, opened_from)]
    return Screen(texts.fitted("evidence.visit", LINES, card=card, links=links), tuple(rows))


def _presence(texts: Texts, card: VisitCard, place: str) -> list[Row]:
    visit, number = card.task.visit, card.task.assignment_id
    rows: list[Row] = []
    if visit is not None and visit.may_join:
        join = JoinVisit(assignment_id=number, place=place)
        rows.append((Button(texts.label("visits.join_button", unit=card.task.unit), join),))
    if visit is not None and visit.may_leave:
        leave = LeaveVisit(assignment_id=number, place=place)
        rows.append((Button(texts.label("visits.leave_button"), leave),))
    return rows


def _take_away(texts: Texts, last: LastAdded | None) -> list[Row]:
    if last is None:
        return []
    return [(Button(texts.label("evidence.remove_button", last=last), _removing(last)),)]


def _removing(last: LastAdded) -> CallbackData:
    match last.kind:
        case Added.NOTE:
            return RemoveNote(note_id=last.added_id)
        case Added.STEP:
            return WithdrawStep(task_id=last.added_id)
    return RemoveEvidence(file_id=last.added_id)


def _back(texts: Texts, card: VisitCard, place: str) -> list[Row]:
    if place == "c":
        # It stands by itself: who makes visits goes on with them.
        return [(Button(texts.label("care.visits_button"), OpenVisits()),)] if card.may_add else []
    back: CallbackData = OpenSchool(school_id=int(place[1:]), page=0) if place.startswith("s") else GoBack(screen=place)
    return [(Button(texts.label("visits.back_button"), back),)]


def send_files_screen(texts: Texts, card: VisitCard, *, reference: bool) -> Screen:
    """Files are awaited."""
    return Screen(texts("evidence.send_files", card=card, reference=reference), (cancel_row(texts),))


def write_note_screen(texts: Texts, card: VisitCard) -> Screen:
    return Screen(texts("evidence.write_note", card=card), (cancel_row(texts),))


def attachments(files: EvidenceCard) -> list[Attachment]:
    """All that the messenger keeps of a visit; links have their place in the words."""
    return [_attachment(file) for file in (*files.photos, *files.references) if file.file_id is not None]


def _attachment(file: SentFile) -> Attachment:
    return Attachment(file.name or "", file_id=file.file_id, photo=file.photo)
