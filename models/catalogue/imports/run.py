"""A goods file that a supplier loads: how far it has got, and every row that is bad."""

from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, json_map, long_text, moment, row_id, said_text, word
from models.kernel.said import Said
from models.kernel.steps import one_of

ACCIDENT = Said(N_("装入时出了意外，已经装好的都在。再装一次会接着装，不会重复"))
WHOLE_ACCIDENT = Said(N_("装入时程序出了错，不是文件的错：一件也没有装入，错误已经记下。再装一次会从头来"))
ImportState = Literal["looked", "waiting", "running", "done", "failed", "dropped"]
IMPORT_STATES: tuple[ImportState, ...] = get_args(ImportState)


class ImportRun(Record, table=True):
    """looked → waiting → running → done or failed; one that was only looked at may be dropped. `plan` is how the file
    is read (understanding/plan.py), `look` what the first step shows, `left_out` what loading left out. `rows_done`
    of `rows_total` is the progress; the total may be high. `once` is the mark of the upload form, so that a form sent
    twice makes one run. `moved_at` is the last sign of life, `starts` how many workers have begun with what is left."""

    __table_args__ = (
        CheckConstraint(one_of("state", IMPORT_STATES), name="state_known"),
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
    plan: dict[str, Any] = json_map()
    look: dict[str, Any] = json_map()
    left_out: dict[str, Any] = json_map()
    state: ImportState = word(10, default="looked")
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

    @property
    def steps_done(self) -> int:
        """How far it has got (models/kernel/long_run.py)."""
        return self.rows_done

    @property
    def accident(self) -> Said:
        """What is said of it where it fails through a fault of ours."""
        return WHOLE_ACCIDENT if self.all_or_nothing else ACCIDENT

    @property
    def goes_on(self) -> bool:
        """Whether it failed by an accident: then whoever sent it may let it go on."""
        return self.failure in (ACCIDENT, WHOLE_ACCIDENT)


class ImportProblem(Record, table=True):
    """One bad cell: its line in the file, its column, and why. `reason` is a msgid, `params` fill its places."""

    id: int = row_id()
    run_id: int = belongs_to("import_run.id")
    line: int
    column: str = Field(max_length=80)
    reason: str = long_text()
    params: dict[str, Any] = Field(sa_type=JSON, default_factory=dict)
    value: str = Field(default="", max_length=200)


class ImportMemory(Record, table=True):
    """What a supplier said of files with certain headings; `headings` is their digest. The next such file is understood
    the same way."""

    __table_args__ = (UniqueConstraint("supplier_id", "headings"),)

    id: int = row_id()
    supplier_id: int = belongs_to("supplier.id")
    headings: str = Field(max_length=64)
    plan: dict[str, Any] = json_map()
    at: datetime = moment()


class ImportCategory(Record, table=True):
    """Which of our categories a supplier's word for one means; `slug` is empty where it means none."""

    __table_args__ = (UniqueConstraint("supplier_id", "words"),)

    id: int = row_id()
    supplier_id: int = belongs_to("supplier.id")
    words: str = Field(max_length=80)
    slug: str = Field(default="", max_length=40)


# What people call them, by noun and value.
IMPORT_WORDS = {
    "import": {
        "looked": N_("等你确认"),
        "waiting": N_("排队中"),
        "running": N_("正在装入"),
        "done": N_("已完成"),
        "failed": N_("没有装入"),
        "dropped": N_("不装了"),
    },
}
