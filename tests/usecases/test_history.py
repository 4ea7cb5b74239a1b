from dataclasses import replace
from datetime import date, time

import pytest

from models.cards.history import (
    CameBack,
    DocumentSent,
    Evidence,
    HistoryCard,
    HistoryEntry,
    Judged,
    LeftPlan,
    Linked,
    Moved,
    Said,
    TermMoved,
    Ticked,
    Turn,
)
from models.domain.access import Role
from models.domain.calendar import Calendars
from models.domain.editions import TermChange
from models.domain.files import FileUse
from models.domain.lifecycles import State, Verdict, WithdrawalReason
from models.domain.refusals import OutOfReach
from models.tables import (
    Assignment,
    DocumentDecision,
    File,
    HelpRequest,
    MedkEntry,
    NotHeldRequest,
    Task,
    VisitCompanion,
    VisitNote,
    Withdrawal,
)
from models.tables.base import Base
from models.usecases.editions import accept_edition
from models.usecases.history import look_at_history
from models.usecases.links import answer_link, next_link
from models.usecases.tasks import mark_done, take_back
from tests.builders import (
    BIRCH,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    GOVERNOR,
    LAKE,
    NEIGHBOUR,
    NEXT_DIRECTOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)

MISSING = 10**6


async def journal(
    land: Land, number: str, unit: str = LAKE, page: int | None = None, *, by: str = DIRECTOR
) -> HistoryCard:
    assignment = await land.assignment(number, unit)
    return await look_at_history(land.work, await land.actor(by), assignment.id, page)


async def entries(land: Land, number: str, unit: str = LAKE, *, by: str = DIRECTOR) -> tuple[HistoryEntry, ...]:
    return (await journal(land, number, unit, by=by)).entries


async def keeps(land: Land, *rows: Base) -> None:
    """What other rooms of the bot enter, put there as they put it."""
    async with land.work as work:
        work.session.add_all(rows)
        await work.commit()


async def test_a_mark_says_when_it_happened_and_when_it_was_entered(land: Land) -> None:
    await land.publish(row("1", until(3, 31)))
    assignment = await land.assignment("1", LAKE)
    land.clock.set(at(3, 20, 14, 5))
    await mark_done(land.work, await land.actor(DIRECTOR), assignment.id, on=day(3, 12))
    (entry,) = await entries(land, "1")
    assert (entry.on, entry.at, entry.person) == (day(3, 20), time(14, 5), DIRECTOR)
    assert entry.what == Moved(State.PLANNED, State.DONE, day(3, 12), None)


async def test_what_was_taken_back_stays_and_says_so(land: Land) -> None:
    await land.publish(row("1"))
    assignment = await land.assignment("1", LAKE)
    director = await land.actor(DIRECTOR)
    marked = await mark_done(land.work, director, assignment.id)
    assert marked.card.mark is not None
    await take_back(land.work, director, marked.card.mark.change_id)
    first, second = [entry.what for entry in await entries(land, "1")]
    assert isinstance(first, Moved)
    assert isinstance(second, Moved)
    assert (first.undone, first.undoes) == (True, False)
    assert (second.undone, second.undoes, second.to_state) == (False, True, State.PLANNED)


async def test_a_coordinators_mark_says_for_whom(land: Land) -> None:
    await land.publish(row("1"))
    await mark_done(land.work, await land.actor(COORDINATOR), (await land.assignment("1", LAKE)).id)
    (entry,) = await entries(land, "1")
    assert (entry.person, entry.on_behalf, entry.acting_for) == (COORDINATOR, Role.DIRECTOR, None)


async def test_a_substitutes_mark_says_in_whose_place(land: Land) -> None:
    await land.publish(visit("1"))
    await land.appoint(DEPUTY, Role.CURATOR, school=BIRCH, acting_for=CURATOR)
    await mark_done(land.work, await land.actor(DEPUTY), (await land.assignment("1", BIRCH)).id)
    (entry,) = await entries(land, "1", BIRCH, by=COORDINATOR)
    assert (entry.person, entry.acting_for) == (DEPUTY, CURATOR)


async def test_help_is_told_turn_by_turn(land: Land) -> None:
    await land.publish(row("1"))
    assignment, asker, helper = (
        await land.assignment("1", LAKE),
        await land.person(DIRECTOR),
        await land.person(CURATOR),
    )
    await keeps(
        land,
        HelpRequest(
            assignment_id=assignment.id,
            asked_by_id=asker,
            asked_at=at(3, 9, 17),
            text="нет договора",
            taken_by_id=helper,
            taken_at=at(3, 9, 18),
            answer="пришлю образец",
            answered_by_id=helper,
            answered_at=at(3, 9, 19),
            closed_at=at(3, 10, 9),
        ),
    )
    assert [(one.person, one.what) for one in await entries(land, "1")] == [
        (DIRECTOR, Said(Turn.HELP_ASKED, "нет договора")),
        (CURATOR, Said(Turn.HELP_TAKEN)),
        (CURATOR, Said(Turn.HELP_ANSWERED, "пришлю образец")),
        (DIRECTOR, Said(Turn.HELP_WITHDRAWN)),
    ]


async def test_help_that_a_mark_ended_was_withdrawn_by_nobody(land: Land) -> None:
    await land.publish(row("1"))
    assignment = await land.assignment("1", LAKE)
    asked = HelpRequest(assignment_id=assignment.id, asked_by_id=await land.person(DIRECTOR), asked_at=land.clock())
    await keeps(land, asked)
    land.clock.move(minutes=5)
    await mark_done(land.work, await land.actor(DIRECTOR), assignment.id)
    assert [type(one.what) for one in await entries(land, "1")] == [Said, Moved]


@pytest.mark.parametrize(
    ("accepted", "turn"), [(True, Turn.NOT_HELD_ACCEPTED), (False, Turn.NOT_HELD_DECLINED), (None, None)]
)
async def test_what_is_said_not_to_be_held_is_told_with_the_decision(
    land: Land, accepted: bool | None, turn: Turn | None
) -> None:
    await land.publish(row("1"))
    decided = accepted is not None
    await keeps(
        land,
        NotHeldRequest(
            assignment_id=(await land.assignment("1", LAKE)).id,
            asked_by_id=await land.person(DIRECTOR),
            asked_at=at(3, 9, 17),
            reason="нет детей",
            accepted=accepted,
            decided_by_id=await land.person(COORDINATOR) if decided else None,
            decided_at=at(3, 9, 18) if decided else None,
            closed_at=at(3, 9, 18),
        ),
    )
    first, second = await entries(land, "1")
    assert first.what == Said(Turn.NOT_HELD_ASKED, "нет детей")
    assert second.what == Said(turn or Turn.NOT_HELD_WITHDRAWN)
    assert second.person == (COORDINATOR if decided else DIRECTOR)


async def test_the_second_tick_is_told_and_that_it_was_taken_back(land: Land) -> None:
    await land.publish(row("1"))
    assignment_id, person_id = (await land.assignment("1", LAKE)).id, await land.person(DIRECTOR)
    ticked: list[tuple[date | None, int]] = [(day(3, 9), 17), (None, 18)]
    await keeps(
        land,
        *(
            MedkEntry(assignment_id=assignment_id, person_id=person_id, medk_on=on, entered_at=at(3, 9, hour))
            for on, hour in ticked
        ),
    )
    assert [one.what for one in await entries(land, "1")] == [Ticked(day(3, 9)), Ticked(None)]


async def test_documents_are_told_with_every_word_about_them(land: Land) -> None:
    await land.publish(document("1"))
    sent = await land.sends(DIRECTOR, (await land.assignment("1", LAKE)).id)
    judge = await land.person(CURATOR)
    words = [
        DocumentDecision(
            document_id=sent.document_id, person_id=judge, verdict=Verdict.CONFIRMED, decided_at=at(3, 10, 9)
        ),
        DocumentDecision(
            document_id=sent.document_id, person_id=judge, verdict=Verdict.SENT, decided_at=at(3, 10, 10), undoes_id=1
        ),
    ]
    await keeps(land, *words)
    told = [one.what for one in await entries(land, "1")]
    assert [one for one in told if isinstance(one, DocumentSent)] == [DocumentSent(1)]
    assert [one for one in told if isinstance(one, Judged)] == [
        Judged(1, Verdict.CONFIRMED, undone=True),
        Judged(1, Verdict.SENT, undoes=True),
    ]


async def test_a_visit_is_told_with_companions_notes_files_and_steps(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    assignment = await land.assignment("1", LAKE)
    await mark_done(land.work, await land.actor(CURATOR), assignment.id)
    one, person, other = assignment.id, await land.person(CURATOR), await land.person(COORDINATOR)
    (task,) = await land.rows(Task, Task.id == assignment.task_id)
    photos = [
        File(
            assignment_id=one,
            use=FileUse.PHOTO,
            file_id=f"photo {nth}",
            is_photo=True,
            album="7",
            sent_by_id=person,
            sent_at=at(3, 9, 18),
        )
        for nth in range(3)
    ]
    step = Task(
        roadmap_id=task.roadmap_id,
        position=-1,
        number="шаг 1",
        text="Провести педсовет",
        timing_raw="",
        executors=[],
        links=[],
        kind=task.kind,
        scope=task.scope,
        step_of_id=one,
        added_by_id=person,
        added_at=at(3, 9, 20),
    )
    note = VisitNote(assignment_id=one, person_id=person, text="тихо", noted_at=at(3, 9, 19), removed_at=at(3, 9, 20))
    await keeps(land, *photos, step, note)
    await keeps(land, VisitCompanion(assignment_id=one, person_id=other, joined_at=at(3, 9, 17)))
    assert [(entry.person, entry.what) for entry in await entries(land, "1", by=CURATOR)][1:] == [
        (COORDINATOR, Said(Turn.WAS_THERE)),
        (CURATOR, Evidence(FileUse.PHOTO, 3)),
        (CURATOR, Said(Turn.NOTED, "тихо", undone=True)),
        (CURATOR, Said(Turn.STEP, "Провести педсовет")),
    ]


async def test_that_it_left_the_plan_and_came_back_is_told(land: Land) -> None:
    await land.publish(row("1"))
    assignment = await land.assignment("1", LAKE)
    gone = Withdrawal(
        assignment_id=assignment.id,
        reason=WithdrawalReason.LEFT_PROJECT,
        withdrawn_at=at(3, 9, 17),
        returned_at=at(3, 9, 18),
    )
    await keeps(land, gone)
    assert [(one.person, one.what) for one in await entries(land, "1")] == [
        (None, LeftPlan(WithdrawalReason.LEFT_PROJECT)),
        (None, CameBack(WithdrawalReason.LEFT_PROJECT)),
    ]


async def test_an_edition_tells_how_the_term_was_and_how_it_is(land: Land) -> None:
    others = [replace(row(number), text=words) for number, words in (("2", "Семинар"), ("3", "Педсовет"))]
    await land.publish(row("1", until(3, 31)), *others)
    draft = await land.receive(row("1", until(4, 15), timing_raw="до 15 апреля"), *others)
    await accept_edition(land.work, await land.actor(COORDINATOR), draft.draft_id, 1, Calendars())
    (entry,) = await entries(land, "1")
    assert entry.person == COORDINATOR
    assert entry.what == TermMoved(TermChange.MOVED, 2, None, day(3, 31), None, day(4, 15))


async def test_a_linked_row_is_named_with_its_map(land: Land) -> None:
    words = "Первичное посещение школ кураторами"
    await land.publish(replace(visit("14"), text=words), by=GOVERNOR)
    await land.publish(replace(visit("3.2"), text=words))
    coordinator = await land.actor(COORDINATOR)
    card = await next_link(land.work, coordinator)
    assert card is not None
    await answer_link(land.work, coordinator, card.municipal.task_id, card.regional.task_id, accepted=True)
    (entry,) = await entries(land, "3.2", by=CURATOR)
    assert (entry.person, entry.what) == (COORDINATOR, Linked("14", "Дорожная карта"))


async def test_a_journal_is_paged_by_ten_and_opens_at_its_newest(land: Land) -> None:
    await land.publish(row("1"))
    assignment, director = await land.assignment("1", LAKE), await land.actor(DIRECTOR)
    for _ in range(6):
        marked = await mark_done(land.work, director, assignment.id)
        assert marked.card.mark is not None
        land.clock.move(minutes=1)
        await take_back(land.work, director, marked.card.mark.change_id)
        land.clock.move(minutes=1)
    newest = await journal(land, "1")
    assert (newest.page, newest.pages, newest.total, len(newest.entries)) == (1, 2, 12, 2)
    oldest = await journal(land, "1", page=0)
    assert len(oldest.entries) == 10
    assert oldest.entries[0].at < newest.entries[-1].at
    assert (await journal(land, "1", page=99)).page == 1


async def test_only_within_reach(land: Land) -> None:
    await land.publish(row("1"))
    assignment = await land.assignment("1", LAKE)
    for name in (NEIGHBOUR, NEXT_DIRECTOR):
        with pytest.raises(OutOfReach):
            await look_at_history(land.work, await land.actor(name), assignment.id)
    for name in (DIRECTOR, CURATOR, COORDINATOR, GOVERNOR):
        assert (await look_at_history(land.work, await land.actor(name), assignment.id)).entries == ()
    with pytest.raises(OutOfReach):
        await look_at_history(land.work, await land.actor(DIRECTOR), MISSING)
    await land.withdraw(assignment.id)
    with pytest.raises(OutOfReach):
        await look_at_history(land.work, await land.actor(DIRECTOR), assignment.id)
    assert (await land.rows(Assignment, Assignment.id == assignment.id))[0].withdrawn_at is not None
