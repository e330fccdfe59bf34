"""What every record file starts from: constraint names that migrations can rely on, and the field kinds we use."""

import re
from collections.abc import Collection
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import JSON, ColumnElement, String, Table, Text, false, literal_column, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from models.kernel.clock import Moment
from models.kernel.money import MoneyColumn
from models.kernel.said import as_kept, from_kept

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(SQLModel):
    """A row of a table that is named like the class, in snake case."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  SQLAlchemy calls it with the class.
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    # A session holds one object a row, so two records are the same row exactly when they are the same object.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def row_id() -> Any:
    """The database's own id. It never leaves the house."""
    return Field(default=None, primary_key=True)


def belongs_to(column: str, **options: Any) -> Any:
    """A foreign key, indexed: every "whose is this" is asked through it."""
    return Field(foreign_key=column, index=options.pop("index", True), **options)


def fen(**options: Any) -> Any:
    """An amount of money."""
    return Field(sa_type=MoneyColumn, **options)


def word(length: int, **options: Any) -> Any:
    """One of a few words of the program's own: typed by a Literal, so that a misspelt one does not pass mypy."""
    return Field(sa_type=String(length), **options)


def moment(**options: Any) -> Any:
    """A point in time, stored as UTC."""
    return Field(sa_type=Moment, **options)


def long_text(**options: Any) -> Any:
    """Text without a length of its own; the verb or form that takes it says the limit."""
    return Field(sa_type=Text, **options)


class SaidColumn(TypeDecorator[str]):
    """Text in which a sentence of the program's own is kept as its msgid and parameters, and what people wrote as they
    wrote it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value if value is None else as_kept(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return value if value is None else from_kept(value)


def said_text(**options: Any) -> Any:
    """Text that the program may have said itself: Said then, and plain where somebody wrote it."""
    return Field(sa_type=SaidColumn, **options)


def json_list(**options: Any) -> Any:
    """A short list of plain values that is only ever read and written whole."""
    return Field(sa_type=JSON, default_factory=list, **options)


def json_map(**options: Any) -> Any:
    """A small map of plain values that is only ever read and written whole."""
    return Field(sa_type=JSON, default_factory=dict, **options)


def constants(record: type[SQLModel], given: Collection[str]) -> dict[str, Any]:
    """The record's own defaults as constants of an INSERT that gives only these columns. A Core insert does not know
    them; a default that is made anew each time has to be given, and NULL needs no saying."""
    fields = record.model_fields.items()
    plain = {name: one.default for name, one in fields if one.default not in (PydanticUndefined, None)}
    return {name: _written(value) for name, value in plain.items() if name not in given}


def _written(value: object) -> ColumnElement[Any]:
    """A default of ours as SQL: it stands in the code, nobody typed it."""
    if isinstance(value, bool):
        return true() if value else false()
    return literal_column(str(value) if isinstance(value, int) else f"'{value}'")


def table_of(record: type[SQLModel]) -> Table:
    """The table behind a record: Core statements on tables cost a fraction of those on mapped classes."""
    return SQLModel.metadata.tables[str(record.__tablename__)]


def insert_for(dialect: str, record: type[SQLModel]) -> Any:
    """INSERT in a dialect, by its name, which knows what to do ON CONFLICT."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table_of(record))


def related(attribute: Any) -> Any:
    """A relationship as loader options want it: on the class it is an attribute, but typed as what it leads to."""
    return attribute
