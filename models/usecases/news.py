"""What a piece of news says at the moment it is sent: the state is read again, what is no longer true is not said."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.absences import AbsenceCard
from models.cards.corrections import CorrectedCard
from models.cards.delivery import DeliveryCard
from models.cards.documents import DocumentCard
from models.cards.editions import PlanChangedCard
from models.cards.helping import HelpCard
from models.cards.notheld import NotHeldCard
from models.cards.outbox import OutdatedCard
from models.cards.steps import StepCard
from models.cards.tasks import ListCard, VisitsCard, WeekCard
from models.cards.webinars import WebinarCard
from models.domain.access import Actor
from models.domain.calendar import COUNTRY, Calendars
from models.domain.lifecycles import OPEN_STATES, Verdict
from models.domain.notices import (
    AbsenceChanged,
    AbsenceEntered,
    DayBegan,
    DecisionTakenBack,
    DeliveryFailed,
    DocumentConfirmed,
    DocumentLifted,
    DocumentReturned,
    DocumentSent,
    HelpAnswered,
    HelpAsked,
    HelpTaken,
    MarkCorrected,
    MessageOutdated,
    NotHeldAsked,
    NotHeldDecided,
    Notice,
    Nudged,
    PlanChanged,
    StepAgreed,
    SubstituteNamed,
    VisitsAhead,
    VisitsDue,
    WebinarSoon,
    WebinarTomorrow,
    WeekBegan,
    unpack,
)
from models.domain.outbox import DropReason
from models.domain.refusals import OutOfReach
from models.queries.absences import absence_seen
from models.queries.corrections import corrected_card
from models.queries.delivery import delivery_card
from models.queries.documents import decision_for, document_card, document_for, is_newest_decision
from models.queries.letters import day_card, late_card, letter_card, letter_cards
from models.queries.outbox import message_of
from models.queries.people import actor_of, actors_of
from models.queries.plan_changes import is_told_later, plan_changed_card
from models.queries.requests import help_for, not_held_card, not_held_for
from models.queries.steps import step_card
from models.queries.visits import visits_around
from models.queries.walls import Wall, wall_of, walls_of
from models.queries.webinars import webinar_card, webinar_for
from models.tables import Person
from models.work import Work

Told = (
    AbsenceCard
    | OutdatedCard
    | WeekCard
    | ListCard
    | VisitsCard
    | WebinarCard
    | DocumentCard
    | HelpCard
    | NotHeldCard
    | CorrectedCard
    | PlanChangedCard
    | StepCard
    | DeliveryCard
)

OfDocument = DocumentSent | DocumentConfirmed | DocumentReturned | DocumentLifted | DecisionTakenBack


async def look_at_news(work: Work, person_id: int, notice: Notice, calendars: Calendars = COUNTRY) -> Told | DropReason:
    """The card a piece of news is worded from, or why it shall not be said. `calendars` say who rests when.

    Raises:
        OutOfReach: the person has lost the thing it is about.
    """
    async with work.reading() as session:
        actor = await actor_of(session, person_id, work.now())
        if actor is None:
            return DropReason.NO_ACCOUNT
        if isinstance(notice, MessageOutdated):
            return await _outdated(session, work, actor, notice, calendars) or DropReason.GONE
        if isinstance(notice, PlanChanged) and await is_told_later(session, actor, notice.draft_id):
            return DropReason.MERGED
        card = await _card(session, work, actor, notice, calendars)
    return card or DropReason.NO_LONGER_TRUE


async def look_at_letters(
    work: Work, people: Collection[int], monday: date, calendars: Calendars = COUNTRY
) -> dict[int, WeekCard | DropReason]:
    """The letters of that week for several people: what `look_at_news` gives for each, at the price of one."""
    async with work.reading() as session:
        actors = await actors_of(session, people, work.now())
        serving = [actor for actor in actors.values() if actor.roles]
        homes = await walls_of(session, calendars, serving, work.now())
        readers = [(actor, homes[actor.person_id]) for actor in serving]
        letters = await letter_cards(session, readers, work.now(), monday)
    return {
        person_id: letters.get(person_id)
        or (DropReason.NO_LONGER_TRUE if person_id in actors else DropReason.NO_ACCOUNT)
        for person_id in people
    }


async def _outdated(
    session: AsyncSession, work: Work, actor: Actor, notice: MessageOutdated, calendars: Calendars
) -> OutdatedCard | None:
    row = await message_of(session, actor, notice.row_id)
    if row is None or row.message_id is None:
        return None
    told = unpack(row.kind, row.body)
    try:
        card = await _as_it_stands(session, work, actor, told, calendars)
    except OutOfReach:
        card = None
    return OutdatedCard(row.message_id, told, card)


async def _as_it_stands(
    session: AsyncSession, work: Work, actor: Actor, told: Notice, calendars: Calendars
) -> Told | None:
    """The same card, whether or not it would still be told."""
    match told:
        case DocumentSent() | DocumentConfirmed() | DocumentReturned() | DocumentLifted() | DecisionTakenBack():
            return await _document_seen(session, work, actor, told, calendars)
        case HelpAsked() | HelpTaken() | HelpAnswered():
            return await help_for(session, actor, told.help_id, work.now())
        case NotHeldAsked() | NotHeldDecided() | MarkCorrected():
            return await _holding(session, work, actor, told)
        case VisitsDue():
            return await visits_around(session, actor, work.now(), told.day)
        case DayBegan():
            wall = await wall_of(session, calendars, actor, work.now())
            return await day_card(session, actor, wall) if wall.today == told.day else None
        case Nudged():
            return await late_card(session, actor, await wall_of(session, calendars, actor, work.now()))
    return await _card(session, work, actor, told, calendars)


async def _card(session: AsyncSession, work: Work, actor: Actor, notice: Notice, calendars: Calendars) -> Told | None:
    match notice:
        case WeekBegan() | DayBegan() | Nudged() | DeliveryFailed():
            return await _planned(session, actor, notice, await wall_of(session, calendars, actor, work.now()))
        case VisitsDue() | VisitsAhead():
            return await _visits(session, work, actor, notice)
        case WebinarTomorrow() | WebinarSoon():
            return await _webinar(session, work, actor, notice)
        case DocumentSent() | DocumentConfirmed() | DocumentReturned() | DocumentLifted() | DecisionTakenBack():
            return await _document(session, work, actor, notice, calendars)
        case HelpAsked() | HelpTaken() | HelpAnswered():
            return await _help(session, work, actor, notice)
        case NotHeldAsked() | NotHeldDecided() | MarkCorrected() | PlanChanged() | StepAgreed():
            return await _of_plan(session, work, actor, notice)
        case SubstituteNamed() | AbsenceEntered() | AbsenceChanged():
            return await _absence(session, work, actor, notice)
    raise TypeError(notice)


async def _of_plan(
    session: AsyncSession,
    work: Work,
    actor: Actor,
    notice: NotHeldAsked | NotHeldDecided | MarkCorrected | PlanChanged | StepAgreed,
) -> NotHeldCard | CorrectedCard | PlanChangedCard | StepCard | None:
    if isinstance(notice, NotHeldAsked | NotHeldDecided | MarkCorrected):
        card = await _holding(session, work, actor, notice)
        return card if _still_said(notice, card) else None
    if isinstance(notice, StepAgreed):
        return await step_card(session, actor, notice.task_id, work.now())
    return await plan_changed_card(session, actor, notice.draft_id)


async def _planned(
    session: AsyncSession, actor: Actor, notice: WeekBegan | DayBegan | Nudged | DeliveryFailed, wall: Wall
) -> WeekCard | ListCard | DeliveryCard | None:
    match notice:
        case WeekBegan():
            return await letter_card(session, actor, wall, notice.monday) if actor.roles else None
        case DayBegan():
            listed = await day_card(session, actor, wall)
            return listed if _open(listed) and wall.today == notice.day else None
        case Nudged():
            by = await session.get(Person, notice.by_id)
            late = await late_card(session, actor, wall, asked_by=by.name if by else None)
            return late if _open(late) else None
        case DeliveryFailed():
            card = await delivery_card(session, actor, wall.today, notice.since, notice.until)
            return card if card.undelivered else None


def _open(card: ListCard) -> bool:
    tasks = (*card.late, *card.today, *card.soon)
    return bool(card.held or card.documents or card.slow) or any(one.state in OPEN_STATES for one in tasks)


async def _visits(
    session: AsyncSession, work: Work, actor: Actor, notice: VisitsDue | VisitsAhead
) -> VisitsCard | None:
    first, last = (notice.day, notice.day) if isinstance(notice, VisitsDue) else (notice.first, notice.last)
    card = await visits_around(session, actor, work.now(), first)
    ahead = [one for one in card.visits if one.due_on and first <= one.due_on <= last and one.state in OPEN_STATES]
    if not ahead:
        return None
    return card if isinstance(notice, VisitsDue) else replace(card, visits=tuple(ahead))


async def _webinar(
    session: AsyncSession, work: Work, actor: Actor, notice: WebinarTomorrow | WebinarSoon
) -> WebinarCard | None:
    webinar = await webinar_for(session, actor, notice.webinar_id, work.now())
    if webinar.revision != notice.revision or webinar.cancelled_at is not None:
        return None
    card = await webinar_card(session, actor, webinar, work.now())
    # Who can't come needs no link at the last minute.
    return None if isinstance(notice, WebinarSoon) and card.going is False else card


async def _document(
    session: AsyncSession, work: Work, actor: Actor, notice: OfDocument, calendars: Calendars
) -> DocumentCard | None:
    card = await _document_seen(session, work, actor, notice, calendars)
    match notice:
        case DocumentSent():
            true = card.may_judge
        case DocumentConfirmed():
            true = card.verdict is Verdict.CONFIRMED
        case DocumentReturned():
            true = card.verdict is Verdict.RETURNED and card.standing
        case DocumentLifted():
            true = card.lifted is not None and card.decision_id == notice.decision_id
        case DecisionTakenBack():
            true = await is_newest_decision(session, actor, notice.decision_id)
    return card if true else None


async def _document_seen(
    session: AsyncSession, work: Work, actor: Actor, notice: OfDocument, calendars: Calendars
) -> DocumentCard:
    if isinstance(notice, DocumentLifted | DecisionTakenBack):
        _, document, found = await decision_for(session, actor, notice.decision_id)
    else:
        document, found = await document_for(session, actor, notice.document_id)
    return await document_card(session, actor, document, found, await wall_of(session, calendars, actor, work.now()))


async def _help(
    session: AsyncSession, work: Work, actor: Actor, notice: HelpAsked | HelpTaken | HelpAnswered
) -> HelpCard | None:
    card = await help_for(session, actor, notice.help_id, work.now())
    match notice:
        case HelpAsked():
            true = not card.closed and card.taken_by is None and card.answer is None
        case HelpTaken():
            true = card.taken_by is not None
        case HelpAnswered():
            true = not card.closed
    return card if true else None


async def _holding(
    session: AsyncSession, work: Work, actor: Actor, notice: NotHeldAsked | NotHeldDecided | MarkCorrected
) -> NotHeldCard | CorrectedCard:
    if isinstance(notice, MarkCorrected):
        return await corrected_card(session, actor, notice.change_id, work.now())
    plea, found = await not_held_for(session, actor, notice.request_id)
    return await not_held_card(session, actor, plea, found, work.now())


def _still_said(notice: NotHeldAsked | NotHeldDecided | MarkCorrected, card: NotHeldCard | CorrectedCard) -> bool:
    if isinstance(card, CorrectedCard):
        return card.stands
    if isinstance(notice, NotHeldAsked):
        return card.accepted is None and not card.closed
    return card.accepted is not None


async def _absence(
    session: AsyncSession, work: Work, actor: Actor, notice: SubstituteNamed | AbsenceEntered | AbsenceChanged
) -> AbsenceCard | None:
    card = await absence_seen(session, actor, notice.absence_id, work.now())
    return card if isinstance(notice, AbsenceChanged) or not card.over else None
