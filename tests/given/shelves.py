"""Goods that are edited, loaded, approved and refused at random, beside a plain account of what was approved."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods import deciding_proposals, listing, picturing
from models.catalogue.goods.change import as_wanted, withdraw_proposal
from models.catalogue.goods.editing import GoodsDraft, revise
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.proposal import Proposal, waiting_proposal
from models.catalogue.goods.skus import SkuDraft
from models.catalogue.goods.version import keep_version
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.pick import storefront
from models.shop.shop import Shop
from tests.given.factories import at_desk, make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.goods_files import Loads, table

# What the account compares word for word.
SAID = ("title", "description", "brand", "attributes", "option_names", "digests")
Words = dict[str, object]


def words_of(look: GoodsLook) -> Words:
    """What a look says to buyers, but for its SKUs."""
    said = {name: getattr(look, name) for name in SAID}
    return said | {"attributes": dict(look.attributes)}


@dataclass
class Approved:
    """What an operator has said yes to: words, option values, the price that was last looked at of each SKU."""

    words: Words
    values: set[str] = field(default_factory=set)
    prices: dict[str, int] = field(default_factory=dict)
    least: int = 0
    most: int = 0

    def look_at(self, look: GoodsLook, shown: set[str] | None = None) -> "Approved":
        """After a yes to this look, of whose SKUs those `shown` were compared; all of them where None is said."""
        codes = {sku.code for sku in look.skus} if shown is None else shown
        prices = self.prices | {sku.code: int(sku.price) for sku in look.skus if sku.code in codes}
        values = self.values.union(*(sku.options for sku in look.skus))
        every = [*prices.values(), *([self.least, self.most] if self.most else [])]
        return Approved(words_of(look), values, prices, min(every), max(every))

    def allows(self, code: str, price: int) -> bool:
        """Whether a price is near enough to what was approved."""
        least, most = (self.prices[code], self.prices[code]) if code in self.prices else (self.least, self.most)
        return least * 8 <= price * 10 and price * 10 <= most * 12


class Shelves:
    """One supplier's goods in one shop. `wanted` is what the supplier wrote last, kept beside the program."""

    def __init__(self, database: Database, media: MediaStore, folder: Path, count: int = 2) -> None:
        self.database = database
        with database.transaction() as session:
            supplier = make_supplier(session)
            made = [_stocked(session, make_goods(session, supplier, digest=f"{n:x}" * 32)) for n in range(count)]
            shop = make_shop(session)
            for goods in made:
                make_pick(session, shop, goods)
            operator = make_member(session, name="审核")
            at_desk(session, operator.id, "approval")
            self.codes = [goods.code for goods in made]
            self.handles = [goods.handle for goods in made]
            looks = [as_wanted(goods, None) for goods in made]
            self.shop, self.operator, self.supplier = shop.id, operator.id, supplier.id
        self.loads = Loads(database, media, folder, self.supplier)
        self.approved = [Approved({}).look_at(look) for look in looks]

    def edit(self, n: int, **wanted: Any) -> None:
        """By form."""
        with self.database.transaction() as session:
            goods = self._goods(session, n)
            look = as_wanted(goods, waiting_proposal(session, goods))
            self._tried(session, lambda: revise(session, goods, _draft(session, look, wanted), _act(), rules=DEFAULT))

    def load(self, n: int, *, title: str, price: int, colours: list[str], brand: str) -> None:
        """By file: whole goods in our own layout."""
        first = {"商品编号": self.handles[n], "标题": title, "品牌": brand, "规格1名": "颜色"}
        rows = [
            {
                **(first if place == 0 else {"商品编号": self.handles[n]}),
                "规格1值": colour,
                "规格编号": colour,
                "价格": f"{price / 100:.2f}",
                "佣金率": "15%",
            }
            for place, colour in enumerate(colours)
        ]
        self.loads.load(table(rows))

    def picture(self, n: int, what: str, digest: str) -> None:
        """By the pictures' page."""
        with self.database.transaction() as session:
            goods = self._goods(session, n)
            if what == "add":
                self._tried(session, lambda: picturing.add_pictures(session, goods, [digest], _act(), DEFAULT))
                return
            shots = as_wanted(goods, waiting_proposal(session, goods)).digests
            if what == "remove":
                self._tried(session, lambda: picturing.remove_picture(session, goods, shots[-1], _act(), DEFAULT))
            else:
                self._tried(
                    session, lambda: picturing.move_picture(session, goods, shots[-1], "first", _act(), DEFAULT)
                )

    def withdraw(self, n: int) -> None:
        """By the supplier."""
        with self.database.transaction() as session:
            withdraw_proposal(session, self._goods(session, n), _act())

    def decide(self, n: int, *, yes: bool, back: bool) -> None:
        """By an operator, who may take it back at once."""
        before = self.approved[n]
        with self.database.transaction() as session:
            goods = self._goods(session, n)
            waiting = waiting_proposal(session, goods)
            if waiting is None:
                return
            act = Act.operator(session.get_one(Member, self.operator), now(), "不行")
            wanted, shown = as_wanted(goods, waiting), {one["code"] for one in waiting.wanted.get("skus", ())}
            if not yes:
                deciding_proposals.refuse_proposal(session, waiting.code, act)
            elif self._tried(session, lambda: deciding_proposals.approve_proposal(session, waiting.code, act, DEFAULT)):
                self.approved[n] = before.look_at(wanted, shown)
            else:
                return
            if back:
                deciding_proposals.undecide_proposal(session, waiting.code, act)
                self.approved[n] = before

    def step(self, n: int, name: str) -> None:
        """Off sale, back, submitted anew, and approved as a whole."""
        with self.database.transaction() as session:
            goods = self._goods(session, n)
            if name == "approve" and goods.state == "submitted":
                look = as_wanted(goods, None)
                act = Act.operator(session.get_one(Member, self.operator), now())
                if self._tried(session, lambda: listing.approve(session, goods, act)):
                    self.approved[n] = self.approved[n].look_at(look)
                return
            steps = {"off": listing.take_off, "back": listing.put_back, "submit": listing.submit}
            if name in steps:
                self._tried(session, lambda: steps[name](session, goods, _act()))

    def holds(self) -> None:
        """What buyers see of goods on sale is what was approved."""
        with self.database.reading() as session:
            shop = session.get_one(Shop, self.shop)
            cards = {card.code: card for card in storefront.cards(session, shop.id)}
            for n, code in enumerate(self.codes):
                offer = storefront.offer(session, shop.id, code=code)
                if offer.state != "on_sale":
                    assert code not in cards
                    continue
                self._as_approved(session, self.approved[n], offer, cards[code])

    def _as_approved(self, session: Session, approved: Approved, offer: Any, card: Any) -> None:
        seen = {name: getattr(offer, name) for name in ("title", "description", "brand", "attributes")}
        seen["option_names"] = tuple(offer.option_names)
        seen["digests"] = tuple(storefront.goods_pictures(session, offer.id))
        assert seen == approved.words
        assert (card.title, card.cover) == (seen["title"], seen["digests"][0])
        goods = session.get_one(Goods, offer.id)
        codes = {tuple(sku.options): sku.code for sku in goods.on_offer}
        for sku in storefront.goods_skus(session, goods.id):
            assert set(sku.options) <= approved.values
            assert approved.allows(codes[tuple(sku.options)], int(sku.price)), (sku, approved)

    def _goods(self, session: Session, n: int) -> Goods:
        return session.exec(select(Goods).where(Goods.code == self.codes[n]).with_for_update()).one()

    def _tried(self, session: Session, verb: Callable[[], object]) -> bool:
        try:
            with session.begin_nested():
                verb()
        except Refused:
            return False
        return True


def proposals(database: Database) -> list[Proposal]:
    """Every proposal there is."""
    with database.reading() as session:
        return list(session.exec(select(Proposal)))


def _act() -> Act:
    return Act.supplier(None, now())


def _stocked(session: Session, goods: Goods) -> Goods:
    """Goods of two colours."""
    goods.option_names = ["颜色"]
    goods.skus = [
        SKU(code=colour, options=[colour], listed_price=Money(10_000), stock=9, listed_rate=1_500, position=place)
        for place, colour in enumerate(("红", "绿"))
    ]
    session.flush()
    keep_version(session, goods, Act.program(now()))
    return goods


def _draft(session: Session, look: GoodsLook, wanted: dict[str, Any]) -> GoodsDraft:
    category = session.get(Category, look.category_id) if look.category_id else None
    said = look.facts("title", "description", "brand", "barcode", "declared_price", "declared_commission_bp")
    said |= {"attributes": dict(look.attributes), "option_names": look.option_names}
    codes = wanted.pop("skus", None) or [sku.code for sku in look.skus]
    prices = wanted.pop("prices", {})
    rows = [look.sku(code) or SkuDraft(code, (code,), Money(10_000)) for code in codes]
    skus = tuple(replace(row, price=Money(prices.get(row.code, row.price)), stock=None) for row in rows)
    return GoodsDraft(category=category, skus=skus, seen={}, **(said | wanted))
