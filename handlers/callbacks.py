"""What buttons carry. A button names a thing, never a right: every press is checked where the row is fetched."""

from aiogram.filters.callback_data import CallbackData

from models.domain.access import Role
from models.domain.lifecycles import Remark
from models.domain.plan import Scope

# `origin` is the screen to redraw after the press: «c» the task's card, «w2027-03-08» the letter of that week,
# «v2027-03-10» that day's visits.


class OpenTask(CallbackData, prefix="ot"):
    assignment_id: int
    origin: str


class MarkDone(CallbackData, prefix="md"):
    assignment_id: int
    origin: str


class TakeBack(CallbackData, prefix="tb"):
    change_id: int
    origin: str


class AskHelp(CallbackData, prefix="ah"):
    assignment_id: int
    origin: str


class WithdrawHelp(CallbackData, prefix="wh"):
    assignment_id: int
    origin: str


class TakeHelp(CallbackData, prefix="th"):
    help_id: int


class AllAsPlanned(CallbackData, prefix="ap"):
    monday: str


class OpenWeek(CallbackData, prefix="ow"):
    monday: str
    whole: bool


class Visited(CallbackData, prefix="vi"):
    assignment_id: int
    on: str
    origin: str


class VisitedEarlier(CallbackData, prefix="ve"):
    assignment_id: int
    origin: str


class VisitedAnotherDay(CallbackData, prefix="va"):
    assignment_id: int
    origin: str


class OpenVisits(CallbackData, prefix="ov"):
    day: str


class AttachDocument(CallbackData, prefix="ad"):
    assignment_id: int


class PutFile(CallbackData, prefix="pf"):
    """The file just sent fills that task's slot."""

    assignment_id: int


class ReadAsRoadMap(CallbackData, prefix="rr"):
    """The file just sent is a road map."""


class ConfirmDocument(CallbackData, prefix="dc"):
    document_id: int


class ReturnDocument(CallbackData, prefix="dr"):
    document_id: int


class ReturnBecause(CallbackData, prefix="db"):
    document_id: int
    remark: Remark


class ReturnInWords(CallbackData, prefix="dw"):
    document_id: int


class OpenDocument(CallbackData, prefix="do"):
    document_id: int


class OpenDraft(CallbackData, prefix="fo"):
    draft_id: int
    page: int


class ChangeScope(CallbackData, prefix="fs"):
    draft_id: int
    row: int
    scope: Scope
    page: int


class OpenDoubt(CallbackData, prefix="fd"):
    """The first row that still waits for the coordinator's word."""

    draft_id: int


class SettleDoubt(CallbackData, prefix="fc"):
    """Take a ready answer to a row's doubt; choice -1 keeps what was read."""

    draft_id: int
    row: int
    doubt: int
    choice: int


class LeaveOut(CallbackData, prefix="fl"):
    draft_id: int
    row: int


class PublishDraft(CallbackData, prefix="fp"):
    draft_id: int
    archive: bool


class DiscardDraft(CallbackData, prefix="fx"):
    draft_id: int


class ChooseYear(CallbackData, prefix="fy"):
    year: int


class InviteRole(CallbackData, prefix="wr"):
    role: Role


class SaveWebinar(CallbackData, prefix="ws"):
    pass


class AnswerWebinar(CallbackData, prefix="wa"):
    webinar_id: int
    going: bool


class Consent(CallbackData, prefix="cs"):
    given: bool


class Cancel(CallbackData, prefix="ca"):
    """Leave the step that waits for words or a file."""


class Example(CallbackData, prefix="ex"):
    """Ask one of the ready questions."""

    number: int


CALLBACKS: tuple[type[CallbackData], ...] = (
    OpenTask,
    MarkDone,
    TakeBack,
    AskHelp,
    WithdrawHelp,
    TakeHelp,
    AllAsPlanned,
    OpenWeek,
    Visited,
    VisitedEarlier,
    VisitedAnotherDay,
    OpenVisits,
    AttachDocument,
    PutFile,
    ReadAsRoadMap,
    ConfirmDocument,
    ReturnDocument,
    ReturnBecause,
    ReturnInWords,
    OpenDocument,
    OpenDraft,
    ChangeScope,
    OpenDoubt,
    SettleDoubt,
    LeaveOut,
    PublishDraft,
    DiscardDraft,
    ChooseYear,
    InviteRole,
    SaveWebinar,
    AnswerWebinar,
    Consent,
    Cancel,
    Example,
)
