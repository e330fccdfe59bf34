"""The index of remembered questions by their words: an FTS5 trigram table on SQLite, the pg_trgm extension on
PostgreSQL.

Neither is a record. SQLite's table is kept by triggers, so rows that a backup brings back are in it; the migration and
`metadata.create_all` both call `make_index`. Where the database cannot have it (an old SQLite, a PostgreSQL user
without the right), `is_there` says so and suggesting.py compares the words itself.
"""

from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

_NAME = "answer_words"
# `goods` holds "goods7x" for the goods with id 7: a search is narrowed to one goods inside the index.
SQLITE_DDL = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS answer_words USING fts5(goods, words, tokenize='trigram')",
    """CREATE TRIGGER IF NOT EXISTS answer_words_added AFTER INSERT ON answer BEGIN
        INSERT INTO answer_words(rowid, goods, words)
        VALUES (new.id, 'goods' || new.goods_id || 'x', new.question || ' ' || new.shown_question); END""",
    """CREATE TRIGGER IF NOT EXISTS answer_words_changed AFTER UPDATE OF question, shown_question ON answer BEGIN
        UPDATE answer_words SET words = new.question || ' ' || new.shown_question WHERE rowid = old.id; END""",
    """CREATE TRIGGER IF NOT EXISTS answer_words_removed AFTER DELETE ON answer BEGIN
        DELETE FROM answer_words WHERE rowid = old.id; END""",
)
POSTGRES_DDL = ("CREATE EXTENSION IF NOT EXISTS pg_trgm",)
_ON_SQLITE = text("SELECT 1 FROM sqlite_master WHERE name = 'answer_words'")
_EXTENSION = text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
# A locale without Chinese letters gives no trigrams for them: then the extension is of no use here.
_READS_CHINESE = text("SELECT 1 WHERE array_length(show_trgm('保质期'), 1) > 0")


def make_index(connection: Any) -> None:
    """Makes what the database can have of it; safe to call again. Takes part in the caller's transaction."""
    ddl = SQLITE_DDL if connection.dialect.name == "sqlite" else POSTGRES_DDL
    try:
        with connection.begin_nested():
            for statement in ddl:
                connection.execute(text(statement))
    except DBAPIError:
        # Without it answers are found all the same, by comparing words (suggesting.py).
        return


def is_there(connection: Connection) -> bool:
    """Whether this database finds by trigrams."""
    if connection.dialect.name == "sqlite":
        return connection.execute(_ON_SQLITE).first() is not None
    if connection.execute(_EXTENSION).first() is None:
        return False
    return connection.execute(_READS_CHINESE).first() is not None


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether Alembic (include_name) shall look at it: tables beside the records, such as SQLite's own of the index,
    are left out."""
    return not (kind == "table" and name is not None and name.startswith(_NAME))
