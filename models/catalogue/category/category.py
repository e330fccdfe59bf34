"""The two-level tree of categories, each with its attributes, its commission floor and its deposit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.catalogue.category.attribute_types import attribute_types
from models.kernel.errors import N_, Refused
from models.kernel.languages import OTHER_LANGUAGES, named_in
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, json_list, json_map, moment, row_id
from models.kernel.steps import one_of

# Where a session keeps what it asks once (asking_once).
_ASKED = "what categories ask of goods"


class Category(Record, table=True):
    """A root has no parent; a child has a root. `name` is the Chinese one, `names` those in other languages. Goods hang
    on children. Its slug stands in addresses and files, and never changes. A retired one takes no new goods; those it
    has stay. `deposit` is what a self-run shop has to leave before it sells goods of this category; 0 asks for none.
    `approves_own`: an operator looks at a self-run shop's goods of this category each time, however many of that shop
    were approved before."""

    __table_args__ = (
        CheckConstraint("commission_floor_bp BETWEEN 0 AND 9000", name="floor_is_a_rate"),
        CheckConstraint("deposit >= 0", name="deposit_not_negative"),
    )

    id: int = row_id()
    parent_id: int | None = belongs_to("category.id", default=None, nullable=True)
    slug: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=20)
    names: dict[str, str] = json_map()
    commission_floor_bp: int = 0
    deposit: Money = fen(default=Money(0))
    approves_own: bool = False
    position: int = 0
    retired_at: datetime | None = moment(default=None, nullable=True)

    def called(self, locale: str) -> str:
        """The name in the reader's language."""
        return named_in(locale, self.name, self.names)


class Attribute(Record, table=True):
    """What goods of a category say about themselves. `type` says how it is answered, with the `choices` where it has
    use for some. A retired one is asked no more; what goods said to it stays with them, as what they said of their own
    accord."""

    __table_args__ = (CheckConstraint(one_of("type", attribute_types()), name="type_known"),)

    id: int = row_id()
    category_id: int = belongs_to("category.id")
    name: str = Field(max_length=20)
    names: dict[str, str] = json_map()
    type: str = Field(default="text", max_length=12)
    choices: list[str] = json_list()
    required: bool = False
    position: int = 0
    retired_at: datetime | None = moment(default=None, nullable=True)

    def read(self, typed: str) -> str:
        """What was typed as the answer that is kept. Raises Refused for one that is none."""
        return attribute_types()[self.type].read(self.name, self.choices, typed)


def every_name(thing: Category | Attribute) -> tuple[str, ...]:
    """What it is called in any language, in Chinese first."""
    return (thing.name, *thing.names.values())


def not_offered(names: Mapping[str, str]) -> dict[str, str]:
    """Names in languages that the program speaks no longer: they are kept, and no form shows them."""
    return {language: name for language, name in names.items() if language not in OTHER_LANGUAGES}


def tree(session: Session, *, retired: bool = False) -> list[tuple[Category, list[Category]]]:
    """Roots in order, each with its children in order; with the retired ones where those are wanted too."""
    query = select(Category).order_by(col(Category.position), col(Category.id))
    if not retired:
        query = query.where(col(Category.retired_at).is_(None))
    every = list(session.exec(query))
    return [(root, [c for c in every if c.parent_id == root.id]) for root in every if root.parent_id is None]


def attributes_of(session: Session, category_id: int, *, retired: bool = False) -> list[Attribute]:
    """What goods of this category may or must say, in order. `retired` adds what is asked no more."""
    asked: dict[int, list[Attribute]] = {} if retired else session.info.get(_ASKED, {})
    if category_id in asked:
        return asked[category_id]
    query = select(Attribute).where(col(Attribute.category_id) == category_id)
    if not retired:
        query = query.where(col(Attribute.retired_at).is_(None))
    found = list(session.exec(query.order_by(col(Attribute.position), col(Attribute.id))))
    asked[category_id] = found
    return found


@contextmanager
def asking_once(session: Session, category_ids: Iterable[int | None]) -> Iterator[None]:
    """While many goods are gone through in one transaction: these categories stay at hand, and what any category asks
    is looked up once."""
    query = select(Category).where(col(Category.id).in_({one for one in category_ids if one is not None}))
    at_hand = list(session.exec(query))
    session.info[_ASKED] = {}
    try:
        yield
    finally:
        del session.info[_ASKED], at_hand


def category_called(session: Session, slug: str) -> Category | None:
    """The category of that slug, root or child, retired or not."""
    return session.exec(select(Category).where(Category.slug == slug)).first()


def require_open(category: Category | None, standing_id: int | None) -> None:
    """Raises Refused where goods would come into a retired category; those that are in it may stay."""
    if category is not None and category.retired_at is not None and category.id != standing_id:
        raise Refused("category", N_("“%(name)s”停用了，换一个类目"), name=category.name)


def category_named(session: Session, text: str) -> Category | None:
    """The child category that a file means: its slug, its name in any language, or "root/child". One that goods can
    be put into goes before a retired one."""
    return meant_of(list(session.exec(select(Category))), text)


def meant_of(categories: Sequence[Category], text: str) -> Category | None:
    """The same, among all the categories there are."""
    *roots, last = (step.strip().casefold() for step in text.replace("＞", ">").replace(">", "/").split("/"))
    if not last:
        return None
    every = {category.id: category for category in categories}
    meant = [one for one in every.values() if one.parent_id is not None and _is_called(one, last)]
    # Two roots may have a child of one name; a root that is none of ours says nothing.
    nearer = [one for one in meant if roots and one.parent_id and _is_called(every[one.parent_id], roots[-1])]
    return min(nearer or meant, key=lambda child: child.retired_at is not None, default=None)


def _is_called(category: Category, folded: str) -> bool:
    return folded in (category.slug, *map(str.casefold, every_name(category)))
