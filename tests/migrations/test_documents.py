"""Documents that were sent before they had files of their own keep them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from models.migrations.run import migrate

OLD = """
INSERT INTO documents (id, assignment_id, version, file_id, file_name, is_photo, link, sent_by_id, sent_at, verdict,
                       remark, remark_text, decided_by_id, decided_at)
VALUES (1, 5, 1, 'scan', 'План.pdf', 0, NULL, 7, '2027-03-01 09:00:00', 'returned', 'in_words', 'Нет подписи', 8,
        '2027-03-02 09:00:00'),
       (2, 5, 2, NULL, NULL, 0, 'https://example.ru/plan', 7, '2027-03-03 09:00:00', 'sent', NULL, NULL, NULL, NULL)
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'vekha.sqlite3'}")
    with engine.connect() as connection:
        migrate(connection, to="0003")
        connection.execute(text(OLD))
        migrate(connection)
        yield connection
    engine.dispose()


def test_a_file_and_a_link_stand_with_their_versions(connection: Connection) -> None:
    files = connection.execute(
        text("SELECT assignment_id, document_id, use, file_id, name, is_photo, link, sent_by_id, sent_at FROM files")
    )
    assert [tuple(row) for row in files] == [
        (5, 1, "document", "scan", "План.pdf", 0, None, 7, "2027-03-01 09:00:00"),
        (5, 2, "document", None, None, 0, "https://example.ru/plan", 7, "2027-03-03 09:00:00"),
    ]


def test_a_word_that_was_said_stands_among_the_decisions(connection: Connection) -> None:
    decisions = connection.execute(
        text("SELECT document_id, person_id, verdict, remark, remark_text, decided_at FROM document_decisions")
    )
    assert [tuple(row) for row in decisions] == [(1, 8, "returned", "in_words", "Нет подписи", "2027-03-02 09:00:00")]


def test_the_documents_themselves_stay_as_they_were(connection: Connection) -> None:
    kept = connection.execute(text("SELECT id, version, verdict, remark_text, blameless FROM documents ORDER BY id"))
    assert [tuple(row) for row in kept] == [(1, 1, "returned", "Нет подписи", 0), (2, 2, "sent", None, 0)]
