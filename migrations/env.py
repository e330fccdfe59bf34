"""Alembic's way in: the database of Config, or the one a test hands over; the records' metadata."""

from alembic import context
from sqlalchemy import Connection

from models.kernel.clock import Moment
from models.kernel.database import Database
from models.kernel.money import MoneyColumn
from models.records import metadata
from models.talk.words_index import is_ours

config = context.config


def render(kind: str, thing: object, autogen_context: object) -> str | bool:
    """Migrations name plain SQL types, so that they do not change when our own types do."""
    if isinstance(thing, MoneyColumn):
        return "sa.BigInteger()"
    if isinstance(thing, Moment):
        return "sa.DateTime()"
    return False


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a table by copying it, and dropping the old one would count as deleting its rows. This must be
    said before the transaction begins; the connection is not used again afterwards."""
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF").close()


def run() -> None:
    database = config.attributes.get("database") or Database(config.get_main_option("sqlalchemy.url") or "")
    with database.engine.connect() as connection:
        if database.is_sqlite:
            _let_tables_be_made_anew(connection)
        else:
            # A large table's new index takes as long as it takes.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.connection.dbapi_connection.most_seconds = float("inf")
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render,
            render_as_batch=database.is_sqlite,
            compare_type=True,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        connection.invalidate()


run()
