"""Absences on the screen: the days, who acts, what stands; and the same as news."""

from datetime import timedelta

from handlers.callbacks import (
    CancelAbsence,
    ChangeEnd,
    EnterAbsence,
    MoveEnd,
    OpenAbsence,
    OpenSettings,
    OpenStaff,
    OpenSubstitutes,
    PlanAbsence,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.absences import AbsenceCard, Candidate, PlanCard, StaffCard, SubstitutesCard

PAGE = 10
LINES = 8
"""How many absences of a coordinator's people get a button."""
PLACES = (6, 3, 1)
"""How many places of a role are named, as long as they fit."""
A_DAY = timedelta(days=1)

Row = tuple[Button, ...]


def _to_settings(texts: Texts) -> Row:
    return (Button(texts.label("settings.back_button"), OpenSettings(below=False)),)


def plan_screen(texts: Texts, plan: PlanCard) -> Screen:
    """The days that are offered ready; others may be typed."""
    rows = tuple(
        (
            Button(
                texts.label("absences.ready_button", span=one, today=plan.today),
                OpenSubstitutes(
                    person_id=plan.person_id,
                    since=one.since_on.isoformat(),
                    until=one.until_on.isoformat(),
                    page=0,
                ),
            ),
        )
        for one in plan.ready
    )
    back = _to_settings(texts) if plan.own else _to_staff(texts)
    return Screen(texts("absences.plan", plan=plan), (*rows, back))


def _to_staff(texts: Texts) -> Row:
    return (Button(texts.label("absences.staff_back_button"), OpenStaff(page=0)),)


def substitutes_screen(texts: Texts, card: SubstitutesCard, page: int) -> Screen:
    """Who may act for the absent person, a page of them; or nobody."""
    pages = max(1, -(-len(card.candidates) // PAGE))
    page = min(page, pages - 1)
    rows: list[Row] = [
        (Button(texts.label("absences.candidate_button", candidate=one), _enter(card, one)),)
        for one in card.candidates[page * PAGE : (page + 1) * PAGE]
    ]
    turning = tuple(
        Button(texts.label(words), _page(card, to))
        for words, to in (("roadmaps.previous_button", page - 1), ("roadmaps.next_button", page + 1))
        if 0 <= to < pages
    )
    if turning:
        rows.append(turning)
    rows.append((Button(texts.label("absences.nobody_button"), _enter(card, None)),))
    rows.append((Button(texts.label("absences.other_days_button"), PlanAbsence(person_id=card.person_id)),))
    return Screen(texts("absences.who", card=card), tuple(rows))


def _enter(card: SubstitutesCard, candidate: Candidate | None) -> EnterAbsence:
    return EnterAbsence(
        person_id=card.person_id,
        since=card.since_on.isoformat(),
        until=card.until_on.isoformat(),
        substitute_id=candidate.person_id if candidate else None,
    )


def _page(card: SubstitutesCard, page: int) -> OpenSubstitutes:
    since, until = card.since_on.isoformat(), card.until_on.isoformat()
    return OpenSubstitutes(person_id=card.person_id, since=since, until=until, page=page)


def absence_screen(texts: Texts, absence: AbsenceCard) -> Screen:
    """An absence as it stands, with what may still be done about it."""
    rows: list[Row] = []
    if absence.may_change and not absence.over:
        words = "absences.back_at_work_button" if absence.begun else "absences.cancel_button"
        cancel = Button(texts.label(words, absence=absence), CancelAbsence(absence_id=absence.absence_id))
        rows.append((cancel,))
        rows.append((Button(texts.label("absences.end_button"), ChangeEnd(absence_id=absence.absence_id)),))
    rows.append(_to_settings(texts) if absence.own or absence.acting else _to_staff(texts))
    return Screen(texts.fitted("absences.card", PLACES, absence=absence), tuple(rows))


def end_screen(texts: Texts, absence: AbsenceCard) -> Screen:
    """Another last day: today and tomorrow by a button, any other one typed."""
    near = [absence.today + A_DAY * step for step in range(2)]
    rows = [
        (
            Button(
                texts.label("absences.last_day_button", day=day, today=absence.today),
                MoveEnd(absence_id=absence.absence_id, day=day.isoformat()),
            ),
        )
        for day in near
        if absence.since_on <= day < absence.until_on
    ]
    back = (Button(texts.label("absences.back_button"), OpenAbsence(absence_id=absence.absence_id)),)
    return Screen(texts("absences.end", absence=absence), (*rows, back))


def staff_screen(texts: Texts, card: StaffCard) -> Screen:
    """A coordinator's people, each to be entered as absent; above them the absences that stand."""
    rows: list[Row] = []
    if card.page == 0:
        rows += [
            (Button(texts.label("absences.theirs_button", absence=one), OpenAbsence(absence_id=one.absence_id)),)
            for one in card.absences[:LINES]
        ]
    rows += [
        (Button(texts.label("absences.employee_button", employee=one), PlanAbsence(person_id=one.person_id)),)
        for one in card.people
    ]
    turning = tuple(
        Button(texts.label(words), OpenStaff(page=to))
        for words, to in (("roadmaps.previous_button", card.page - 1), ("roadmaps.next_button", card.page + 1))
        if 0 <= to < card.pages
    )
    if turning:
        rows.append(turning)
    text = texts("absences.staff", card=card)
    return Screen(text, (*rows, _to_settings(texts)))


# --- as news -----------------------------------------------------------------------------------------------------


def substitute_screen(texts: Texts, absence: AbsenceCard) -> Screen:
    """To who acts: for whom, where and how long."""
    return Screen(texts.fitted("absences.substitute", PLACES, absence=absence))


def entered_screen(texts: Texts, absence: AbsenceCard) -> Screen:
    """To the coordinator, and to the absent person where another entered it."""
    press = OpenAbsence(absence_id=absence.absence_id)
    return Screen(
        texts.fitted("absences.told", PLACES, absence=absence),
        ((Button(texts.label("absences.open_button"), press),),),
    )


def changed_screen(texts: Texts, absence: AbsenceCard) -> Screen:
    """To all whom it concerned: how it stands now."""
    return Screen(texts.fitted("absences.changed", PLACES, absence=absence))
