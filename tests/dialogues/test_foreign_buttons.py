"""Every button there is, pressed by those whose it is not any more, or never was: an answer, and nothing else.

The table is made of `CALLBACKS`, so a button that is added is tried by itself.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import func, select, update

from handlers.callbacks import CALLBACKS
from models.domain.access import Actor, Role
from models.domain.files import FileUse
from models.domain.lifecycles import State, Verdict
from models.domain.notices import DayBegan, VisitsAhead, VisitsDue, WeekBegan
from models.tables import (
    Absence,
    Assignment,
    Base,
    Document,
    DocumentDecision,
    Draft,
    File,
    HelpRequest,
    NotHeldRequest,
    OutboxRow,
    Person,
    ReturnReason,
    RoadMap,
    School,
    SchoolRisk,
    StateChange,
    Task,
    Territory,
    VisitNote,
    Webinar,
)
from models.usecases import roadmaps
from tests.builders import roadmap as road_map
from tests.builders import row
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    OZERSK,
    STRANGER,
    Town,
)
from tests.snapshot import MACHINE, differing, snapshot

MISSING, CONFIRMED = 9_999, 77
ASIDE = MACHINE | {"accounts", "facts", "outbox", "preferences"}
"""What the clock puts by itself, and what everybody chooses for themselves, whoever they are."""

# Under which name a button carries the number of what.
NUMBERS: dict[str, type[Base]] = {
    "absence_id": Absence,
    "assignment_id": Assignment,
    "change_id": StateChange,
    "decision_id": DocumentDecision,
    "document_id": Document,
    "draft_id": Draft,
    "file_id": File,
    "help_id": HelpRequest,
    "municipal_task_id": Task,
    "note_id": VisitNote,
    "person_id": Person,
    "reason_id": ReturnReason,
    "regional_task_id": Task,
    "request_id": NotHeldRequest,
    "risk_id": SchoolRisk,
    "roadmap_id": RoadMap,
    "school_id": School,
    "substitute_id": Person,
    "task_id": Task,
    "territory_id": Territory,
    "webinar_id": Webinar,
}
OF_ASSIGNMENTS = frozenset(
    {"assignment_id", "change_id", "decision_id", "document_id", "file_id", "help_id", "note_id", "request_id"}
)

# What else they carry: a value that may well stand there.
OTHERS: dict[str, object] = {
    "about_id": 1,
    "asked_id": 1,
    "choice": 0,
    "day": "2027-03-10",
    "half_hour": 18,
    "monday": "2027-03-08",
    "name": 1,
    "number": 1,
    "old": 0,
    "on": "2027-03-09",
    "origin": "c",
    "page": 0,
    "place": "c",
    "row": 0,
    "screen": "v2027-03-10",
    "sheet": 1,
    "since": "2027-03-10",
    "skip": 0,
    "until": "2027-03-12",
    "weekday": 2,
    "year": 2027,
}


def kind_of(annotation: Any) -> Any:
    """The type of a field that may be left out."""
    if get_origin(annotation) in (Union, UnionType):
        return next(kind_of(one) for one in get_args(annotation) if one is not NoneType)
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def filled(kind: type[CallbackData], numbers: dict[str, int]) -> CallbackData:
    """The button with these numbers, and with usual values for the rest."""
    return kind(**{name: _value(kind, name, numbers) for name in kind.model_fields})


def _value(kind: type[CallbackData], name: str, numbers: dict[str, int]) -> object:
    if name in numbers:
        return numbers[name]
    wanted = kind_of(kind.model_fields[name].annotation)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted))
    if wanted is bool:
        return True
    assert name in OTHERS, (
        f"{kind.__name__}.{name} has no example: say in NUMBERS of which table it is the number, "
        "or in OTHERS what it may carry"
    )
    return OTHERS[name]


@pytest.mark.parametrize("kind", CALLBACKS, ids=lambda kind: kind.__name__)
def test_every_button_has_its_example(kind: type[CallbackData]) -> None:
    example = filled(kind, dict.fromkeys(NUMBERS, 1))
    assert kind.unpack(example.pack()) == example


# --- a district in which every button leads somewhere ------------------------------------------------------------


@pytest.fixture
async def numbers(town: Town, roadmap: None, coordinator: Chat, curator: Chat, director: Chat) -> dict[str, list[int]]:
    """The numbers of what there is; of assignments, one of each sort."""
    await town.resident(DEPUTY, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    people = {one: await town.actor(one) for one in (COORDINATOR, CURATOR, DIRECTOR, DEPUTY)}
    draft = road_map(row("77", text="Новая строка"))
    await roadmaps.receive_roadmap(
        town.app.work(), people[COORDINATOR], name="ещё.txt", source=b"another map", read=draft
    )
    async with town.app.work() as work:
        for one in await _things(town, people):
            work.session.add(one)
            await work.session.flush()
        found = {name: await _first(work.session, table) for name, table in NUMBERS.items()}
        await work.commit()
    found["assignment_id"] = [
        await town.assignment(number, place)
        for number, place in (("2.1", OZERSK), ("2.6", OZERSK), ("3.3", OZERSK), ("1.5", DISTRICT))
    ]
    return found


async def _first(session: Any, table: type[Base]) -> list[int]:
    numbers = [await session.scalar(select(func.min(table.__table__.c.id)))]
    return [one for one in numbers if one is not None]


async def _things(town: Town, people: dict[int, Actor]) -> list[Base]:
    """A mark of a minute ago, requests, a document with its file, a note, a risk, a webinar, an absence."""
    coordinator, curator, director, deputy = (one.person_id for one in people.values())
    visit, slot, other, plain = [await town.assignment(number, OZERSK) for number in ("2.1", "2.6", "2.7", "3.3")]
    now = town.clock() - timedelta(minutes=1)
    today = town.clock().date()
    async with town.app.work().reading() as session:
        school = (await session.scalars(select(School.id).where(School.name == OZERSK))).one()
        place = (await session.scalars(select(Territory.id).where(Territory.name == DISTRICT))).one()
    return [
        StateChange(
            assignment_id=plain,
            person_id=director,
            from_state=State.PLANNED,
            to_state=State.IN_PROGRESS,
            happened_on=today,
            entered_at=now,
        ),
        HelpRequest(assignment_id=plain, asked_by_id=director, asked_at=now),
        NotHeldRequest(assignment_id=plain, asked_by_id=director, asked_at=now, reason="нет детей"),
        Document(assignment_id=slot, version=1, sent_by_id=director, sent_at=now),
        Document(
            id=CONFIRMED,
            assignment_id=other,
            version=1,
            sent_by_id=director,
            sent_at=now,
            verdict=Verdict.CONFIRMED,
            decided_by_id=curator,
            decided_at=now,
        ),
        DocumentDecision(document_id=CONFIRMED, person_id=curator, verdict=Verdict.CONFIRMED, decided_at=now),
        ReturnReason(territory_id=place, text="Нет подписи", position=0, added_by_id=coordinator, added_at=now),
        File(
            assignment_id=visit,
            use=FileUse.PHOTO,
            file_id="photo",
            is_photo=True,
            sha256="0" * 64,
            stored_at=now,
            sent_by_id=curator,
            sent_at=now,
        ),
        VisitNote(assignment_id=visit, person_id=curator, text="Заметка", noted_at=now),
        SchoolRisk(school_id=school, text="Риск", named_by_id=coordinator, named_at=now),
        Webinar(
            territory_id=place,
            title="Вебинар",
            starts_at=now + timedelta(days=3),
            zone="Europe/Samara",
            link="https://example.org",
            roles=[Role.DIRECTOR],
            created_by_id=coordinator,
            created_at=now,
        ),
        Absence(
            person_id=deputy,
            since_on=today + timedelta(days=20),
            until_on=today + timedelta(days=22),
            entered_by_id=deputy,
            entered_at=now,
        ),
    ]


def buttons(numbers: dict[str, list[int]], *, about: frozenset[str] | None = None) -> Iterator[CallbackData]:
    """Every button about what there is; those about assignments, about one of each sort."""
    for kind in CALLBACKS:
        fields = NUMBERS.keys() & kind.model_fields.keys()
        if about is not None and not fields & about:
            continue
        first = {name: numbers[name][0] for name in fields}
        for assignment_id in numbers["assignment_id"] if "assignment_id" in fields else [0]:
            yield filled(kind, first | ({"assignment_id": assignment_id} if assignment_id else {}))


async def presses_all(town: Town, chat: Chat, all_: Iterator[CallbackData]) -> None:
    """Each is answered, and changes nothing; a dozen is looked at together."""
    if not chat.seen:
        await chat.says("/help")
    town.expects("editMessageText")
    before, told = await snapshot(town.app.work(), besides=ASIDE), await news(town)
    while dozen := [*islice(all_, 12)]:
        await presses_together(town, chat, dozen)
        assert differing(before, await snapshot(town.app.work(), besides=ASIDE)) == [], dozen
        assert await news(town) == told, dozen


async def presses_together(town: Town, chat: Chat, dozen: list[CallbackData]) -> None:
    """A word over the screen answers each, or a screen."""
    toasts, calls = len(town.world.chat(chat.user_id).toasts), len(town.world.calls)
    pressed = [town.world.forge(chat.user_id, chat.seen[0].id, button.pack()) for button in dozen]
    await town.app.settled()
    assert all(town.world.account().presses[one].answered for one in pressed), dozen
    wordless = [one for one in town.world.chat(chat.user_id).toasts[toasts:] if not one.text]
    screens = [one for one in town.world.calls[calls:] if one.chat_id == chat.user_id]
    assert len(screens) >= len(wordless), dozen


async def news(town: Town) -> int:
    """How much somebody's press has left for others."""
    planned = {kind.__name__ for kind in (WeekBegan, DayBegan, VisitsAhead, VisitsDue)}
    statement = select(func.count()).select_from(OutboxRow).where(OutboxRow.kind.not_in(planned))
    async with town.app.work().reading() as session:
        return await session.scalar(statement) or 0


async def test_the_neighbours_director_changes_nothing_by_any_button(
    town: Town, neighbour: Chat, numbers: dict[str, list[int]]
) -> None:
    await presses_all(town, neighbour, buttons(numbers))
    for words in (OZERSK, BEREZOVKA, DISTRICT, "Ветрова", "Белов", "Новая строка"):
        neighbour.never_sees(words)


async def test_a_stranger_changes_nothing_by_any_button(town: Town, numbers: dict[str, list[int]]) -> None:
    stranger = town.chat(STRANGER)
    await presses_all(town, stranger, buttons(numbers))
    for words in (OZERSK, BEREZOVKA, DISTRICT, "Ветрова", "Белов", "Новая строка"):
        stranger.never_sees(words)


@pytest.mark.parametrize("user_id", [COORDINATOR, CURATOR, DIRECTOR])
async def test_who_has_just_lost_the_role_changes_nothing_by_any_button(
    town: Town, numbers: dict[str, list[int]], user_id: int
) -> None:
    chat = town.chat(user_id)
    await chat.says("/help")
    await town.loses_role(user_id)
    await presses_all(town, chat, buttons(numbers))


@pytest.mark.parametrize("user_id", [COORDINATOR, CURATOR, DIRECTOR])
async def test_a_button_about_nothing_changes_nothing(town: Town, numbers: dict[str, list[int]], user_id: int) -> None:
    nothing = {name: [MISSING] for name in numbers}
    await presses_all(town, town.chat(user_id), buttons(nothing, about=frozenset(NUMBERS)))


@pytest.mark.parametrize("user_id", [COORDINATOR, CURATOR, DIRECTOR])
async def test_a_button_of_what_was_withdrawn_changes_nothing(
    town: Town, numbers: dict[str, list[int]], user_id: int
) -> None:
    async with town.app.work() as work:
        await work.session.execute(update(Assignment).values(withdrawn_at=work.now()))
        await work.commit()
    await presses_all(town, town.chat(user_id), buttons(numbers, about=OF_ASSIGNMENTS))
