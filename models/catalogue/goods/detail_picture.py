"""The long pictures on the page of goods, below the words: shown whole, loaded as one scrolls."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, row_id


class DetailPicture(Record, table=True):
    """Stored in two widths under its digest. `width` and `height` are those of the wider one, so that a page leaves
    room for it before it comes."""

    __table_args__ = (
        UniqueConstraint("goods_id", "digest"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
    )

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    digest: str = Field(max_length=32)
    width: int
    height: int
    position: int = 0
