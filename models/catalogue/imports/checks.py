"""What a goods file says against what the network knows: its categories, and the answers their attributes allow."""

from dataclasses import dataclass

from sqlmodel import col, select

from models.catalogue.category.category import Attribute, Category, attributes_of, category_named, every_name
from models.catalogue.goods.goods import Goods
from models.catalogue.imports.forbidding import forbidden_cells
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.layout import Layout
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import loosely

# How many of a file's category names are remembered at once.
REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry whose words were understood. Without a category the goods will stay a draft. `forbidden` are cells that
    say what goods may not say; they stand in the way unless it was approved so."""

    entry: GoodsEntry
    category_id: int | None
    floor_bp: int
    attributes: dict[str, str]
    forbidden: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A category that a file may name, with its attributes."""

    category: Category
    attributes: list[Attribute]


class Checks:
    """Checks the entries of one supplier's file, before anybody waits for it. Each category is looked up once."""

    def __init__(self, database: Database, layout: Layout, supplier_id: int, rules: Rules) -> None:
        self._database = database
        self._layout = layout
        self._supplier_id, self._rules = supplier_id, rules
        self._known: dict[str, Known | None] = {}

    def check(self, entry: GoodsEntry) -> Checked | list[Problem]:
        """The entry understood, or what is wrong with it. An export was made for other categories: there, one that
        is unknown here is none."""
        words = self._layout.plan.categories.get(entry.category, entry.category)
        known = self._lookup(words) if words else None
        reason = N_("没有这个类目，请从页面上的类目表里抄一个")
        if known and known.category.retired_at is not None and not self._stands_in(entry, known.category):
            known, reason = None, N_("这个类目停用了，请从页面上的类目表里抄一个")
        if entry.category and known is None and self._layout.format.by_hand:
            return [Problem(entry.line, self._layout.heading("category"), reason, {}, entry.category)]
        problems: list[Problem] = []
        attributes = {}
        for name, value in entry.attributes.items():
            attribute = _asked(known, name)
            try:
                attributes[attribute.name if attribute else name] = attribute.read(value) if attribute else value
            except Refused as no:
                column = self._layout.heading(f"attribute:{name}")
                problems.append(Problem(entry.line, column, no.message, no.params, value))
        if problems:
            return problems
        category = known.category if known else None
        floor = category.commission_floor_bp if category else 0
        forbidden = tuple(forbidden_cells(entry, attributes, self._layout.heading, self._rules))
        return Checked(entry, category.id if category else None, floor, attributes, forbidden)

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
    """The category's attribute of that name, in any language."""
    wanted = loosely(name)
    attributes = known.attributes if known else []
    return next((attribute for attribute in attributes if wanted in map(loosely, every_name(attribute))), None)
