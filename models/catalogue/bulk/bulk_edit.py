"""An edit of many goods: what was wanted of which, how far it has got, and what came of each."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, json_list, json_map, moment, row_id, said_text, word
from models.kernel.said import Said

BulkState = Literal["waiting", "running", "done", "failed"]
BulkResult = Literal["changed", "proposed", "refused"]
BULK_ACCIDENT = Said(N_("改的时候出了意外，已经改好的都在"))


class BulkEdit(Record, table=True):
    """waiting → running → done or failed. `codes` are the chosen goods; where there are none, all that `filters` let
    through. `wish` is as moves.py keeps it, empty where the run takes back what the run `undoes` did. It goes through
    the goods by their ids; `last_id` is how far it has got, `goods_done` how many that were. `once` is the form's mark;
    `moved_at` the last sign of life, `starts` how many workers have begun."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
        CheckConstraint("goods_done >= 0 AND goods_total >= 0 AND starts >= 0", name="counts_not_negative"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    once: str = Field(unique=True, max_length=32)
    supplier_id: int = belongs_to("supplier.id")
    asked_by: int | None = Field(default=None, foreign_key="member.id")
    undoes: int | None = Field(default=None, foreign_key="bulk_edit.id", unique=True)
    wish: dict[str, Any] = json_map()
    codes: list[str] = json_list()
    filters: dict[str, str] = json_map()
    state: BulkState = word(10, default="waiting", index=True)
    failure: str = said_text(default="")
    starts: int = 0
    last_id: int = 0
    goods_total: int = 0
    goods_done: int = 0
    goods_changed: int = 0
    goods_same: int = 0
    goods_proposed: int = 0
    goods_announced: int = 0
    goods_refused: int = 0
    asked_at: datetime = moment()
    moved_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)

    supplier: Supplier = Relationship()

    @property
    def steps_done(self) -> int:
        """How far it has got (models/kernel/long_run.py)."""
        return self.goods_done

    @property
    def accident(self) -> Said:
        """What is said of it where worker after worker died of it."""
        return BULK_ACCIDENT

    @property
    def goes_on(self) -> bool:
        """Given up, it is over: what was changed can be taken back."""
        return False


class BulkEditRow(Record, table=True):
    """What came of one goods; those that were so already have none. `was` and `became` are what was touched
    (touched.py), `announced` says that a rate falls later. `why` is why it was refused, or what waits."""

    __table_args__ = (
        UniqueConstraint("run_id", "goods_id"),
        CheckConstraint("result IN ('changed', 'proposed', 'refused')", name="result_known"),
    )

    id: int = row_id()
    run_id: int = belongs_to("bulk_edit.id", index=False)
    goods_id: int = belongs_to("goods.id")
    result: BulkResult = word(10)
    announced: bool = False
    why: str = said_text(default="")
    was: dict[str, Any] = json_map()
    became: dict[str, Any] = json_map()

    goods: Goods = Relationship()


# What people call them, by noun and value.
BULK_WORDS = {
    "bulk": {
        "waiting": N_("排队中"),
        "running": N_("正在改"),
        "done": N_("改好了"),
        "failed": N_("中途停了"),
    },
}
