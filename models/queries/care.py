"""Schools with whoever looks after them: a curator's own, all of a coordinator's territories."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.asking import Contact
from models.cards.care import CaredSchool, Paper, PaperState, PastVisit, RiskCard, SchoolCard
from models.cards.tasks import TaskCard
from models.domain.access import Actor, Role
from models.domain.lifecycles import OPEN_STATES, Verdict
from models.domain.moments import local_day
from models.domain.refusals import OutOfReach
from models.queries.asking import Sought, contacts_of
from models.queries.assignments import Found, assignments_where
from models.queries.people import answerable_at
from models.queries.tasks import list_cards
from models.queries.visits import people_there, with_briefs
from models.tables import Assignment, Participation, Person, School, SchoolRisk, Territory, Visit

COMING = 5
"""How many tasks that are due next a school's card holds."""
_PEOPLE = frozenset({Role.DIRECTOR, Role.SCHOOL_COORDINATOR})


def _looked_after(actor: Actor) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = []
    if actor.coordinates:
        parts.append(School.territory_id.in_(actor.coordinates))
    if actor.curates:
        parts.append(School.id.in_(actor.curates))
    return or_(*parts) if parts else false()


def _schools(actor: Actor, now: datetime) -> Select[int, str, int, str, str, date | None]:
    """All of them with the last visit. Who has left the list is none of them; any visit counts, whatever its row."""
    visited = (
        select(Assignment.school_id, func.max(Visit.visited_on).label("visited_on"))
        .join(Assignment, Assignment.id == Visit.assignment_id)
        .where(or_(Assignment.territory_id.in_(actor.coordinates), Assignment.school_id.in_(actor.curates)))
        .group_by(Assignment.school_id)
        .subquery()
    )
    left = exists().where(
        Participation.school_id == School.id,
        Participation.roadmap_id.is_(None),
        Participation.until_on < now.date(),
    )
    return (
        select(School.id, School.name, Territory.id, Territory.name, Territory.zone, visited.c.visited_on)
        .join(Territory, Territory.id == School.territory_id)
        .outerjoin(visited, visited.c.school_id == School.id)
        .where(_looked_after(actor), ~left)
    )


async def cared_schools(session: AsyncSession, actor: Actor, now: datetime) -> list[CaredSchool]:
    """All schools the actor looks after: never visited ones first, then those visited longest ago."""
    rows = await session.execute(_schools(actor, now))
    found = [
        CaredSchool(id_, name, place, visited_on, local_day(now, zone))
        for id_, name, _, place, zone, visited_on in rows.all()
    ]
    return sorted(found, key=lambda one: (one.days is not None, -(one.days or 0), one.name, one.school_id))


async def school_card(
    session: AsyncSession, actor: Actor, school_id: int, now: datetime, *, lifted: RiskCard | None = None
) -> SchoolCard:
    """One of them with all that is known.

    Raises:
        OutOfReach: another's, or none at all.
    """
    row = (await session.execute(_schools(actor, now).where(School.id == school_id))).first()
    if row is None:
        raise OutOfReach
    id_, name, territory_id, place, zone, visited_on = row
    today = local_day(now, zone)
    rows = await assignments_where(session, actor, Assignment.school_id == id_)
    cards = await list_cards(session, actor, rows, now)
    open_ = [card for card in cards if card.state in OPEN_STATES]
    return SchoolCard(
        school=CaredSchool(id_, name, place, visited_on, today),
        contacts=tuple(await _contacts(session, actor, id_, now)),
        risks=tuple(await _risks(session, id_, zone)),
        papers=tuple(await _papers(session, actor, id_, territory_id, cards, today)),
        coming=tuple(card for card in open_ if card.due_on and card.due_on >= today)[:COMING],
        late=sum(card.overdue for card in open_),
        last_visit=await _last_visit(session, actor, id_, rows, cards, now),
        next_visit=await _next_visit(session, actor, rows, cards, now),
        may_name_risks=territory_id in actor.coordinates,
        lifted=lifted,
    )


async def _contacts(session: AsyncSession, actor: Actor, school_id: int, now: datetime) -> list[Contact]:
    return await contacts_of(session, actor, now, Sought(roles=_PEOPLE, schools=frozenset({school_id})))


async def _papers(
    session: AsyncSession, actor: Actor, school_id: int, territory_id: int, cards: Sequence[TaskCard], today: date
) -> list[Paper]:
    """What waits for a word first, then what came back and what was never sent."""
    judges, _ = await answerable_at(session, school_id, territory_id, 0, today)
    sent = PaperState.YOURS if actor.person_id in judges else PaperState.ON_CHECK
    states = [(card, _paper_state(card, sent)) for card in cards if card.needs_document]
    papers = [Paper(card, state) for card, state in states if state is not None]
    return sorted(papers, key=lambda one: list(PaperState).index(one.state))


def _paper_state(card: TaskCard, sent: PaperState) -> PaperState | None:
    if card.document is not None and card.document.verdict is Verdict.SENT:
        return sent
    if card.document is not None and card.document.verdict is Verdict.RETURNED and card.state in OPEN_STATES:
        return PaperState.RETURNED
    return PaperState.LATE if card.overdue else None


async def _last_visit(
    session: AsyncSession, actor: Actor, school_id: int, rows: Sequence[Found], cards: Sequence[TaskCard], now: datetime
) -> PastVisit | None:
    row = (
        await session.execute(
            select(Visit.assignment_id, Visit.visited_on)
            .join(Assignment, Assignment.id == Visit.assignment_id)
            .where(Assignment.school_id == school_id)
            .order_by(Visit.visited_on.desc(), Visit.marked_at.desc())
            .limit(1)
        )
    ).first()
    if row is None:
        return None
    found = next((one for one in rows if one.id == row.assignment_id), None)
    if found is None:
        return PastVisit(None, row.visited_on, None, ())
    card = next(card for card in cards if card.assignment_id == found.id)
    (task,) = await with_briefs(session, actor, [found], [card], now)
    people = (await people_there(session, [found])).get(found.id, ())
    names = tuple(one.name for one in people if not one.on_behalf)
    return PastVisit(found.id, row.visited_on, task.visit.turn if task.visit else None, names)


async def _next_visit(
    session: AsyncSession, actor: Actor, rows: Sequence[Found], cards: Sequence[TaskCard], now: datetime
) -> TaskCard | None:
    """The first one that is open, late ones too."""
    both = zip(rows, cards, strict=True)
    first = next(((found, card) for found, card in both if found.is_visit and found.state in OPEN_STATES), None)
    if first is None:
        return None
    (task,) = await with_briefs(session, actor, [first[0]], [first[1]], now)
    return task


# --- risks -----------------------------------------------------------------------------------------------------------


async def _risks(session: AsyncSession, school_id: int, zone: str) -> list[RiskCard]:
    rows = await session.execute(
        select(SchoolRisk, Person.name)
        .join(Person, Person.id == SchoolRisk.named_by_id)
        .where(SchoolRisk.school_id == school_id, SchoolRisk.lifted_at.is_(None))
        .order_by(SchoolRisk.id)
    )
    return [RiskCard(risk.id, risk.text, name, local_day(risk.named_at, zone)) for risk, name in rows.all()]


async def risk_for(session: AsyncSession, actor: Actor, risk_id: int) -> tuple[SchoolRisk, RiskCard]:
    """A risk of a school of the actor's territories, lifted or not.

    Raises:
        OutOfReach: another's, or none at all.
    """
    row = (
        await session.execute(
            select(SchoolRisk, Person.name, Territory.zone)
            .join(School, School.id == SchoolRisk.school_id)
            .join(Territory, Territory.id == School.territory_id)
            .join(Person, Person.id == SchoolRisk.named_by_id)
            .where(and_(SchoolRisk.id == risk_id, School.territory_id.in_(actor.coordinates)))
        )
    ).first()
    if row is None:
        raise OutOfReach
    risk, name, zone = row
    return risk, RiskCard(risk.id, risk.text, name, local_day(risk.named_at, zone))


async def coordinated_school(session: AsyncSession, actor: Actor, school_id: int) -> School:
    """A school of the actor's territories, whose risks they name.

    Raises:
        OutOfReach: another's, or none at all.
    """
    school = await session.get(School, school_id)
    if school is None or school.territory_id not in actor.coordinates:
        raise OutOfReach
    return school
