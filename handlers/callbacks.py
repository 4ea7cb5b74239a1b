"""What buttons carry. A button names a thing, never a right: every press is checked where the row is fetched."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field

from models.domain.access import Role
from models.domain.doubts import DoubtField
from models.domain.hours import Subject
from models.domain.lifecycles import Correction, EarlierAnswer, EarlierScope, Remark
from models.domain.parts import Part
from models.domain.plan import Kind, Marking, Scope
from models.domain.settings import HALF_HOURS, Zone

# What does not fit these is no button of ours, and is answered like one that is too old.
_YEARS = range(2000, 2100)


def _a_day(text: str) -> str:
    if date.fromisoformat(text).year not in _YEARS:
        raise ValueError(text)
    return text


_PART = re.compile(rf"m[{''.join(Part)}]\d{{1,4}}")


def _a_list(text: str) -> str:
    if text[:1] in {"w", "v", "d", "o"}:
        _a_day(text[1:])
    elif not _PART.fullmatch(text):
        raise ValueError(text)
    return text


def _a_screen(text: str) -> str:
    if text != "c":
        _a_list(text.removeprefix("c"))
    return text


_SCHOOL = re.compile(r"s\d{1,16}")


def _a_place(text: str) -> str:
    if text != "c" and not _SCHOOL.fullmatch(text):
        _a_list(text)
    return text


Number = Annotated[int, Field(ge=0, lt=2**53)]
"""A row's number in the database, or a place in a list."""
Day = Annotated[str, AfterValidator(_a_day)]
"""A day in ISO form."""
List = Annotated[str, AfterValidator(_a_list)]
"""A screen that holds several tasks: «w2027-03-08» the letter of that week, «v2027-03-10» that day's visits,
«d2027-03-10» a day's list and «o2027-03-10» what was late, «mo2» that page of a part of one's tasks; all of them are
drawn as they are now."""
Place = Annotated[str, AfterValidator(_a_place)]
"""Where a visit was opened: a list, «s12» the card of that school, or «c» a message of its own."""
Origin = Annotated[str, AfterValidator(_a_screen)]
"""The screen to redraw after the press: a list, or «c» the task's card. Where the card was opened from a list in its
place, the list stands behind it («cmo2») and is the way back."""


class OpenTask(CallbackData, prefix="ot"):
    assignment_id: Number
    origin: Origin


class ShowTask(CallbackData, prefix="st"):
    """A task's card in place of what stands there; `origin` is the card's own."""

    assignment_id: Number
    origin: Origin


class GoBack(CallbackData, prefix="gk"):
    """From a task's card to the list it was opened from."""

    screen: List


class PickTask(CallbackData, prefix="pk"):
    """Which task of a list shall be opened."""

    screen: List


class OpenMyTasks(CallbackData, prefix="mh"):
    """The parts of one's own tasks, in place of what stands there; `below` puts them under it."""

    below: bool


class OpenPart(CallbackData, prefix="mp"):
    """A page of one part of one's own tasks."""

    part: Part
    page: Number


class OpenHistory(CallbackData, prefix="hj"):
    """A page of a task's journal, the newest without one; `origin` is the card's, to which the way leads back."""

    assignment_id: Number
    page: Number | None = None
    origin: Origin


class MarkDone(CallbackData, prefix="md"):
    assignment_id: Number
    origin: Origin


class TakeBack(CallbackData, prefix="tb"):
    change_id: Number
    origin: Origin


class AskHelp(CallbackData, prefix="ah"):
    assignment_id: Number
    origin: Origin


class WithdrawHelp(CallbackData, prefix="wh"):
    assignment_id: Number
    origin: Origin


class TakeHelp(CallbackData, prefix="th"):
    help_id: Number


class LetHelpGo(CallbackData, prefix="pl"):
    """Take back having taken a request."""

    help_id: Number


class AnswerHelp(CallbackData, prefix="pa"):
    """The next words are the answer to a request for help."""

    help_id: Number


class OpenHelp(CallbackData, prefix="po"):
    help_id: Number


class OpenRequests(CallbackData, prefix="pr"):
    """A page of what others wait for."""

    page: Number


class SayNotHeld(CallbackData, prefix="pn"):
    """The next words are the reason for which a task is not held."""

    assignment_id: Number


class WithdrawNotHeld(CallbackData, prefix="pw"):
    assignment_id: Number
    origin: Origin


class OpenNotHeld(CallbackData, prefix="pq"):
    request_id: Number


class DecideNotHeld(CallbackData, prefix="pd"):
    request_id: Number
    accepted: bool


class UndoDecision(CallbackData, prefix="pu"):
    """Take back what was decided about a task that is said not to be held."""

    request_id: Number


class TickMedk(CallbackData, prefix="mt"):
    """The second tick: entered into ИС МЭДК."""

    assignment_id: Number
    origin: Origin


class UntickMedk(CallbackData, prefix="mu"):
    assignment_id: Number
    origin: Origin


class DoneEarlier(CallbackData, prefix="me"):
    """It was done on an earlier day: which one is asked."""

    assignment_id: Number
    origin: Origin


class DoneOn(CallbackData, prefix="mo"):
    assignment_id: Number
    on: Day
    origin: Origin


class DoneAnotherDay(CallbackData, prefix="ma"):
    """The next words are the day on which it was done."""

    assignment_id: Number


class OpenCorrection(CallbackData, prefix="cm"):
    """How a mark that stands may be changed."""

    assignment_id: Number
    origin: Origin


class ChooseCorrection(CallbackData, prefix="ck"):
    """The next words are the note with which a mark is changed, or first the day."""

    assignment_id: Number
    correction: Correction


class ChooseTask(CallbackData, prefix="ct"):
    """The words of that message are about this one of several tasks."""

    assignment_id: Number
    asked_id: Number


class TakeBackPlanned(CallbackData, prefix="pb"):
    """Take back «всё по плану» of that week; `change_id` is one of the entries it made."""

    change_id: Number
    monday: Day


class AllAsPlanned(CallbackData, prefix="ap"):
    monday: Day


class OpenWeek(CallbackData, prefix="ow"):
    monday: Day
    whole: bool


class NudgeDebtors(CallbackData, prefix="nu"):
    """Ask the people of all schools that are late to see to it, from the letter of that week."""

    monday: Day


class Visited(CallbackData, prefix="vi"):
    assignment_id: Number
    on: Day
    origin: Origin


class AllVisited(CallbackData, prefix="vs"):
    """All visits due on `day` were made on the day `on`."""

    day: Day
    on: Day


class TakeBackVisits(CallbackData, prefix="vb"):
    """Take back what one press said of the visits due on `day`; `change_id` is one of the entries it made."""

    change_id: Number
    day: Day


class VisitedEarlier(CallbackData, prefix="ve"):
    assignment_id: Number
    origin: Origin


class VisitedAnotherDay(CallbackData, prefix="va"):
    assignment_id: Number
    origin: Origin


class OpenVisits(CallbackData, prefix="ov"):
    """A day's list of visits; today's when no day is named."""

    day: Day | None = None


class JoinVisit(CallbackData, prefix="vj"):
    """Somebody was at a visit that another has marked."""

    assignment_id: Number
    place: Place


class LeaveVisit(CallbackData, prefix="vl"):
    """Take that back."""

    assignment_id: Number
    place: Place


class OpenVisit(CallbackData, prefix="vc"):
    """A visit with all that is known of it; from a list or a school's card in their place."""

    assignment_id: Number
    place: Place


class AddEvidence(CallbackData, prefix="vp"):
    """The next files are photos of that visit, or its reference."""

    assignment_id: Number
    reference: bool


class WriteNote(CallbackData, prefix="vn"):
    """The next words are a note about that visit."""

    assignment_id: Number


class ShowEvidence(CallbackData, prefix="vf"):
    assignment_id: Number


class RemoveEvidence(CallbackData, prefix="vr"):
    """Take away that photo or reference, with all that was sent together with it."""

    file_id: Number


class RemoveNote(CallbackData, prefix="vx"):
    note_id: Number


class PlanStep(CallbackData, prefix="vt"):
    """The next words are a step agreed on that visit."""

    assignment_id: Number


class AgreeStep(CallbackData, prefix="vd"):
    """The step that was typed last is due on that day."""

    day: Day


class WithdrawStep(CallbackData, prefix="vw"):
    task_id: Number


class OpenSchools(CallbackData, prefix="ko"):
    """A page of the schools one looks after."""

    page: Number


class OpenSchool(CallbackData, prefix="ks"):
    """A school's card; the way back leads to that page."""

    school_id: Number
    page: Number


class NameRisk(CallbackData, prefix="kr"):
    """The next words are a risk of that school."""

    school_id: Number
    page: Number


class LiftRisk(CallbackData, prefix="kl"):
    risk_id: Number
    page: Number


class RestoreRisk(CallbackData, prefix="kb"):
    """A risk that was just lifted stands again."""

    risk_id: Number
    page: Number


class AttachDocument(CallbackData, prefix="ad"):
    assignment_id: Number


class PutFile(CallbackData, prefix="pf"):
    """The file just sent fills that task's slot."""

    assignment_id: Number


class ReadAsRoadMap(CallbackData, prefix="rr"):
    """The file just sent is a road map."""


class ConfirmDocument(CallbackData, prefix="dc"):
    document_id: Number


class ReturnDocument(CallbackData, prefix="dr"):
    document_id: Number


class ReturnBecause(CallbackData, prefix="db"):
    document_id: Number
    remark: Remark


class ReturnInWords(CallbackData, prefix="dw"):
    document_id: Number


class ReturnFor(CallbackData, prefix="dx"):
    """Return it for a reason of the territory's own list."""

    document_id: Number
    reason_id: Number


class AddWords(CallbackData, prefix="dz"):
    """Words to be put beside the reason of one's own return are awaited."""

    document_id: Number


class OpenDocument(CallbackData, prefix="do"):
    document_id: Number


class ShowDocument(CallbackData, prefix="ds"):
    """The document below, with its file."""

    document_id: Number


class ShowFiles(CallbackData, prefix="df"):
    """All files of a version but the first."""

    document_id: Number


class WithdrawDocument(CallbackData, prefix="dq"):
    document_id: Number


class LiftConfirmation(CallbackData, prefix="dl"):
    """A note on why a confirmation is lifted is awaited."""

    document_id: Number


class TakeBackDecision(CallbackData, prefix="du"):
    decision_id: Number


class OpenReasons(CallbackData, prefix="rs"):
    """The reasons to return documents that hold in a territory."""

    territory_id: Number


class OpenReason(CallbackData, prefix="ro"):
    """One of them: `reason_id` is 0 where the list is nobody's own, and `remark` tells it."""

    territory_id: Number
    reason_id: Number
    remark: Remark


class AddReason(CallbackData, prefix="ra"):
    territory_id: Number


class RewordReason(CallbackData, prefix="rw"):
    territory_id: Number
    reason_id: Number
    remark: Remark


class SetFault(CallbackData, prefix="rf"):
    """Whether a return for that reason is no fault of the school."""

    territory_id: Number
    reason_id: Number
    remark: Remark
    blameless: bool


class RemoveReason(CallbackData, prefix="rd"):
    territory_id: Number
    reason_id: Number
    remark: Remark


class RestoreReasons(CallbackData, prefix="ru"):
    """No list of one's own any more."""

    territory_id: Number


class TakeBackReasons(CallbackData, prefix="rb"):
    """The list as it was before that change, which is an entry of the audit."""

    territory_id: Number
    change_id: Number


class OpenDraft(CallbackData, prefix="fo"):
    draft_id: Number
    page: Number


class ChangeScope(CallbackData, prefix="fs"):
    draft_id: Number
    row: Number
    scope: Scope
    page: Number


class OpenDoubt(CallbackData, prefix="fd"):
    """That row's question or, without a row, the first that still waits for the coordinator's word."""

    draft_id: Number
    row: Number | None = None


class SettleDoubt(CallbackData, prefix="fc"):
    """Take a ready answer to a row's doubt on that field; choice -1 keeps what was read."""

    draft_id: Number
    row: Number
    field: DoubtField
    choice: Annotated[int, Field(ge=-1, lt=1000)]


class LeaveOut(CallbackData, prefix="fl"):
    draft_id: Number
    row: Number


class BringBack(CallbackData, prefix="fb"):
    """A row that was left out comes in again."""

    draft_id: Number
    row: Number
    page: Number


class PublishDraft(CallbackData, prefix="fp"):
    draft_id: Number
    archive: bool


class RehearseDraft(CallbackData, prefix="fr"):
    draft_id: Number


class DiscardDraft(CallbackData, prefix="fx"):
    draft_id: Number


class ChooseYear(CallbackData, prefix="fy"):
    year: Annotated[int, Field(ge=_YEARS.start, lt=_YEARS.stop)]


class PickRow(CallbackData, prefix="np"):
    """The rows of a page, to open one."""

    draft_id: Number
    page: Number


class OpenRow(CallbackData, prefix="no"):
    draft_id: Number
    row: Number


class ChooseScope(CallbackData, prefix="nc"):
    draft_id: Number
    row: Number
    scope: Scope


class ChangeKind(CallbackData, prefix="nk"):
    """All kinds of work, to choose one; with `doubts` the questions go on after it."""

    draft_id: Number
    row: Number
    doubts: bool


class ChooseKind(CallbackData, prefix="nt"):
    draft_id: Number
    row: Number
    doubts: bool
    kind: Kind


class ChooseSlot(CallbackData, prefix="nd"):
    """Whether the row is executed by a document."""

    draft_id: Number
    row: Number
    needed: bool


class ChooseMarking(CallbackData, prefix="nm"):
    draft_id: Number
    row: Number
    marking: Marking


class IncludeRow(CallbackData, prefix="ni"):
    """Whether the row becomes a task."""

    draft_id: Number
    row: Number
    included: bool


class TypeWords(CallbackData, prefix="nw"):
    """The next words are what that field shall be; with `doubts` the questions go on after it."""

    draft_id: Number
    row: Number
    field: DoubtField
    doubts: bool


class AcceptWords(CallbackData, prefix="na"):
    """Take a reading of the words typed last; `number` tells them from earlier ones."""

    number: Number
    choice: Number


class LeaveWords(CallbackData, prefix="nl"):
    """Back to the row, or to the questions, without words."""

    draft_id: Number
    row: Number
    doubts: bool


class InviteRole(CallbackData, prefix="wr"):
    role: Role


class SaveWebinar(CallbackData, prefix="ws"):
    pass


class AnswerWebinar(CallbackData, prefix="wa"):
    webinar_id: Number
    going: bool


class Consent(CallbackData, prefix="cs"):
    given: bool


class Cancel(CallbackData, prefix="ca"):
    """Leave the step that waits for words or a file."""


class Example(CallbackData, prefix="ex"):
    """Ask one of the ready questions."""

    number: Number


class ChooseSchool(CallbackData, prefix="cq"):
    """The question in that message is about this one of several schools."""

    school_id: int
    asked_id: int


class SendSheet(CallbackData, prefix="xs"):
    """The draft as a table to be corrected in Excel."""

    draft_id: Number


class AcceptSheet(CallbackData, prefix="xa"):
    """Take what was corrected in that very table; `sheet` tells it from another one sent since."""

    draft_id: Number
    sheet: Annotated[int, Field(ge=0, lt=2**32)]


class ChooseEdition(CallbackData, prefix="ec"):
    """The file is an edition of the map it was compared with, or another map."""

    draft_id: Number
    same: bool


class OpenEdition(CallbackData, prefix="eo"):
    """What an edition changes."""

    draft_id: Number
    page: Number


class OpenPairs(CallbackData, prefix="eq"):
    """The first pair of rows that may be one row or two."""

    draft_id: Number


class SettlePair(CallbackData, prefix="ep"):
    """A row of the file is that row of the edition in force, or another one; both by their places."""

    draft_id: Number
    row: Number
    old: Number
    same: bool


class AcceptEdition(CallbackData, prefix="ea"):
    """Lay the edition over the map, whose edition of that number was in force on the screen."""

    draft_id: Number
    number: Number


class DeclineEdition(CallbackData, prefix="ed"):
    draft_id: Number


class OpenEditions(CallbackData, prefix="eh"):
    """The history of a published map."""

    roadmap_id: Number


class OpenEarlier(CallbackData, prefix="ge"):
    """What was due before a map was published; `anew` puts it below, so that the pressed message stays."""

    roadmap_id: Number
    page: Number
    anew: bool


class OpenEarlierRow(CallbackData, prefix="gr"):
    task_id: Number
    page: Number


class SettleEarlier(CallbackData, prefix="gs"):
    """What became of one such task, or of all that wait in a row or a map."""

    scope: EarlierScope
    about_id: Number
    answer: EarlierAnswer


class TakeBackEarlier(CallbackData, prefix="gb"):
    """Take back what one press said; `change_id` is one of the entries it made."""

    scope: EarlierScope
    about_id: Number
    change_id: Number


Skipped = Annotated[int, Field(ge=0, lt=10_000)]
"""How many questions were put off before this one."""


class OpenLinks(CallbackData, prefix="lo"):
    """The next two rows that may be one work."""

    skip: Skipped


class AnswerLink(CallbackData, prefix="la"):
    """Whether a municipal row and a regional one are one work."""

    municipal_task_id: Number
    regional_task_id: Number
    accepted: bool
    skip: Skipped


class TakeBackLink(CallbackData, prefix="lb"):
    municipal_task_id: Number
    regional_task_id: Number
    skip: Skipped


NameCode = Annotated[int, Field(ge=0, lt=2**32)]
"""A printed name of a draft, as a number."""


class OpenNames(CallbackData, prefix="so"):
    """The first school's name of a draft that nobody has answered, or the answers."""

    draft_id: Number


class AskName(CallbackData, prefix="sa"):
    """One name: the likely schools, or with a page from 1 on, all of them."""

    draft_id: Number
    name: NameCode
    page: Number


class SameSchool(CallbackData, prefix="ss"):
    draft_id: Number
    name: NameCode
    school_id: Number


class NewSchool(CallbackData, prefix="sn"):
    """The name is of a school to be added: a page of the municipalities it may stand in."""

    draft_id: Number
    name: NameCode
    page: Number


class PlaceSchool(CallbackData, prefix="sp"):
    """The municipality of a school to be added."""

    draft_id: Number
    name: NameCode
    territory_id: Number


class AddSchool(CallbackData, prefix="sb"):
    draft_id: Number
    name: NameCode
    territory_id: Number
    in_project: bool


class NotOurs(CallbackData, prefix="sx"):
    draft_id: Number
    name: NameCode


class Choice(StrEnum):
    """What a person chooses for themselves on a screen of its own."""

    HOUR = "h"
    LETTER = "l"
    QUIET = "q"
    ZONE = "z"


HalfHour = Annotated[int, Field(ge=0, lt=HALF_HOURS)]
"""A half hour of the day, from 0."""


class OpenSettings(CallbackData, prefix="zo"):
    """A person's own settings, in place of what stands there; `below` puts them under it."""

    below: bool


class OpenChoice(CallbackData, prefix="zc"):
    choice: Choice


class MoveDigest(CallbackData, prefix="zd"):
    half_hour: HalfHour


class MoveLetter(CallbackData, prefix="zl"):
    weekday: Annotated[int, Field(ge=0, lt=7)]


class MoveMorning(CallbackData, prefix="zm"):
    half_hour: HalfHour


class MoveEvening(CallbackData, prefix="ze"):
    half_hour: HalfHour


class Mute(CallbackData, prefix="zs"):
    """Do without news of that kind, or have it again."""

    subject: Subject
    muted: bool


class LiveBy(CallbackData, prefix="zz"):
    """A zone of one's own."""

    zone: Zone


class LiveByPlace(CallbackData, prefix="zp"):
    """The zone of one's place."""


class RestoreUsual(CallbackData, prefix="zu"):
    pass


class PlanAbsence(CallbackData, prefix="qp"):
    """The days on which somebody will be away are asked for."""

    person_id: Number


class OpenSubstitutes(CallbackData, prefix="qs"):
    """Who may act for somebody on these days, both inclusive."""

    person_id: Number
    since: Day
    until: Day
    page: Number


class EnterAbsence(CallbackData, prefix="qe"):
    """Somebody is away on these days, both inclusive; nobody acts for them where no substitute is named."""

    person_id: Number
    since: Day
    until: Day
    substitute_id: Number | None = None


class OpenAbsence(CallbackData, prefix="qo"):
    absence_id: Number


class CancelAbsence(CallbackData, prefix="qc"):
    absence_id: Number


class ChangeEnd(CallbackData, prefix="qm"):
    """Another last day is asked for."""

    absence_id: Number


class MoveEnd(CallbackData, prefix="qd"):
    """That day is the last one away."""

    absence_id: Number
    day: Day


class OpenStaff(CallbackData, prefix="qw"):
    """A page of a coordinator's people."""

    page: Number


CALLBACKS: tuple[type[CallbackData], ...] = (
    OpenTask,
    ShowTask,
    GoBack,
    PickTask,
    OpenMyTasks,
    OpenPart,
    OpenHistory,
    MarkDone,
    TakeBack,
    AskHelp,
    WithdrawHelp,
    TakeHelp,
    LetHelpGo,
    AnswerHelp,
    OpenHelp,
    OpenRequests,
    SayNotHeld,
    WithdrawNotHeld,
    OpenNotHeld,
    DecideNotHeld,
    UndoDecision,
    TickMedk,
    UntickMedk,
    DoneEarlier,
    DoneOn,
    DoneAnotherDay,
    OpenCorrection,
    ChooseCorrection,
    ChooseTask,
    TakeBackPlanned,
    AllAsPlanned,
    OpenWeek,
    NudgeDebtors,
    Visited,
    AllVisited,
    TakeBackVisits,
    VisitedEarlier,
    VisitedAnotherDay,
    OpenVisits,
    JoinVisit,
    LeaveVisit,
    OpenVisit,
    AddEvidence,
    WriteNote,
    ShowEvidence,
    RemoveEvidence,
    RemoveNote,
    PlanStep,
    AgreeStep,
    WithdrawStep,
    OpenSchools,
    OpenSchool,
    NameRisk,
    LiftRisk,
    RestoreRisk,
    AttachDocument,
    PutFile,
    ReadAsRoadMap,
    ConfirmDocument,
    ReturnDocument,
    ReturnBecause,
    ReturnInWords,
    ReturnFor,
    AddWords,
    OpenDocument,
    ShowDocument,
    ShowFiles,
    WithdrawDocument,
    LiftConfirmation,
    TakeBackDecision,
    OpenReasons,
    OpenReason,
    AddReason,
    RewordReason,
    SetFault,
    RemoveReason,
    RestoreReasons,
    TakeBackReasons,
    OpenDraft,
    ChangeScope,
    OpenDoubt,
    SettleDoubt,
    LeaveOut,
    BringBack,
    PublishDraft,
    RehearseDraft,
    DiscardDraft,
    ChooseYear,
    PickRow,
    OpenRow,
    ChooseScope,
    ChangeKind,
    ChooseKind,
    ChooseSlot,
    ChooseMarking,
    IncludeRow,
    TypeWords,
    AcceptWords,
    LeaveWords,
    InviteRole,
    SaveWebinar,
    AnswerWebinar,
    Consent,
    Cancel,
    Example,
    ChooseSchool,
    SendSheet,
    AcceptSheet,
    ChooseEdition,
    OpenEdition,
    OpenPairs,
    SettlePair,
    AcceptEdition,
    DeclineEdition,
    OpenEditions,
    OpenEarlier,
    OpenEarlierRow,
    SettleEarlier,
    TakeBackEarlier,
    OpenLinks,
    AnswerLink,
    TakeBackLink,
    OpenNames,
    AskName,
    SameSchool,
    NewSchool,
    PlaceSchool,
    AddSchool,
    NotOurs,
    OpenSettings,
    OpenChoice,
    MoveDigest,
    MoveLetter,
    MoveMorning,
    MoveEvening,
    Mute,
    LiveBy,
    LiveByPlace,
    RestoreUsual,
    PlanAbsence,
    OpenSubstitutes,
    EnterAbsence,
    OpenAbsence,
    CancelAbsence,
    ChangeEnd,
    MoveEnd,
    OpenStaff,
)
