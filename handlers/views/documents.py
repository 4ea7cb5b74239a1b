"""Documents on the screen: sent by a school, judged by a curator."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AttachDocument,
    Cancel,
    ConfirmDocument,
    OpenDocument,
    PutFile,
    ReadAsRoadMap,
    ReturnBecause,
    ReturnDocument,
    ReturnInWords,
)
from handlers.screens import Attachment, Button, Screen
from handlers.texts import Texts
from models.cards.documents import DocumentCard
from models.cards.tasks import TaskCard
from models.domain.lifecycles import Remark

SLOTS_SHOWN = 10

Row = tuple[Button, ...]


def attach_screen(texts: Texts, task: TaskCard) -> Screen:
    return Screen(texts("documents.attach", task=task), (_cancel(texts),))


def file_only_screen(texts: Texts) -> Screen:
    """Words came where a file is awaited."""
    return Screen(texts("documents.file_only"), (_cancel(texts),))


def _cancel(texts: Texts) -> Row:
    return (Button(texts.label("start.cancel"), Cancel()),)


def sent_screen(texts: Texts, document: DocumentCard) -> Screen:
    return Screen(texts("documents.sent", document=document))


def judge_screen(texts: Texts, document: DocumentCard) -> Screen:
    """The document itself with the two words the curator may say."""
    rows: tuple[Row, ...] = ()
    if document.may_judge:
        confirm, back = (
            ConfirmDocument(document_id=document.document_id),
            ReturnDocument(document_id=document.document_id),
        )
        rows = (
            (
                Button(texts.label("documents.confirm_button"), confirm, style=ButtonStyle.SUCCESS),
                Button(texts.label("documents.return_button"), back, style=ButtonStyle.DANGER),
            ),
        )
    return Screen(texts("documents.judge", document=document), rows, _attachment(document))


def _attachment(document: DocumentCard) -> Attachment | None:
    if document.file.file_id is None:
        return None
    return Attachment(document.file.name or "", file_id=document.file.file_id, photo=document.file.photo)


def confirmed_screen(texts: Texts, document: DocumentCard) -> Screen:
    return Screen(texts("documents.confirmed", document=document))


def returned_screen(texts: Texts, document: DocumentCard) -> Screen:
    fix = AttachDocument(assignment_id=document.task.assignment_id)
    return Screen(
        texts("documents.returned", document=document), ((Button(texts.label("documents.fix_button"), fix),),)
    )


def why_screen(texts: Texts, document: DocumentCard) -> Screen:
    """Ready reasons, free words, and the way back."""
    number = document.document_id
    rows: list[Row] = [
        (Button(texts.label("documents.reason", remark=remark), ReturnBecause(document_id=number, remark=remark)),)
        for remark in Remark
        if remark is not Remark.IN_WORDS
    ]
    rows.append((Button(texts.label("documents.in_words_button"), ReturnInWords(document_id=number)),))
    rows.append((Button(texts.label("documents.back_button"), OpenDocument(document_id=number)),))
    return Screen(texts("documents.why", document=document), tuple(rows))


def type_reason_screen(texts: Texts) -> Screen:
    return Screen(texts("documents.type_reason"), (_cancel(texts),))


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
    rows.append(_cancel(texts))
    return Screen(texts("documents.which_task", name=name, hidden=len(slots) > SLOTS_SHOWN), tuple(rows))


def _at_hand(slots: Sequence[TaskCard]) -> list[TaskCard]:
    """What is late, and of a row that recurs the next time alone: later ones would hide the other rows."""
    late = [task for task in slots if task.due_on and task.due_on < task.today]
    coming = {(task.number, task.text, task.school_id): task for task in reversed(slots) if task not in late}
    return [task for task in slots if task in late or task in coming.values()]
