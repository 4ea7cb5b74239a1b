"""Documents on the screen of who judges them, and what the school learns."""

from dataclasses import replace

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AddWords,
    AttachDocument,
    ConfirmDocument,
    LiftConfirmation,
    OpenDocument,
    ReturnBecause,
    ReturnDocument,
    ReturnFor,
    ReturnInWords,
    ShowFiles,
    TakeBackDecision,
    WithdrawDocument,
)
from handlers.screens import Attachment, Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from handlers.views.tasks import to_card
from models.cards.documents import DocumentCard, ReasonsCard, SentFile
from models.domain.lifecycles import Verdict
from models.domain.returns import Reason

Row = tuple[Button, ...]


def judge_screen(texts: Texts, document: DocumentCard) -> Screen:
    """The document itself with all that its reader may say of it."""
    rows = [*_verdict(texts, document), *_afterwards(texts, document), *_files(texts, document)]
    return Screen(texts("judging.judge", document=document), tuple(rows), attachment_of(document.file))


def word_screen(texts: Texts, document: DocumentCard) -> Screen:
    """The same without its file, under the words that somebody typed."""
    return replace(judge_screen(texts, document), attachment=None)


def _verdict(texts: Texts, document: DocumentCard) -> list[Row]:
    """The two words the curator may say."""
    if not document.may_judge:
        return []
    number = document.document_id
    confirm, back = ConfirmDocument(document_id=number), ReturnDocument(document_id=number)
    return [
        (
            Button(texts.label("judging.confirm_button"), confirm, style=ButtonStyle.SUCCESS),
            Button(texts.label("judging.return_button"), back, style=ButtonStyle.DANGER),
        )
    ]


def _afterwards(texts: Texts, document: DocumentCard) -> list[Row]:
    """What can still be done about a word that was said, or about one's own document."""
    number = document.document_id
    offered = (
        (document.may_add_words, "judging.words_button", AddWords(document_id=number)),
        (document.undo is not None, "judging.undo_button", TakeBackDecision(decision_id=document.undo or 0)),
        (document.may_lift, "judging.lift_button", LiftConfirmation(document_id=number)),
        (document.may_withdraw, "documents.withdraw_button", WithdrawDocument(document_id=number)),
    )
    return [(Button(texts.label(words), press),) for may, words, press in offered if may]


def _files(texts: Texts, document: DocumentCard) -> list[Row]:
    others = len(document.files) - 1
    if others < 1:
        return []
    words = texts.label("judging.files_button", count=others)
    return [(Button(words, ShowFiles(document_id=document.document_id)),)]


def attachment_of(file: SentFile) -> Attachment | None:
    """The file as the messenger keeps it; a link has none."""
    if file.file_id is None:
        return None
    return Attachment(file.name or "", file_id=file.file_id, photo=file.photo)


def other_files(texts: Texts, document: DocumentCard) -> list[Screen]:
    """All files but the first, one message each."""
    return [Screen(file.link or "", (), attachment_of(file)) for file in document.files[1:]]


def confirmed_screen(texts: Texts, document: DocumentCard) -> Screen:
    return Screen(texts("judging.confirmed", document=document), (to_card(texts, document.task),))


def returned_screen(texts: Texts, document: DocumentCard) -> Screen:
    return Screen(texts("judging.returned", document=document), _fix(texts, document))


def _fix(texts: Texts, document: DocumentCard) -> tuple[Row, ...]:
    """The way on, as long as no newer version was sent."""
    if not document.standing or document.verdict is not Verdict.RETURNED:
        return ()
    press = AttachDocument(assignment_id=document.task.assignment_id)
    return ((Button(texts.label("documents.fix_button"), press),),)


def lifted_screen(texts: Texts, document: DocumentCard) -> Screen:
    """For who judges it the document again, for the school the coordinator's note."""
    if document.may_judge:
        return judge_screen(texts, document)
    return Screen(texts("judging.lifted", document=document), (to_card(texts, document.task),))


def taken_back_screen(texts: Texts, document: DocumentCard) -> Screen:
    return Screen(texts("judging.taken_back", document=document), (to_card(texts, document.task),))


def why_screen(texts: Texts, document: DocumentCard, reasons: ReasonsCard) -> Screen:
    """Ready reasons, free words, and the way back."""
    number = document.document_id
    rows: list[Row] = [
        (Button(texts.label("judging.reason", reason=reason), _because(number, reason)),) for reason in reasons.reasons
    ]
    rows.append((Button(texts.label("judging.in_words_button"), ReturnInWords(document_id=number)),))
    rows.append((Button(texts.label("judging.back_button"), OpenDocument(document_id=number)),))
    return Screen(texts("judging.why", document=document), tuple(rows))


def _because(number: int, reason: Reason) -> ReturnBecause | ReturnFor:
    if reason.reason_id is not None:
        return ReturnFor(document_id=number, reason_id=reason.reason_id)
    return ReturnBecause(document_id=number, remark=reason.remark)


def type_reason_screen(texts: Texts) -> Screen:
    return Screen(texts("judging.type_reason"), (cancel_row(texts),))


def type_words_screen(texts: Texts) -> Screen:
    return Screen(texts("judging.type_words"), (cancel_row(texts),))


def type_note_screen(texts: Texts) -> Screen:
    return Screen(texts("judging.type_note"), (cancel_row(texts),))
