"""Files that people send are kept by the bot too, and outlive the messenger's own copy."""

from datetime import timedelta
from hashlib import sha256

import pytest

from bot.emulator.faults import server_error
from models.tables import File
from models.usecases.files import MOST_ATTEMPTS
from tests.chat import Chat
from tests.dialogues.conftest import OZERSK, Town
from tests.dialogues.test_documents import attaches

pytestmark = pytest.mark.usefixtures("roadmap")

CONTENT = b"concept of development"
HASH = sha256(CONTENT).hexdigest()


async def file_in(town: Town) -> File:
    async with town.app.work().reading() as session:
        found = await session.get(File, 1)
    assert found is not None
    return found


@pytest.fixture
async def sent(town: Town, director: Chat) -> Chat:
    await attaches(town, director)
    await director.sends_file("Концепция.docx", CONTENT)
    return director


async def test_a_file_is_kept_under_the_hash_of_its_content(town: Town, sent: Chat) -> None:
    await town.app.keeper.drain()
    kept = await file_in(town)
    assert (kept.sha256, kept.size, kept.stored_at) == (HASH, len(CONTENT), town.clock())
    assert town.folder.joinpath(HASH[:2], HASH).read_bytes() == CONTENT


async def test_the_same_content_is_kept_once(town: Town, sent: Chat) -> None:
    await attaches(town, sent, "2.7")
    await sent.sends_file("Программа.docx", CONTENT)
    await town.app.keeper.drain()
    assert [one.name for one in town.folder.rglob("*") if one.is_file()] == [HASH]


async def test_what_fails_is_tried_again_later(town: Town, sent: Chat) -> None:
    town.expects("getFile", 500)
    town.world.faults.put(server_error(), method="getFile")
    await town.app.keeper.drain()
    failed = await file_in(town)
    assert (failed.sha256, failed.attempts, failed.try_at) == (None, 1, town.clock() + timedelta(minutes=1))
    await town.app.keeper.drain()
    assert (await file_in(town)).attempts == 1
    town.clock.set(town.clock() + timedelta(minutes=1))
    await town.app.keeper.drain()
    kept = await file_in(town)
    assert (kept.sha256, kept.failure) == (HASH, None)


async def test_what_the_messenger_never_gives_is_not_asked_for_again(town: Town, sent: Chat) -> None:
    town.expects("getFile")
    town.world.files.files.clear()
    await town.app.keeper.drain()
    failed = await file_in(town)
    assert (failed.attempts, failed.sha256) == (MOST_ATTEMPTS, None)
    assert "invalid file_id" in (failed.failure or "")


async def test_a_link_needs_no_keeping(town: Town, director: Chat) -> None:
    await attaches(town, director)
    await director.says("https://example.ru/plan")
    await town.app.keeper.drain()
    assert not town.folder.exists()


async def test_our_own_copy_is_shown_where_the_messenger_has_lost_the_file(
    town: Town, sent: Chat, curator: Chat
) -> None:
    await town.app.keeper.drain()
    town.world.files.files.clear()
    town.expects("sendDocument")
    await town.opens(curator, "2.6", OZERSK)
    await curator.presses("📄 Открыть документ")
    shown = curator.sees("Документ на проверку", "2.6")
    assert shown.file_name == "Концепция.docx"
    assert shown.file is not None
    assert shown.file.content == CONTENT
    assert curator.buttons(shown) == ["Подтвердить", "Вернуть"]
