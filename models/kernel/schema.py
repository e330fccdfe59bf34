"""Bringing a database to today's schema with Alembic's migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.kernel.database import Database

ROOT = Path(__file__).resolve().parent.parent.parent


def _settings(database: Database) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    settings.attributes["database"] = database
    return settings


def upgrade(database: Database) -> None:
    """Applies what is missing; nothing where all is there."""
    if not is_current(database):
        command.upgrade(_settings(database), "head")


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    with database.engine.connect() as connection:
        standing = MigrationContext.configure(connection).get_current_revision()
    return standing == ScriptDirectory.from_config(_settings(database)).get_current_head()
