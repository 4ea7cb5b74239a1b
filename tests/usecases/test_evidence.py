from datetime import timedelta

import pytest

from models.cards.documents import SentFile
from models.cards.evidence import Added, LastAdded, VisitCard
from models.domain.files import FileUse
from models.domain.plan import Executor, Kind
from models.domain.refusals import FileTooLarge, NotEvidence, NotYours, OutOfReach, WrongState
from models.tables import File, VisitNote
from models.usecases.evidence import (
    add_evidence,
    add_note,
    look_at_evidence,
    look_at_visit,
    may_add,
    remove_evidence,
    remove_note,
)
from models.usecases.tasks import mark_done, take_back
from models.usecases.visits import join_visit
from models.work import AppliedBefore, Work
from tests.builders import (
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    LAKE,
    NEIGHBOUR,
    NEXT_CURATOR,
    Land,
    day,
    row,
    until,
    visit,
)

MB = 1024 * 1024
PHOTO = SentFile(None, "photo 1", photo=True, size=MB)
REFERENCE = SentFile("справка.docx", "reference", size=MB)
BOTH = (Executor.CURATOR, Executor.MUNICIPAL_COORDINATOR)


@pytest.fixture
async def visited(land: Land) -> int:
    """The curator has been at the lake's school."""
    await land.publish(row("1", until(3, 9), by=BOTH, kind=Kind.VISIT), row("2", until(3, 9)))
    found = await land.assignment("1", LAKE)
    await mark_done(land.work, await land.actor(CURATOR), found.id)
    return found.id


async def sends_photo(land: Land, visit_id: int, file: SentFile = PHOTO, by: str = CURATOR) -> VisitCard:
    return await add_evidence(land.work, await land.actor(by), visit_id, FileUse.PHOTO, file)


async def sends_paper(land: Land, visit_id: int, file: SentFile = REFERENCE, by: str = CURATOR) -> VisitCard:
    return await add_evidence(land.work, await land.actor(by), visit_id, FileUse.REFERENCE, file)


async def test_photos_and_the_reference_are_kept_with_the_visit(land: Land, visited: int) -> None:
    await sends_photo(land, visited)
    card = await sends_paper(land, visited)
    assert (card.photos, [file.name for file in card.references]) == (1, ["справка.docx"])
    assert (card.visited_on, card.task.unit) == (day(3, 9), LAKE)
    kept = [(one.use, one.file_id, one.is_photo, one.size) for one in await land.rows(File)]
    assert kept == [(FileUse.PHOTO, "photo 1", True, MB), (FileUse.REFERENCE, "reference", False, MB)]


async def test_a_paper_among_photos_is_a_reference_and_a_picture_file_a_photo(land: Land, visited: int) -> None:
    await sends_photo(land, visited, REFERENCE)
    card = await sends_photo(land, visited, SentFile("IMG_1.HEIC", "picture", size=MB))
    assert (card.photos, len(card.references)) == (1, 1)


async def test_a_photo_may_be_the_reference_and_a_link_too(land: Land, visited: int) -> None:
    await sends_paper(land, visited, PHOTO)
    card = await sends_paper(land, visited, SentFile(link="https://example.ru/s"))
    assert [file.link for file in card.references] == [None, "https://example.ru/s"]


@pytest.mark.parametrize(
    ("file", "refused"),
    [
        (SentFile("архив.zip", "zip", size=MB), NotEvidence),
        (SentFile("без имени", "x", size=MB), NotEvidence),
        (SentFile("справка.pdf", "big", size=20 * MB + 1), FileTooLarge),
    ],
)
async def test_what_is_no_evidence_is_refused(
    land: Land, visited: int, file: SentFile, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await sends_paper(land, visited, file)
    assert await land.rows(File) == []


async def test_twenty_megabytes_are_taken(land: Land, visited: int) -> None:
    assert len((await sends_paper(land, visited, SentFile("с.pdf", "f", size=20 * MB))).references) == 1


async def test_an_album_is_taken_away_as_one(land: Land, visited: int) -> None:
    await sends_photo(land, visited)
    land.clock.move(minutes=1)
    for number in (1, 2, 3):
        card = await sends_photo(land, visited, SentFile(None, f"p{number}", photo=True, album="a"))
    assert card.photos == 4
    last = card.last
    assert last is not None
    assert (last.kind, last.count) == (Added.PHOTO, 3)
    card = await remove_evidence(land.work, await land.actor(CURATOR), last.added_id)
    assert card.photos == 1
    assert card.last is not None
    assert card.last.count == 1
    assert len([one for one in await land.rows(File) if one.removed_at]) == 3


async def test_what_is_taken_away_twice_is_gone_once(land: Land, visited: int) -> None:
    card = await sends_photo(land, visited)
    assert card.last is not None
    for _ in range(2):
        after = await remove_evidence(land.work, await land.actor(CURATOR), card.last.added_id)
        assert (after.photos, after.last) == (0, None)


async def test_only_who_sent_it_takes_it_away(land: Land, visited: int) -> None:
    card = await sends_photo(land, visited)
    assert card.last is not None
    with pytest.raises(NotYours):
        await remove_evidence(land.work, await land.actor(COORDINATOR), card.last.added_id)
    with pytest.raises(OutOfReach):
        await remove_evidence(land.work, await land.actor(NEXT_CURATOR), card.last.added_id)


async def test_a_note_is_kept_and_taken_away(land: Land, visited: int) -> None:
    card = await add_note(land.work, await land.actor(CURATOR), visited, "Были на уроках")
    assert [(note.text, note.person, note.noted_on) for note in card.notes] == [("Были на уроках", CURATOR, day(3, 9))]
    assert card.last is not None
    assert card.last == LastAdded(Added.NOTE, card.last.added_id)
    for _ in range(2):
        card = await remove_note(land.work, await land.actor(CURATOR), (await land.rows(VisitNote))[0].id)
        assert card.notes == ()


async def test_anothers_note_stays(land: Land, visited: int) -> None:
    await add_note(land.work, await land.actor(CURATOR), visited, "Были на уроках")
    (note,) = await land.rows(VisitNote)
    with pytest.raises(NotYours):
        await remove_note(land.work, await land.actor(COORDINATOR), note.id)


async def test_words_under_a_photo_are_a_note(land: Land, visited: int) -> None:
    actor = await land.actor(CURATOR)
    card = await add_evidence(land.work, actor, visited, FileUse.PHOTO, PHOTO, "Кабинет физики")
    assert (card.photos, [note.text for note in card.notes]) == (1, ["Кабинет физики"])


async def test_undoing_the_mark_keeps_notes_and_files(land: Land, visited: int) -> None:
    actor = await land.actor(CURATOR)
    await sends_photo(land, visited)
    await add_note(land.work, actor, visited, "Были на уроках")
    (change,) = await land.journal(visited)
    await take_back(land.work, actor, change.id)
    card = await look_at_visit(land.work, actor, visited)
    assert (card.visited_on, card.photos, len(card.notes), card.may_add) == (None, 1, 1, False)
    with pytest.raises(WrongState):
        await sends_photo(land, visited)
    await mark_done(land.work, actor, visited)
    card = await look_at_visit(land.work, actor, visited)
    assert (card.visited_on, card.photos, len(card.notes), card.may_add) == (day(3, 9), 1, 1, True)


async def test_who_was_not_there_only_looks(land: Land, visited: int) -> None:
    await sends_photo(land, visited)
    for name in (COORDINATOR, DIRECTOR):
        actor = await land.actor(name)
        card = await look_at_visit(land.work, actor, visited)
        assert (card.photos, card.may_add, card.last) == (1, False, None)
        with pytest.raises(NotYours):
            await may_add(land.work, actor, visited)
        with pytest.raises(NotYours):
            await sends_photo(land, visited, by=name)


async def test_a_companion_adds_too(land: Land, visited: int) -> None:
    actor = await land.actor(COORDINATOR)
    await join_visit(land.work, actor, visited)
    assert (await may_add(land.work, actor, visited)).may_add
    assert (await sends_photo(land, visited, by=COORDINATOR)).photos == 1


async def test_files_are_shown_to_the_school_and_hidden_from_neighbours(land: Land, visited: int) -> None:
    await sends_photo(land, visited)
    await sends_paper(land, visited)
    files = await look_at_evidence(land.work, await land.actor(DIRECTOR), visited)
    assert ([one.file_id for one in files.photos], [one.name for one in files.references]) == (
        ["photo 1"],
        ["справка.docx"],
    )
    for name in (NEIGHBOUR, NEXT_CURATOR, BIRCH_DIRECTOR):
        with pytest.raises(OutOfReach):
            await look_at_evidence(land.work, await land.actor(name), visited)
        with pytest.raises(OutOfReach):
            await look_at_visit(land.work, await land.actor(name), visited)


async def test_what_is_no_visit_has_no_visits_card(land: Land, visited: int) -> None:
    other = await land.assignment("2", LAKE)
    with pytest.raises(OutOfReach):
        await look_at_visit(land.work, await land.actor(DIRECTOR), other.id)


async def test_nothing_is_added_before_the_mark(land: Land) -> None:
    await land.publish(visit("1", until(3, 9)))
    found = await land.assignment("1", LAKE)
    with pytest.raises(WrongState):
        await may_add(land.work, await land.actor(CURATOR), found.id)
    with pytest.raises(WrongState):
        await sends_photo(land, found.id)


async def test_a_photo_that_comes_again_after_a_crash_is_one(land: Land, visited: int) -> None:
    actor = await land.actor(CURATOR)
    again = Work(land.sessions, land.clock, update_id=1, applied=True)
    with pytest.raises(AppliedBefore):
        await add_evidence(again, actor, visited, FileUse.PHOTO, PHOTO)
    assert await land.rows(File) == []


async def test_what_was_added_last_is_by_time(land: Land, visited: int) -> None:
    await sends_photo(land, visited)
    land.clock.move(minutes=1)
    card = await add_note(land.work, await land.actor(CURATOR), visited, "Были на уроках")
    assert card.last is not None
    assert card.last.kind is Added.NOTE
    land.clock.set(land.clock() + timedelta(days=30))
    card = await look_at_visit(land.work, await land.actor(CURATOR), visited)
    assert card.last is not None
