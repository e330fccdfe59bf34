"""The two-level tree of categories, each with its attributes and its commission floor."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.kernel.record import Record, belongs_to, json_list, row_id


class Category(Record, table=True):
    """A root has no parent; a child has a root. Goods hang on children."""

    __table_args__ = (CheckConstraint("commission_floor_bp BETWEEN 0 AND 9000", name="floor_is_a_rate"),)

    id: int = row_id()
    parent_id: int | None = belongs_to("category.id", default=None, nullable=True)
    slug: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=20)
    name_en: str = Field(max_length=40)
    commission_floor_bp: int = 0
    position: int = 0

    def called(self, locale: str) -> str:
        """Its name in the reader's language."""
        return self.name_en if locale == "en" else self.name


class Attribute(Record, table=True):
    """What goods of a category say about themselves. Without choices it is free text."""

    id: int = row_id()
    category_id: int = belongs_to("category.id")
    name: str = Field(max_length=20)
    name_en: str = Field(max_length=40)
    choices: list[str] = json_list()
    required: bool = False
    position: int = 0


def tree(session: Session) -> list[tuple[Category, list[Category]]]:
    """Roots in order, each with its children in order."""
    every = list(session.exec(select(Category).order_by(col(Category.position), col(Category.id))))
    return [(root, [c for c in every if c.parent_id == root.id]) for root in every if root.parent_id is None]


def attributes_of(session: Session, category_id: int) -> list[Attribute]:
    """What goods of this category may or must say."""
    found = select(Attribute).where(col(Attribute.category_id) == category_id).order_by(col(Attribute.position))
    return list(session.exec(found))


def named(session: Session, text: str) -> Category | None:
    """The child category that a file means: its slug, its name in either language, or "root/child"."""
    last = text.replace("＞", ">").replace(">", "/").split("/")[-1].strip().casefold()
    if not last:
        return None
    children = session.exec(select(Category).where(col(Category.parent_id).is_not(None)))
    return next((c for c in children if last in (c.slug, c.name.casefold(), c.name_en.casefold())), None)
