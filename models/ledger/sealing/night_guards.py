"""What the database itself refuses, whoever asks: nights, and what their logs had come to, are only ever added. So a
root that was published stands as it was. No statement holds a per cent sign or a colon, as in models/ledger/guards.py.
"""

from typing import Any

from sqlalchemy import Connection, event

from models.kernel.record import table_of
from models.ledger.sealing.night import LogNight, Night

_NIGHT_TABLES = ("ledger_night", "ledger_log_night")
_POSTGRES_REFUSE = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'the ledger is append-only';
END $$
"""

NIGHT_GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for table in _NIGHT_TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        _POSTGRES_REFUSE,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
            for table in _NIGHT_TABLES
        ),
    ),
}


@event.listens_for(table_of(LogNight), "after_create")
def install_night_guards(target: Any, connection: Connection, **options: Any) -> None:
    """Logs' nights refer to nights, so their table is made last."""
    assert {str(record.__tablename__) for record in (Night, LogNight)} == set(_NIGHT_TABLES)
    for statement in NIGHT_GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
