"""What a goods file says against what the network knows: its categories, and the answers their attributes allow."""

from dataclasses import dataclass

from sqlmodel import col, select

from models.catalogue.category.category import Attribute, Category, attributes_of, category_named
from models.catalogue.goods.goods import Goods
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.layout import Layout
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.text import narrow

# How many of a file's category names are remembered at once.
REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry whose words were understood. Without a category the goods will stay a draft."""

    entry: GoodsEntry
    category_id: int | None
    floor_bp: int
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A category that a file may name, with its attributes."""

    category: Category
    attributes: list[Attribute]


class Checks:
    """Checks the entries of one supplier's file. Each category is looked up once."""

    def __init__(self, database: Database, layout: Layout, supplier_id: int) -> None:
        self._database = database
        self._layout = layout
        self._supplier_id = supplier_id
        self._known: dict[str, Known | None] = {}

    def check(self, entry: GoodsEntry) -> Checked | list[Problem]:
        """The entry understood, or what is wrong with it. A Shopify file was made for other categories: there, one
        that is unknown here is none."""
        known = self._lookup(entry.category) if entry.category else None
        reason = N_("没有这个类目，请从页面上的类目表里抄一个")
        if known and known.category.retired_at is not None and not self._stands_in(entry, known.category):
            known, reason = None, N_("这个类目停用了，请从页面上的类目表里抄一个")
        if entry.category and known is None and not self._layout.shopify:
            return [Problem(entry.line, self._layout.heading("category"), reason, {}, entry.category)]
        problems: list[Problem] = []
        attributes = {}
        for name, value in entry.attributes.items():
            asked = _asked(known, name)
            said = _answer(asked, value)
            if asked is None:
                attributes[name] = value
            elif said is None:
                reason = N_("“%(name)s”要从这些里选：%(choices)s")
                params: dict[str, object] = {"name": asked.name, "choices": "、".join(asked.choices)}
                problems.append(Problem(entry.line, self._layout.heading(f"attribute:{name}"), reason, params, value))
            else:
                attributes[asked.name] = said
        if problems:
            return problems
        category = known.category if known else None
        floor = category.commission_floor_bp if category else 0
        return Checked(entry, category.id if category else None, floor, attributes)

    def _stands_in(self, entry: GoodsEntry, category: Category) -> bool:
        """Whether the supplier has these goods in that category already: then they may stay."""
        theirs = select(Goods.id).where(Goods.supplier_id == self._supplier_id, Goods.handle == entry.handle)
        with self._database.reading() as session:
            return session.exec(theirs.where(col(Goods.category_id) == category.id)).first() is not None

    def _lookup(self, text: str) -> Known | None:
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            with self._database.reading() as session:
                category = category_named(session, text)
                self._known[text] = Known(category, attributes_of(session, category.id)) if category else None
        return self._known[text]


def _asked(known: Known | None, name: str) -> Attribute | None:
    """The category's attribute of that name, in either language."""
    wanted = _plain(name)
    asked = known.attributes if known else []
    return next((one for one in asked if wanted in (_plain(one.name), _plain(one.name_en))), None)


def _answer(asked: Attribute | None, value: str) -> str | None:
    """The answer as the category spells it; None where it is not one of the choices."""
    if asked is None or not asked.choices:
        return value
    return next((choice for choice in asked.choices if _plain(choice) == _plain(value)), None)


def _plain(text: str) -> str:
    return "".join(narrow(text).casefold().split()).replace("–", "-")
