"""Bringing a database to today's schema with Alembic's migrations."""

from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from models.kernel.database import Database

# Alembic is loaded by whoever migrates: those who serve never do.
if TYPE_CHECKING:
    from alembic.config import Config

# So often a change comes again, and after so many seconds.
_TRIES, _REST_SECONDS = 5, 1.0
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
        among_people(lambda: command.upgrade(settings(database), "head"))


def among_people(change: Callable[[], None]) -> None:
    """Changes the schema while others use its tables: it waits for them, and they behind it. Where that takes too long,
    or goes round in a circle, the change steps back as a whole and comes again. Raises what it met last."""
    # It knows what every store says, and is loaded by whoever asks.
    from models.kernel.trouble import trouble_of

    for left in reversed(range(_TRIES)):
        try:
            return change()
        except DBAPIError as error:
            if not left or trouble_of(error) != "busy":
                raise
        sleep(_REST_SECONDS)
    return None


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with database.engine.connect() as connection:
        existing = MigrationContext.configure(connection).get_current_revision()
    return existing == ScriptDirectory.from_config(settings(database)).get_current_head()
