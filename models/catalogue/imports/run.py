"""A goods file that a supplier loads: how far it has got, and every row that is bad."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, Relationship

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, said_text, word

ImportState = Literal["waiting", "running", "done", "failed"]


class ImportRun(Record, table=True):
    """waiting → running → done or failed. `rows_done` of `rows_total` is the progress; the total may be high. `once` is
    the mark of the upload form, so that a form sent twice makes one run. `moved_at` is the last sign of life, `starts`
    how many workers have begun with what is left."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
        CheckConstraint("rows_done >= 0 AND rows_total >= 0", name="counts_not_negative"),
        CheckConstraint("starts >= 0", name="starts_not_negative"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    once: str = Field(unique=True, max_length=32)
    supplier_id: int = belongs_to("supplier.id")
    started_by: int | None = Field(default=None, foreign_key="member.id")
    file_name: str = Field(max_length=120)
    media_key: str = Field(max_length=120)
    pictures_key: str = Field(default="", max_length=120)
    all_or_nothing: bool = False
    state: ImportState = word(10, default="waiting")
    failure: str = said_text(default="")
    starts: int = 0
    rows_total: int = 0
    rows_done: int = 0
    goods_new: int = 0
    goods_changed: int = 0
    goods_same: int = 0
    rows_bad: int = 0
    asked_at: datetime = moment()
    moved_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)

    supplier: Supplier = Relationship()


class ImportProblem(Record, table=True):
    """One bad cell: its line in the file, its column, and why. `reason` is a msgid, `params` fill its places."""

    id: int = row_id()
    run_id: int = belongs_to("import_run.id")
    line: int
    column: str = Field(max_length=80)
    reason: str = long_text()
    params: dict[str, Any] = Field(sa_type=JSON, default_factory=dict)
    value: str = Field(default="", max_length=200)


# What people call them, by noun and value.
IMPORT_WORDS = {
    "import": {
        "waiting": N_("排队中"),
        "running": N_("正在装入"),
        "done": N_("已完成"),
        "failed": N_("没有装入"),
    },
}
