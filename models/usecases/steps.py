"""Next steps: what is agreed on a visit, with a day, becomes a task of the school."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from models.cards.evidence import VisitCard
from models.cards.steps import StepPlan
from models.domain.access import Actor
from models.domain.lifecycles import State, WithdrawalReason
from models.domain.moments import local_day
from models.domain.notices import StepAgreed
from models.domain.refusals import ActedOnSince, NotYours, StepInThePast, UndoTooLate, WrongState
from models.language.steps import step_number
from models.queries.assignments import Found, assignment_for
from models.queries.evidence import visit_card, visit_for, was_there
from models.queries.people import SCHOOL_PEOPLE, holders_at_school
from models.queries.steps import put_step, step_for, steps_at
from models.queries.tasks import UNDO
from models.tables import Assignment
from models.work import Work


async def plan_step(work: Work, actor: Actor, assignment_id: int, text: str = "") -> StepPlan:
    """A visit on which the actor may agree a step: what day it is there, and days near at hand.

    Raises:
        NotYours: they were not there.
        WrongState: it is not marked.
    """
    async with work.reading() as session:
        found = await visit_for(session, actor, assignment_id)
        if found.state is not State.DONE:
            raise WrongState
        if not await was_there(session, actor, found):
            raise NotYours
        today = local_day(work.now(), found.zone)
        return StepPlan(found.unit, text, today, (today + timedelta(days=7), today + relativedelta(months=1)))


async def agree_step(work: Work, actor: Actor, assignment_id: int, text: str, due_on: date) -> VisitCard:
    """Keep what was agreed as a task of the school; its people are told.

    Raises:
        NotYours: the actor was not at that visit.
        StepInThePast: the day is over.
    """
    async with work:
        visit = await visit_for(work.session, actor, assignment_id)
        if visit.state is not State.DONE:
            raise WrongState
        if not await was_there(work.session, actor, visit):
            raise NotYours
        if due_on < local_day(work.now(), visit.zone):
            raise StepInThePast(due_on)
        number = step_number(await steps_at(work.session, visit) + 1)
        task = await put_step(work.session, actor, visit, number=number, text=text, due_on=due_on, at=work.now())
        await _tell_school(work, actor, visit, task.id)
        card = await visit_card(work.session, actor, visit, work.now())
        await work.commit()
    return card


async def _tell_school(work: Work, actor: Actor, visit: Found, task_id: int) -> None:
    today, school = local_day(work.now(), visit.zone), visit.school_id or 0
    for person_id in await holders_at_school(work.session, school, SCHOOL_PEOPLE, today):
        if person_id != actor.person_id:
            work.tell(person_id, StepAgreed(task_id), once=str(task_id))


async def withdraw_step(work: Work, actor: Actor, task_id: int) -> VisitCard:
    """Take back a step of one's own within a quarter of an hour, unless the school has begun it.

    Raises:
        NotYours: another agreed it.
        ActedOnSince: somebody at the school has answered it.
        UndoTooLate: the quarter of an hour is over.
    """
    async with work:
        task, found = await step_for(work.session, actor, task_id)
        if task.added_by_id != actor.person_id or task.step_of_id is None or task.added_at is None:
            raise NotYours
        if found.state is not State.PLANNED or found.help_open:
            raise ActedOnSince
        if work.now() > task.added_at + UNDO:
            raise UndoTooLate
        task.withdrawn_at = work.now()
        assignment = await work.session.get_one(Assignment, found.id)
        work.session.add(assignment.withdraw(WithdrawalReason.TAKEN_BACK, work.now(), actor.person_id))
        await work.retract(StepAgreed, str(task_id), since="withdrawn", besides=actor.person_id)
        await work.session.flush()
        visit = await assignment_for(work.session, actor, task.step_of_id)
        card = await visit_card(work.session, actor, visit, work.now())
        await work.commit()
    return card
