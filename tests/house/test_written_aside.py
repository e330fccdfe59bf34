"""Goods that are written aside (models/catalogue/goods/staging.py) take every table along that loading writes: one
that hangs on goods, or on what hangs on them, is copied, or is named here with the reason why it stays where it is."""

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel, insert

import models.records
from models.catalogue.goods.staging import COPIED, staging
from models.catalogue.goods.version import GoodsVersion
from models.kernel.clock import now
from models.kernel.database import Database

assert models.records
STAYS = {
    "goods_version": "an operator's yes makes one; a file asks for it, and gives none",
    "import_problem": "the run's own rows are written beside the swap",
    "bulk_edit_row": "an edit of many goods is no file",
    "pick": "shops pick goods; a file does not",
    "link": "shops share goods",
    "sharing": "shops share goods",
    "coupon": "shops give them",
    "post": "keepers tell of goods; a file does not",
    "review": "buyers say what they think of goods",
    "review_tally": "it counts reviews",
    "conversation": "buyers and keepers talk",
    "answer": "suppliers answer, in conversations",
    "visit": "buyers look",
    "cart_line": "buyers choose; a SKU is withdrawn, never deleted",
    "order_line": "buyers order; a SKU is withdrawn, never deleted",
}
ROOTS = {"goods", "import_run"}


def hanging(tables: list[Table]) -> set[str]:
    """The tables that refer to goods, to a run, or to what is copied with goods."""
    targets = ROOTS | set(COPIED)
    return {table.name for table in tables for key in table.foreign_keys if key.column.table.name in targets} - ROOTS


def test_every_table_that_hangs_on_goods_is_copied_or_said_to_stay() -> None:
    found = hanging(list(SQLModel.metadata.tables.values()))
    undecided = found - set(COPIED) - set(STAYS)
    assert not undecided, "does loading a file write them? then copy them aside, else say here why they stay"
    assert set(STAYS) <= found, "these refer to goods no more"


def test_what_has_no_copy_is_not_written_aside(database: Database) -> None:
    version = {"goods_id": 1, "number": 1, "facts": {}, "at": now()}
    with staging(database) as aside, aside.writing(1, ["tea"]) as session:
        with pytest.raises(AssertionError, match="goods_version"):
            session.connection().execute(insert(GoodsVersion), [version])
        session.rollback()
