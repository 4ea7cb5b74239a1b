"""The five documents on the way a coordinator sends them: read, kept as a draft, looked at, published.

`python -m tests.gold_publication [FOLDER]`; where the folder is missing it prints NOT CHECKED and ends well.
Schools are those the document itself names, so every row finds whom it concerns.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.database import open_sessions
from bot.upgrade import upgrade
from models.cards.roadmaps import PublishedCard
from models.domain.access import Actor, Role
from models.domain.plan import Level
from models.language.participants import SchoolLine
from models.roadmap.draft import Draft
from models.roadmap.isolated import read_isolated
from models.usecases import people, publication, roadmaps, schools
from models.work import Clock, Sessions, Work

ZONE = "Europe/Moscow"
OTHERS = ("Первая пробная СОШ", "Вторая пробная ООШ")


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared") / "seeds"
    files = sorted(folder.glob("*.txt"))
    if not files:
        say(f"NOT CHECKED: no documents in {folder}")
        return 0
    made = [asyncio.run(publish(file, file.read_bytes())) for file in files]
    rows = sum(card.rows for card in made)
    say(f"published: {len(made)} documents, {rows} rows, {sum(card.assignments for card in made)} assignments")
    return 0 if rows == 144 else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def publish(file: Path, source: bytes) -> PublishedCard:
    """One document, sent on the first day of its year."""
    read = await read_isolated(source, file.name)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/vekha.sqlite3"
        await upgrade(url)
        async with open_sessions(url) as sessions:
            card = await _send(sessions, lambda: datetime(read.year, 1, 1, 9, tzinfo=UTC), file.name, source, read)
    say(f"{file.stem}: {card.rows} rows, {card.assignments} assignments, {card.waiting} waiting")
    return card


async def _send(sessions: Sessions, clock: Clock, name: str, source: bytes, read: Draft) -> PublishedCard:
    actor = await _coordinator(sessions, clock, read)
    work = Work(sessions, clock)
    draft = await roadmaps.receive_roadmap(work, actor, name=name, source=source, read=read)
    return await publication.publish_roadmap(Work(sessions, clock), actor, draft.draft_id)


async def _coordinator(sessions: Sessions, clock: Clock, read: Draft) -> Actor:
    """Somebody who may publish it: the list of schools is filled, and they come in by a link."""
    named = dict.fromkeys(name for task in read.tasks for name in task.schools)
    region, municipality = ("Область", "Район") if read.level is Level.REGION else ("", "Район")
    lines = [
        SchoolLine(number, municipality, name, ZONE, True, region) for number, name in enumerate([*named, *OTHERS], 2)
    ]
    await schools.add_schools(Work(sessions, clock), lines)
    invitation = await people.invite(Work(sessions, clock), Role.COORDINATOR, territory=region or municipality)
    token_hash = people.hash_of(invitation.token)
    await people.join(Work(sessions, clock), token_hash, platform="telegram", chat_id="1", name="Координатор")
    actor = (await people.arrive(Work(sessions, clock), "telegram", "1")).actor
    assert actor is not None
    return actor


if __name__ == "__main__":
    sys.exit(main())
