"""Bringing a database to today's schema with Alembic's migrations."""

from pathlib import Path
from typing import TYPE_CHECKING

from models.kernel.database import Database

# Alembic is loaded by whoever migrates: those who serve never do.
if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parent.parent.parent


def settings(database: Database) -> "Config":
    """How Alembic finds the migrations and this database."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations"))
    found.attributes["database"] = database
    return found


def upgrade(database: Database) -> None:
    """Applies what is missing; nothing where all is there."""
    from alembic import command

    if not is_current(database):
        command.upgrade(settings(database), "head")


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with database.engine.connect() as connection:
        existing = MigrationContext.configure(connection).get_current_revision()
    return existing == ScriptDirectory.from_config(settings(database)).get_current_head()
