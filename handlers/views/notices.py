"""News in words: every notice has its screen here, chosen when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.screens import Screen
from handlers.texts import Texts
from handlers.views.absences import changed_screen, entered_screen, substitute_screen
from handlers.views.corrections import corrected_screen
from handlers.views.editions import plan_changed_screen
from handlers.views.helping import answered_screen, help_screen, taken_screen
from handlers.views.judging import (
    confirmed_screen,
    judge_screen,
    lifted_screen,
    returned_screen,
    taken_back_screen,
)
from handlers.views.letters import delivery_screen, list_screen, week_screen
from handlers.views.notheld import decided_screen, not_held_screen
from handlers.views.steps import agreed_screen
from handlers.views.visits import ahead_screen, visits_screen
from handlers.views.webinars import soon_screen, tomorrow_screen
from models.cards.outbox import OutdatedCard
from models.cards.tasks import ListCard, VisitsCard, WeekCard
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
)

# Letters and lists offer «Отменить» only after a press of their own, so nobody's mark is looked for in them.
NOBODY = 0


def _week(texts: Texts, card: WeekCard, now: datetime) -> Screen:
    return week_screen(texts, card, now, NOBODY)


def _list(texts: Texts, card: ListCard, now: datetime) -> Screen:
    return list_screen(texts, card, now, NOBODY)


def _visits(texts: Texts, card: VisitsCard, now: datetime) -> Screen:
    return visits_screen(texts, card, now, NOBODY)


def outdated_screen(texts: Texts, card: OutdatedCard, now: datetime) -> Screen:
    """An older message as it stands now; what is out of the reader's reach keeps no words and no buttons."""
    if card.card is None:
        return Screen(texts("letters.gone"), replaces=card.message_id)
    return replace(notice_screen(texts, card.notice, card.card, now), replaces=card.message_id)


def _timeless(view: Callable[[Texts, Any], Screen]) -> Callable[[Texts, Any, datetime], Screen]:
    return lambda texts, card, _: view(texts, card)


VIEWS: Mapping[type[Notice], Callable[[Texts, Any, datetime], Screen]] = {
    WeekBegan: _week,
    DayBegan: _list,
    VisitsAhead: _timeless(ahead_screen),
    VisitsDue: _visits,
    WebinarTomorrow: _timeless(tomorrow_screen),
    WebinarSoon: _timeless(soon_screen),
    DocumentSent: _timeless(judge_screen),
    DocumentConfirmed: _timeless(confirmed_screen),
    DocumentReturned: _timeless(returned_screen),
    DocumentLifted: _timeless(lifted_screen),
    DecisionTakenBack: _timeless(taken_back_screen),
    HelpAsked: _timeless(help_screen),
    HelpTaken: _timeless(taken_screen),
    HelpAnswered: _timeless(answered_screen),
    NotHeldAsked: _timeless(not_held_screen),
    NotHeldDecided: _timeless(decided_screen),
    MarkCorrected: _timeless(corrected_screen),
    Nudged: _list,
    StepAgreed: agreed_screen,
    MessageOutdated: outdated_screen,
    DeliveryFailed: _timeless(delivery_screen),
    PlanChanged: _timeless(plan_changed_screen),
    SubstituteNamed: _timeless(substitute_screen),
    AbsenceEntered: _timeless(entered_screen),
    AbsenceChanged: _timeless(changed_screen),
}


def notice_screen(texts: Texts, notice: Notice, card: object, now: datetime) -> Screen:
    """A notice with the card it is about, as it stands at that moment.

    Raises:
        KeyError: a notice without a view.
    """
    return VIEWS[type(notice)](texts, card, now)
