"""What the database itself refuses, whoever asks: triggers, made with the tables.

- Accounts, transactions and entries are neither changed nor deleted.
- A transaction takes as many entries as it said, and with the last one they sum to zero. On PostgreSQL none commits
  before it has them all; SQLite cannot look at a commit, there `flask check` finds one that was left short.
- An entry about an order line goes to the line's own shop, its own supplier, or the network.

A migration runs `GUARDS[dialect]` after it made the tables; on SQLite again after any batch that makes one anew, since
that drops its triggers. No statement holds a per cent sign or a colon, so that any way of executing it will do.
"""

from typing import Any

from sqlalchemy import Connection, event

from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.transaction import Entry, Transaction

_TABLES = ("ledger_account", "ledger_transaction", "ledger_entry")

_SQLITE_REFUSALS = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for table in _TABLES
    for verb in ("UPDATE", "DELETE")
)
_SQLITE_WEIGHING = """
CREATE TRIGGER ledger_entry_weigh AFTER INSERT ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'a ledger transaction has all its entries already, or they do not sum to zero')
    FROM (SELECT count(*) AS entries, sum(amount) AS total FROM ledger_entry
            WHERE transaction_id = NEW.transaction_id) AS weighed
    JOIN ledger_transaction AS one ON one.id = NEW.transaction_id
    WHERE weighed.entries > one.entry_count OR (weighed.entries = one.entry_count AND weighed.total <> 0);
END
"""
_SQLITE_OWNERS = """
CREATE TRIGGER ledger_entry_owner BEFORE INSERT ON ledger_entry WHEN NEW.line_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a ledger entry is about a line of another shop or supplier')
    FROM ledger_account AS account, order_line AS line JOIN parcel ON parcel.id = line.parcel_id
    WHERE account.id = NEW.account_id AND line.id = NEW.line_id
      AND (account.shop_id <> line.shop_id OR account.supplier_id <> parcel.supplier_id);
END
"""

_POSTGRES_REFUSE = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'the ledger is append-only';
END $$
"""
_POSTGRES_REFUSALS = tuple(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    for table in _TABLES
)
# A statement's entries are weighed together, transaction by transaction: each lookup goes through an index, however
# the tables have grown since the function was planned.
_POSTGRES_WEIGH = """
CREATE OR REPLACE FUNCTION ledger_weigh() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one integer; stated integer; counted bigint; total numeric;
BEGIN
  FOR one IN SELECT DISTINCT transaction_id FROM added LOOP
    SELECT entry_count INTO stated FROM ledger_transaction WHERE id = one;
    SELECT count(*), sum(amount) INTO counted, total FROM ledger_entry WHERE transaction_id = one;
    IF counted > stated OR (counted = stated AND total <> 0) THEN
      RAISE EXCEPTION USING ERRCODE = 'check_violation',
        MESSAGE = 'a ledger transaction has all its entries already, or they do not sum to zero';
    END IF;
  END LOOP;
  PERFORM FROM added JOIN ledger_account AS account ON account.id = added.account_id
    JOIN order_line AS line ON line.id = added.line_id JOIN parcel ON parcel.id = line.parcel_id
    WHERE account.shop_id <> line.shop_id OR account.supplier_id <> parcel.supplier_id;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation',
      MESSAGE = 'a ledger entry is about a line of another shop or supplier';
  END IF;
  RETURN NULL;
END $$
"""
_POSTGRES_WEIGHING = """
CREATE TRIGGER ledger_entry_weigh AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_weigh()
"""
_POSTGRES_COMPLETE = """
CREATE OR REPLACE FUNCTION ledger_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ledger_entry WHERE transaction_id = NEW.id) <> NEW.entry_count THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'a ledger transaction lacks entries';
  END IF;
  RETURN NULL;
END $$
"""
_POSTGRES_COMPLETING = """
CREATE CONSTRAINT TRIGGER ledger_transaction_complete AFTER INSERT ON ledger_transaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_complete()
"""

GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (*_SQLITE_REFUSALS, _SQLITE_WEIGHING, _SQLITE_OWNERS),
    "postgresql": (
        _POSTGRES_REFUSE,
        *_POSTGRES_REFUSALS,
        _POSTGRES_WEIGH,
        _POSTGRES_WEIGHING,
        _POSTGRES_COMPLETE,
        _POSTGRES_COMPLETING,
    ),
}


@event.listens_for(table_of(Entry), "after_create")
def install(target: Any, connection: Connection, **options: Any) -> None:
    """Entries refer to the other two, so their table is made last."""
    assert {str(record.__tablename__) for record in (Account, Transaction, Entry)} == set(_TABLES)
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
