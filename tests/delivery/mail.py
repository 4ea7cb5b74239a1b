"""People with accounts, and news for them, for the tests of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import func, select

from handlers.screens import Screen
from models.cards.outbox import OutboxCard
from models.domain.access import Role
from models.domain.hours import Hours
from models.domain.notices import DocumentSent, HelpAsked, Notice, VisitsDue
from models.domain.outbox import OutboxState
from models.domain.plan import Level
from models.tables import Absence, Account, Appointment, OutboxRow, Person, Preferences, School, Territory
from models.work import Work

TOKEN = "42:TEST"
PLATFORM = "telegram"
DAY = date(2027, 3, 9)


async def say_number(card: OutboxCard) -> Screen:
    """The words of a row in these tests."""
    return Screen(f"<b>Новость</b> {card.notice}")


@dataclass(frozen=True, slots=True)
class Post:
    """Writes straight into the tables what the tests need, and looks what became of it."""

    work: Work

    async def person(self, chat_id: int | None = None, *, consented: bool = True, name: str = "Нина Озерова") -> int:
        """Somebody, reached at that chat; without one there is no account."""
        async with self.work as work:
            person = Person(name=name, consented_at=work.now() if consented else None)
            work.session.add(person)
            await work.session.flush()
            if chat_id is not None:
                work.session.add(Account(person_id=person.id, platform=PLATFORM, chat_id=str(chat_id)))
            await work.commit()
            return person.id

    async def people(self, chats: Sequence[int]) -> list[int]:
        """Many at once, each reached at one of the chats."""
        async with self.work as work:
            people = [Person(name=f"Нина Озерова {chat_id}", consented_at=work.now()) for chat_id in chats]
            work.session.add_all(people)
            await work.session.flush()
            work.session.add_all(
                Account(person_id=person.id, platform=PLATFORM, chat_id=str(chat_id))
                for person, chat_id in zip(people, chats, strict=True)
            )
            await work.commit()
            return [person.id for person in people]

    async def prefers(self, person_id: int, hours: Hours) -> None:
        """The person's own times."""
        async with self.work as work:
            values = {field.name: getattr(hours, field.name) for field in fields(hours)}
            kept = Preferences(person_id=person_id, **values | {"muted": sorted(hours.muted)})
            await work.session.merge(kept)
            await work.commit()

    async def is_away(self, person_id: int, since: date, until: date, *, substitute: int | None = None) -> None:
        """The person is absent on those days, both inclusive."""
        async with self.work as work:
            work.session.add(
                Absence(
                    person_id=person_id,
                    since_on=since,
                    until_on=until,
                    substitute_id=substitute,
                    entered_by_id=person_id,
                    entered_at=work.now(),
                )
            )
            await work.commit()

    async def tell_all(self, people: Sequence[int], *, times: int = 1) -> None:
        """The same news for everybody, several times."""
        async with self.work as work:
            for number in range(times):
                for person_id in people:
                    work.tell(person_id, HelpAsked(number + 1), once=str(number + 1))
            await work.commit()

    async def tell(
        self,
        person_id: int,
        notice: Notice | None = None,
        *,
        once: str = "1",
        role: Role | None = None,
        territory_id: int | None = None,
        school_id: int | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> int:
        """News for one person; the row's id."""
        async with self.work as work:
            work.tell(
                person_id,
                notice or HelpAsked(1),
                once=once,
                role=role,
                territory_id=territory_id,
                school_id=school_id,
                not_before=not_before,
                expires_at=expires_at,
            )
            await work.commit()
        return (await self.rows())[-1].id

    async def school(self, name: str = "Озёрская СОШ № 1", zone: str = "Europe/Samara") -> tuple[int, int]:
        """A territory with one school; their ids."""
        async with self.work as work:
            territory = Territory(name=f"Район: {name}", level=Level.MUNICIPALITY, zone=zone)
            work.session.add(territory)
            await work.session.flush()
            school = School(territory_id=territory.id, name=name, key=name)
            work.session.add(school)
            await work.session.flush()
            ids = territory.id, school.id
            await work.commit()
        return ids

    async def appoint(
        self,
        person_id: int,
        role: Role,
        *,
        territory_id: int | None = None,
        school_id: int | None = None,
        since: date = date(2027, 1, 1),
        until: date | None = None,
    ) -> None:
        async with self.work as work:
            work.session.add(
                Appointment(
                    person_id=person_id,
                    role=role,
                    territory_id=territory_id,
                    school_id=school_id,
                    since_on=since,
                    until_on=until,
                )
            )
            await work.commit()

    async def rows(self, person_id: int | None = None) -> list[OutboxRow]:
        """All rows, or a person's, oldest first."""
        async with self.work.reading() as session:
            found = select(OutboxRow).order_by(OutboxRow.id)
            if person_id is not None:
                found = found.where(OutboxRow.person_id == person_id)
            return list(await session.scalars(found))

    async def open_rows(self) -> int:
        """How many are not settled."""
        found = select(func.count()).where(OutboxRow.state.in_((OutboxState.WAITING, OutboxState.CLAIMED)))
        async with self.work.reading() as session:
            return await session.scalar(found) or 0

    async def row(self, row_id: int) -> OutboxRow:
        async with self.work.reading() as session:
            return (await session.scalars(select(OutboxRow).where(OutboxRow.id == row_id))).one()

    async def account(self, person_id: int) -> Account:
        async with self.work.reading() as session:
            return (await session.scalars(select(Account).where(Account.person_id == person_id))).one()


TIMED = VisitsDue(DAY)
AT_ONCE = HelpAsked(1)
DOCUMENT = DocumentSent(5)
