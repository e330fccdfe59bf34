"""Goods written aside: on one connection whose tables of goods are temporary copies of its own, so that nobody waits,
and then put in place of the real ones in one short transaction.

Under the same names as the real tables, temporary ones go before them, on SQLite and on PostgreSQL alike: what writes
goods elsewhere writes them here, unchanged. They end with the connection: of a worker that dies nothing is left.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, MetaData, Table, bindparam, event, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.goods import SKU, Goods, GoodsEvent, MissingPicture, Picture
from models.catalogue.goods.goods_move import GoodsMove
from models.catalogue.goods.proposal import Proposal
from models.catalogue.goods.rate_event import RateEvent
from models.kernel.database import Database
from models.kernel.record import table_of
from models.kernel.uniqueness import broken_unique, unique_together
from models.kernel.writers_queue import leave_queue

# What loading writes, in the order in which rows refer to each other. Of events only new ones count. A table that
# hangs on these and is in neither list has to be decided about (tests/house/test_written_aside.py).
_STATES = tuple(table_of(record) for record in (Goods, SKU, Picture, DetailPicture, MissingPicture, Proposal))
_EVENTS = tuple(table_of(record) for record in (GoodsEvent, GoodsMove, RateEvent))
_TABLES = (*_STATES, *_EVENTS)
COPIED = frozenset(table.name for table in _TABLES)
# Others may take a handle or a code meanwhile; whatever else is broken is our fault.
_OTHERS_MAY_TAKE = unique_together(_TABLES)
# Orders take pieces meanwhile: that is no conflict, and stays as it is where the file counts none.
_COUNTED = {("sku", "stock")}
# SQLite numbers new rows from here on, until they get their real numbers.
_ASIDE = 2**40


class ChangedMeanwhile(Exception):
    """Somebody else changed these goods while they were written aside."""


class Staging:
    """The copies. `writing` fills them, `ready` compares them, `swapping` is the transaction that puts them in place,
    `clear` forgets them; then they may be filled anew."""

    def __init__(self, connection: Connection, also: Sequence[type[SQLModel]], *, by_difference: bool) -> None:
        self._connection, self._in_place, self._by_difference = connection, False, by_difference
        self._tables = (*_TABLES, *map(table_of, also))
        self._names = {table.name for table in self._tables}
        event.listen(connection, "before_execute", self._only_copies)
        self._is_sqlite = connection.dialect.name == "sqlite"
        if self._is_sqlite:
            # On disk, so that memory does not grow with the file.
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA temp_store=FILE").close()
            self._real, self._own = "main", "temp"
        else:
            self._real, self._own = self._asked("SELECT current_schema()"), "pg_temp"
        for table in self._tables:
            self._copy_schema(table)
        connection.commit()

    @contextmanager
    def writing(self, supplier_id: int, handles: Sequence[str]) -> Iterator[Session]:
        """A session that sees the supplier's goods of these handles, and writes them aside."""
        asked = text(
            f"SELECT id FROM {self._real}.goods g WHERE supplier_id = :supplier AND handle IN :handles"
            " AND NOT EXISTS (SELECT 1 FROM base_goods b WHERE b.id = g.id)"
        ).bindparams(bindparam("handles", expanding=True))
        ids = list(self._connection.scalars(asked, {"supplier": supplier_id, "handles": list(handles)}))
        with self.writing_each(ids) as session:
            yield session

    @contextmanager
    def writing_each(self, ids: Sequence[int]) -> Iterator[Session]:
        """The same of goods that were not copied yet, by their ids."""
        self._copy_rows(ids)
        with Session(self._connection) as session:
            yield session
            session.commit()

    def ready(self, *, many: bool = True) -> None:
        """Finds what is new, changed and gone: outside the lock. `many`: it is worth to count what there is."""
        for table in _STATES:
            name = table.name
            same = f"{self._own}.{name} t JOIN base_{name} b ON b.id = t.id"
            self._run(f"INSERT INTO changed_{name} SELECT t.id FROM {same} WHERE {self._differ(table, 't', 'b')}")
            gone = f"NOT EXISTS (SELECT 1 FROM {self._own}.{name} t WHERE t.id = b.id)"
            self._run(f"INSERT INTO gone_{name} SELECT b.id FROM base_{name} b WHERE {gone}")
        if many and not self._is_sqlite:
            self._run(f"ANALYZE {', '.join(self._every_copy())}")
        self._connection.commit()

    @contextmanager
    def swapping(self, held: Callable[[], AbstractContextManager[None]] = nullcontext) -> Iterator[Session]:
        """The transaction in which everything is put in place; `held` is around it from when it need not wait any more.
        Raises ChangedMeanwhile where somebody changed these goods since they were copied: then nothing is."""
        self._connection.execution_options(writing=True)
        try:
            with Session(self._connection) as session:
                self._asked("SELECT 1")
                with held():
                    self._put_in_place()
                    self._in_place = True
                    yield session
                    session.flush()
                    # The session only joined what the connection had begun.
                    self._connection.commit()
        except IntegrityError as error:
            if self._in_place or broken_unique(error) not in _OTHERS_MAY_TAKE:
                raise
            raise ChangedMeanwhile from error
        finally:
            self._connection.rollback()
            leave_queue(self._connection)
            self._connection.execution_options(writing="aside")
            self._in_place = False

    def clear(self) -> None:
        """Forgets all copies."""
        if self._is_sqlite:
            for copy in self._every_copy():
                self._run(f"DELETE FROM {copy}")
            self._run("UPDATE temp.sqlite_sequence SET seq = :seq", seq=_ASIDE)
        else:
            self._run(f"TRUNCATE {', '.join(self._every_copy())}")
        self._connection.commit()

    def _every_copy(self) -> list[str]:
        kinds = (f"{self._own}.", "base_", "changed_", "gone_")
        return [f"{kind}{table.name}" for table in self._tables for kind in kinds]

    def _put_in_place(self) -> None:
        firsts = {table.name: self._first(table) for table in self._tables} if self._is_sqlite else {}
        for table in self._tables:
            self._insert(table, firsts)
        self._hold()
        for table in _STATES:
            self._require_unmoved(table)
        for table in _STATES:
            self._revise(table)

    def _only_copies(self, _connection: Connection, statement: Any, *_: object) -> None:
        """What is written to a table without a copy would be seen at once, outside the queue of writers."""
        if getattr(statement, "is_dml", False) and not self._in_place and statement.table.name not in self._names:
            raise AssertionError(f"{statement.table.name} has no copy aside")

    def _copy_schema(self, table: Table) -> None:
        name, columns = table.name, _columns(table)
        if self._is_sqlite:
            own = table.to_metadata(MetaData())
            own.constraints = {one for one in own.constraints if not isinstance(one, ForeignKeyConstraint)}
            own._prefixes = ["TEMPORARY"]
            own.dialect_options["sqlite"]["autoincrement"] = True
            own.create(self._connection, checkfirst=False)
            self._run("INSERT INTO temp.sqlite_sequence (name, seq) VALUES (:name, :seq)", name=name, seq=_ASIDE)
        else:
            # With the real sequence behind its ids.
            self._run(f"CREATE TEMPORARY TABLE {name} (LIKE {self._real}.{name} INCLUDING ALL)")
        self._run(f"CREATE TEMPORARY TABLE base_{name} AS SELECT {columns} FROM {self._real}.{name} WHERE false")
        self._run(f"CREATE UNIQUE INDEX ix_base_{name} ON base_{name} (id)")
        for kind in ("changed", "gone"):
            self._run(f"CREATE TEMPORARY TABLE {kind}_{name} (id INTEGER)")

    def _copy_rows(self, ids: Sequence[int]) -> None:
        """The rows of these goods as they stand."""
        if ids:
            for table in (*_STATES, table_of(GoodsEvent)):
                columns, of = _columns(table), "id" if table.name == "goods" else "goods_id"
                source = f"SELECT {columns} FROM {self._real}.{table.name} WHERE {of} IN :ids"
                for into in (f"base_{table.name}", f"{self._own}.{table.name}"):
                    copied = text(f"INSERT INTO {into} ({columns}) {source}")
                    self._connection.execute(copied.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)})
        self._connection.commit()

    def _differ(self, table: Table, one: str, other: str, *, counted: bool = True) -> str:
        names = [name for name in _names(table) if counted or (table.name, name) not in _COUNTED]
        if self._is_sqlite:
            return "(" + " OR ".join(f"{one}.{name} IS NOT {other}.{name}" for name in names) + ")"
        # JSON has no equality there; rows are compared as they are written.
        rows = [f"ROW({', '.join(f'{side}.{name}' for name in names)})::text" for side in (one, other)]
        return " <> ".join(rows)

    def _insert(self, table: Table, firsts: dict[str, int]) -> None:
        places = ", ".join(self._placed(table, name, firsts) for name in _names(table))
        is_new = f"NOT EXISTS (SELECT 1 FROM base_{table.name} b WHERE b.id = t.id)"
        if self._is_sqlite:
            is_new = f"t.id > {_ASIDE}"
        self._run(
            f"INSERT INTO {self._real}.{table.name} ({_columns(table)})"
            f" SELECT {places} FROM {self._own}.{table.name} t WHERE {is_new} ORDER BY t.id"
        )

    def _placed(self, table: Table, name: str, firsts: dict[str, int]) -> str:
        """A column of a new row: numbers from aside become real ones."""
        refers = {key.column.table.name for key in table.columns[name].foreign_keys} & self._names
        target = table.name if name == "id" else next(iter(refers), "")
        if not self._is_sqlite or not target:
            return f"t.{name}"
        moved = firsts[target] - _ASIDE
        return f"CASE WHEN t.{name} > {_ASIDE} THEN t.{name} + ({moved}) ELSE t.{name} END"

    def _hold(self) -> None:
        """Goods first, then SKUs, each in the order of ids, as everybody holds them."""
        if not self._is_sqlite:
            for table, which in (("goods", "base_goods"), ("sku", "changed_sku")):
                held = f"SELECT m.id FROM {self._real}.{table} m JOIN {which} b ON b.id = m.id ORDER BY m.id"
                self._run(f"{held} FOR NO KEY UPDATE OF m")

    def _require_unmoved(self, table: Table) -> None:
        name = table.name
        kept = f"base_{name} b LEFT JOIN {self._real}.{name} m ON m.id = b.id"
        moved = f"SELECT 1 FROM {kept} WHERE m.id IS NULL OR {self._differ(table, 'm', 'b', counted=False)} LIMIT 1"
        # Rows that came to these goods meanwhile. What was inserted just now belongs to them, too, and is known.
        came = (
            f"SELECT 1 FROM base_goods g JOIN {self._real}.{name} m ON m.goods_id = g.id"
            f" WHERE NOT EXISTS (SELECT 1 FROM base_{name} b WHERE b.id = m.id)"
        )
        new = f"(SELECT count(*) FROM {self._own}.{name} t JOIN base_goods g ON g.id = t.goods_id"
        new += f" WHERE NOT EXISTS (SELECT 1 FROM base_{name} b WHERE b.id = t.id))"
        asked = [moved]
        if name != "goods":
            asked.append(f"SELECT 1 WHERE (SELECT count(*) FROM ({came}) AS came) <> {new}")
        if any(self._asked(one) for one in asked):
            raise ChangedMeanwhile

    def _revise(self, table: Table) -> None:
        name = table.name
        sets = ", ".join(self._set(table, column) for column in _names(table) if column != "id")
        self._run(f"DELETE FROM {self._real}.{name} WHERE id IN (SELECT id FROM gone_{name})")
        self._run(
            f"UPDATE {self._real}.{name} AS m SET {sets} FROM changed_{name} c JOIN {self._own}.{name} t ON t.id = c.id"
            f" JOIN base_{name} b ON b.id = c.id WHERE m.id = c.id"
        )

    def _set(self, table: Table, column: str) -> str:
        if (table.name, column) in _COUNTED and self._by_difference:
            moved = f"m.{column} + t.{column} - b.{column}"
            return f"{column} = CASE WHEN {moved} < 0 THEN 0 ELSE {moved} END"
        if (table.name, column) in _COUNTED:
            return f"{column} = CASE WHEN t.{column} <> b.{column} THEN t.{column} ELSE m.{column} END"
        return f"{column} = t.{column}"

    def _first(self, table: Table) -> int:
        return int(self._asked(f"SELECT coalesce(max(id), 0) FROM {self._real}.{table.name}"))

    def _run(self, statement: str, **values: object) -> None:
        self._connection.execute(text(statement), values)

    def _asked(self, statement: str) -> str:
        return self._connection.scalar(text(statement))


@contextmanager
def staging(
    database: Database, also: Sequence[type[SQLModel]] = (), *, by_difference: bool = False
) -> Iterator[Staging]:
    """A connection for it alone, closed at the end with all that is left on it. `also` are further records of which new
    rows may be written. `by_difference`: pieces are added or taken, not counted anew."""
    own = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        with own.engine.connect() as connection:
            yield Staging(connection.execution_options(writing="aside"), also, by_difference=by_difference)
    finally:
        own.engine.dispose()


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _columns(table: Table) -> str:
    return ", ".join(_names(table))
