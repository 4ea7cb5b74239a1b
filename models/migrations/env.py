"""What alembic runs: the connection comes from models.migrations.run, never from a file."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from models.tables import Base
from models.tables.base import Moment


def render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """A migration must outlive the types of the day: a moment is written as what the database keeps."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
