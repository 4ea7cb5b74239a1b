"""Statements whose answer nobody waits for are done with the next one, or not at all."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from models.tables import Fact, Person
from models.tables.base import table_of
from models.tables.dialect import put_ahead
from models.work import Work

NOTE = insert(table_of(Fact))


async def facts(work: Work) -> list[str]:
    async with work.reading() as session:
        return [*await session.scalars(select(Fact.name).order_by(Fact.name))]


async def test_it_is_there_for_the_next_statement_and_for_good_after_the_commit(work: Work) -> None:
    async with work:
        await put_ahead(work.connection, NOTE, {"name": "a", "value": "1"})
        await put_ahead(work.connection, NOTE, {"name": "b", "value": "2"})
        seen = (await work.connection.execute(select(table_of(Fact).c.value).order_by("value"))).scalars().all()
        await put_ahead(work.connection, NOTE, {"name": "c", "value": "3"})
        await work.commit()
    assert seen == ["1", "2"]
    assert await facts(work) == ["a", "b", "c"]


async def test_without_a_commit_nothing_was(work: Work) -> None:
    async with work:
        await put_ahead(work.connection, NOTE, {"name": "a", "value": "1"})
    async with work:
        await put_ahead(work.connection, NOTE, {"name": "b", "value": "1"})
        await work.session.flush()
        await work.commit()
    assert await facts(work) == ["b"]


async def test_its_failure_is_the_commits_and_undoes_all(work: Work) -> None:
    async def twice() -> None:
        async with work:
            await put_ahead(work.connection, NOTE, {"name": "a", "value": "1"})
            await put_ahead(work.connection, NOTE, {"name": "a", "value": "2"})
            await work.commit()

    with pytest.raises(IntegrityError):
        await twice()
    assert await facts(work) == []
    async with work:
        await put_ahead(work.connection, NOTE, {"name": "b", "value": "1"})
        await work.commit()
    assert await facts(work) == ["b"]


async def test_it_knows_its_number_after_the_commit(work: Work) -> None:
    async with work:
        first = await put_ahead(work.connection, insert(table_of(Person)), {"name": "Анна"})
        second = await put_ahead(work.connection, insert(table_of(Person)), {"name": "Вера"})
        await work.commit()
    async with work.reading() as session:
        names = {person.id: person.name for person in await session.scalars(select(Person))}
    assert (names[first.inserted_id()], names[second.inserted_id()]) == ("Анна", "Вера")
