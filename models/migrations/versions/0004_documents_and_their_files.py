"""Documents and their files: several files a version, reasons of one's own, every decision kept, returns without fault.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REMARKS = ("wrong_risk", "no_approval", "unreadable", "old_year", "no_link", "wrong_file", "requirements", "in_words")


def _remark() -> sa.Enum:
    return sa.Enum(*REMARKS, name="remark", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "return_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("code", _remark(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("blameless", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_return_reasons_added_by_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_return_reasons_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_reasons")),
    )
    op.create_index(op.f("ix_return_reasons_territory_id"), "return_reasons", ["territory_id"])

    op.create_table(
        "document_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("sent", "confirmed", "returned", "withdrawn", name="verdict", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("remark", _remark(), nullable=True),
        sa.Column("remark_text", sa.String(), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("blameless", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_document_decisions_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_document_decisions_person_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["return_reasons.id"], name=op.f("fk_document_decisions_reason_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["document_decisions.id"], name=op.f("fk_document_decisions_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_decisions")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_document_decisions_undoes_id")),
    )
    op.create_index(op.f("ix_document_decisions_document_id"), "document_decisions", ["document_id"])
    op.execute(
        "INSERT INTO document_decisions"
        " (document_id, person_id, verdict, remark, remark_text, blameless, decided_at)"
        " SELECT id, decided_by_id, verdict, remark, remark_text, FALSE, decided_at FROM documents"
        " WHERE decided_by_id IS NOT NULL AND decided_at IS NOT NULL"
    )

    op.add_column("files", sa.Column("try_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "INSERT INTO files"
        " (assignment_id, document_id, use, file_id, name, is_photo, link, sent_by_id, sent_at, attempts)"
        " SELECT assignment_id, id, 'document', file_id, file_name, is_photo, link, sent_by_id, sent_at, 0"
        " FROM documents ORDER BY id"
    )

    op.create_index("ix_outbox_fact", "outbox", ["kind", "once"])

    # Said plainly, since a batch would make the table anew and look at those it refers to.
    for moved in ("file_id", "file_name", "is_photo", "link"):
        op.drop_column("documents", moved)
    op.add_column("documents", sa.Column("words", sa.String(), nullable=True))
    op.add_column("documents", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("documents", sa.Column("term_before", sa.Date(), nullable=True))
    op.add_column("documents", sa.Column("term_until", sa.Date(), nullable=True))
    op.add_column("documents", sa.Column("blameless", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_reference("documents", "opened_by_id", "people"))
    op.execute(_reference("documents", "reason_id", "return_reasons"))


def _reference(table: str, column: str, to: str) -> str:
    name = f"fk_{table}_{column}"
    return f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {to} (id)"


def downgrade() -> None:
    op.drop_index("ix_outbox_fact", "outbox")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        for added in ("reason_id", "opened_by_id", "blameless", "term_until", "term_before", "opened_at", "words"):
            batch_op.drop_column(added)
        batch_op.add_column(sa.Column("file_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("file_name", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_photo", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("link", sa.String(), nullable=True))
    # There was one file a version: the first.
    op.execute(
        "UPDATE documents SET file_id = first.file_id, file_name = first.name, is_photo = first.is_photo,"
        " link = first.link FROM files AS first WHERE first.id ="
        " (SELECT MIN(files.id) FROM files WHERE files.document_id = documents.id)"
    )
    op.execute("DELETE FROM files WHERE use = 'document'")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_column("try_at")
    op.drop_table("document_decisions")
    op.drop_table("return_reasons")
