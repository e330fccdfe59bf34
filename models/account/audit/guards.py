"""What the database itself refuses of the trail, whoever asks: no row, and no place in the chain, is changed, deleted
or written over.

A migration runs `TRAIL_GUARDS[dialect]` after it made the tables; on SQLite again after any batch that makes one anew,
since that drops its triggers.
"""

from typing import Any

from sqlalchemy import Connection, event

from models.account.audit.audit import Audit
from models.account.audit.chain_mark import ChainMark
from models.kernel.record import table_of

# Each with its unique columns.
_TABLES = {str(Audit.__tablename__): ("id",), str(ChainMark.__tablename__): ("position", "audit_id")}
_WORDS = "the trail is append-only"

_SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for table in _TABLES
    for verb in ("UPDATE", "DELETE")
)
# INSERT OR REPLACE deletes without a word to the triggers of DELETE.
_SQLITE_REPLACING = tuple(
    f"CREATE TRIGGER {table}_no_replace_{key} BEFORE INSERT ON {table} "  # noqa: S608  The names are our own.
    f"WHEN NEW.{key} IN (SELECT {key} FROM {table}) BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    for table, keys in _TABLES.items()
    for key in keys
)
_POSTGRES_REFUSE = f"""
CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{_WORDS}';
END $$
"""
_POSTGRES = tuple(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
    for table in _TABLES
)
TRAIL_GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (*_SQLITE, *_SQLITE_REPLACING),
    "postgresql": (_POSTGRES_REFUSE, *_POSTGRES),
}


@event.listens_for(table_of(ChainMark), "after_create")
def guard_trail(target: Any, connection: Connection, **options: Any) -> None:
    """The marks refer to the rows, so their table is made last."""
    for statement in TRAIL_GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
