"""Documents on the screen of who sends them."""

from collections.abc import Sequence

from handlers.callbacks import AttachDocument, PutFile, ReadAsRoadMap, WithdrawDocument
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from models.cards.documents import DocumentCard
from models.cards.tasks import TaskCard

SLOTS_SHOWN = 10

Row = tuple[Button, ...]


def attach_screen(texts: Texts, task: TaskCard) -> Screen:
    return Screen(texts("documents.attach", task=task), (cancel_row(texts),))


def file_only_screen(texts: Texts) -> Screen:
    """Words came where a file is awaited."""
    return Screen(texts("documents.file_only"), (cancel_row(texts),))


def sent_screen(texts: Texts, document: DocumentCard) -> Screen:
    """What was sent, and how it is replaced or taken back."""
    if not document.may_withdraw:
        return Screen(texts("documents.sent", document=document))
    another = AttachDocument(assignment_id=document.task.assignment_id)
    back = WithdrawDocument(document_id=document.document_id)
    row = (
        Button(texts.label("documents.replace_button"), another),
        Button(texts.label("documents.withdraw_button"), back),
    )
    return Screen(texts("documents.sent", document=document), (row,))


def withdrawn_screen(texts: Texts, document: DocumentCard) -> Screen:
    """All is as before the sending; a document is still wanted."""
    again = AttachDocument(assignment_id=document.task.assignment_id)
    row = (Button(texts.label("documents.send_button"), again),)
    return Screen(texts("documents.withdrawn", document=document), (row,))


def which_task_screen(texts: Texts, name: str | None, slots: Sequence[TaskCard], *, roadmap: bool) -> Screen:
    """A file came by itself: the tasks it may belong to, one press each."""
    slots = _at_hand(slots)
    several = len({task.school_id for task in slots}) > 1
    rows: list[Row] = [
        (
            Button(
                texts.label("documents.slot_button", task=task, several=several),
                PutFile(assignment_id=task.assignment_id),
            ),
        )
        for task in slots[:SLOTS_SHOWN]
    ]
    if roadmap:
        rows.append((Button(texts.label("documents.as_roadmap_button"), ReadAsRoadMap()),))
    rows.append(cancel_row(texts))
    return Screen(texts("documents.which_task", name=name, hidden=len(slots) > SLOTS_SHOWN), tuple(rows))


def _at_hand(slots: Sequence[TaskCard]) -> list[TaskCard]:
    """What is late, and of a row that recurs the next time alone: later ones would hide the other rows."""
    late = [task for task in slots if task.due_on and task.due_on < task.today]
    coming = {(task.number, task.text, task.school_id): task for task in reversed(slots) if task not in late}
    return [task for task in slots if task in late or task in coming.values()]
