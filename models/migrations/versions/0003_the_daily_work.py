"""The daily work: help that is answered, what is not held, the second tick, notes and files, next steps, risks.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_risks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["people.id"], name=op.f("fk_school_risks_lifted_by_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["people.id"], name=op.f("fk_school_risks_named_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_school_risks_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_risks")),
    )
    with op.batch_alter_table("school_risks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_risks_school_id"), ["school_id"], unique=False)

    op.create_table(
        "medk_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "on_behalf",
            sa.Enum(
                "coordinator", "curator", "director", "school_coordinator", name="role", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("medk_on", sa.Date(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_medk_entries_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_medk_entries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medk_entries")),
    )
    with op.batch_alter_table("medk_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medk_entries_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "not_held_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "on_behalf",
            sa.Enum(
                "coordinator", "curator", "director", "school_coordinator", name="role", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_not_held_requests_asked_by_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_not_held_requests_assignment_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_not_held_requests_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_held_requests")),
    )
    with op.batch_alter_table("not_held_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_not_held_requests_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "visit_companions",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_visit_companions_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visit_companions_person_id")),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", name=op.f("pk_visit_companions")),
    )
    op.create_table(
        "visit_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_visit_notes_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visit_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_notes")),
    )
    with op.batch_alter_table("visit_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_notes_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column(
            "use",
            sa.Enum("document", "photo", "reference", name="fileuse", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("is_photo", sa.Boolean(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_files_assignment_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_files_document_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people.id"], name=op.f("fk_files_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_document_id"), ["document_id"], unique=False)
        batch_op.create_index("ix_files_unstored", ["stored_at", "attempts"], unique=False)

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu", sa.String(), nullable=True))

    # Said plainly, since batches would make these tables anew: a column with its reference is the same everywhere.
    op.add_column("help_requests", sa.Column("answer", sa.String(), nullable=True))
    op.add_column("help_requests", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(_reference("help_requests", "answered_by_id", "people"))

    op.execute(_reference("tasks", "step_of_id", "assignments"))
    op.execute(_reference("tasks", "added_by_id", "people"))
    op.add_column("tasks", sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_tasks_step_of_id"), "tasks", ["step_of_id"])

    op.execute(
        "INSERT INTO visit_notes (assignment_id, person_id, text, noted_at)"
        " SELECT assignment_id, marked_by_id, note, marked_at FROM visits WHERE note IS NOT NULL"
    )
    op.drop_column("visits", "note")


def _reference(table: str, column: str, to: str) -> str:
    name = f"fk_{table}_{column}"
    return f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {to} (id)"


def downgrade() -> None:
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.VARCHAR(), nullable=True))

    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_step_of_id"))
        batch_op.drop_column("added_at")
        batch_op.drop_column("added_by_id")
        batch_op.drop_column("step_of_id")

    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answered_by_id")
        batch_op.drop_column("answer")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("menu")

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index("ix_files_unstored")
        batch_op.drop_index(batch_op.f("ix_files_document_id"))
        batch_op.drop_index(batch_op.f("ix_files_assignment_id"))

    op.drop_table("files")
    with op.batch_alter_table("visit_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_notes_assignment_id"))

    op.drop_table("visit_notes")
    op.drop_table("visit_companions")
    with op.batch_alter_table("not_held_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_not_held_requests_assignment_id"))

    op.drop_table("not_held_requests")
    with op.batch_alter_table("medk_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_medk_entries_assignment_id"))

    op.drop_table("medk_entries")
    with op.batch_alter_table("school_risks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_risks_school_id"))

    op.drop_table("school_risks")
