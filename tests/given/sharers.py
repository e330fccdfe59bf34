"""The market with keepers who share and suppliers who change their rates. What was promised is written down here beside
the program, from the rates as they were seen, and every line that is placed is held against it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.catalogue.goods import listing
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import announced_of, listed_rate, price_of, rate_of
from models.catalogue.goods.rates import let_rates_fall
from models.catalogue.goods.skus import SkuDraft, set_skus
from models.checks import rates
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.kernel.snapshot import snapshot
from models.link.link import Link
from models.link.linking import link_for
from models.link.promising import note_sharing
from models.pick.picking import pick_of
from models.shop.shop import Shop
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Line
from tests.given.baskets import order_all
from tests.given.network import Books

PLACES = ("moments", "group")
RATES = (rates.announced_falls, rates.rates_said, rates.promises_kept, rates.promises_named)


@dataclass(frozen=True, slots=True)
class Told:
    """A rate that a keeper saw when sharing, and how long it was to hold."""

    link: int
    sku: int
    rate: int
    at: datetime
    until: datetime


class Sharers(Books):
    """`rules` say for how long falls are announced and sharings promise."""

    def __init__(self, database: Database, rules: Rules = DEFAULT) -> None:
        super().__init__(database)
        self.rules, self.told = rules, list[Told]()
        self.lines_seen = 0

    def share(self, stall: int, place: int) -> str:
        """The keeper shares goods: what is seen at that moment is what was promised."""

        def verb(session: Session) -> None:
            sku, shop = self._stall(session, stall)
            picked = pick_of(session, shop, sku.goods)
            assert picked is not None, "the shop carries all of them"
            link = link_for(session, picked, PLACES[place], at=self.at)
            note_sharing(session, link, sku.goods, rules=self.rules, at=self.at)
            fall = announced_of(sku)
            until = fall.falls_at if fall else self.at + timedelta(days=self.rules.rate_promise_days)
            if until > self.at and sku.withdrawn_at is None:
                self.told.append(Told(link.id, sku.id, rate_of(sku), self.at, until))

        return self.do(verb)

    def want_rate(self, stall: int, bp: int) -> str:
        """The supplier writes another rate, by the way that form and file share: no rate falls before its day."""

        def verb(session: Session) -> None:
            sku, _ = self._stall(session, stall)
            before, fall = rate_of(sku), announced_of(sku)
            self._write(sku, bp)
            # A fall whose day has come may be made milder, and holds.
            if self.rules.rate_notice_days and (fall is None or fall.falls_at > self.at):
                assert rate_of(sku) == max(before, bp)
            assert listed_rate(sku) == bp

        return self.do(verb)

    def withdraw_or_bring_back(self, stall: int) -> str:
        """The supplier takes the SKU out of its goods, leaving another; or names it again, at another rate."""

        def verb(session: Session) -> None:
            sku, _ = self._stall(session, stall)
            if sku.withdrawn_at is not None:
                self._write(sku, 500)
                return
            other = SkuDraft("other", ("另一种",), Money(5_000), stock=8, commission_bp=600)
            set_skus(sku.goods, [other], usual_bp=1_000, at=self.at, rules=self.rules)

        return self.do(verb)

    def take_off_or_put_back(self, stall: int) -> str:
        """The supplier takes goods off sale, or puts them back."""

        def verb(session: Session) -> None:
            goods, act = self._stall(session, stall)[0].goods, Act.supplier(None, self.at)
            if goods.state == "on_sale":
                listing.take_off(session, goods, act)
            else:
                listing.put_back(session, goods, act)

        return self.do(verb)

    def set_floor(self, bp: int) -> None:
        """The operator moves the floor of the category in which all of them stand."""
        with self.database.transaction() as session:
            session.exec(select(Category).where(Category.slug == "tea")).one().commission_floor_bp = bp

    def buy_through(self, stall: int, place: int, quantity: int, *, newest: bool) -> str:
        """A buyer comes by a printed link, of any price that its goods ever had, and orders."""
        self.visitors += 1
        visitor = f"guest-{self.visitors}"

        def verb(session: Session) -> None:
            sku, shop = self._stall(session, stall)
            own = select(Link).where(Link.goods_id == sku.goods_id, Link.placement == PLACES[place])
            links = session.exec(own.order_by(col(Link.id))).all()
            if not links:
                raise Refused("", "never shared")
            put_in(session, visitor, Chosen(sku, shop, quantity, links[-1 if newest else 0]), at=self.at)
            order_all(session, visitor, once=f"form-{visitor}-once-and", gateway=self.gateways["test"], at=self.at)

        return self.do(verb)

    def new_price(self, stall: int, price: int) -> str:
        """Another price is another link."""

        def verb(session: Session) -> None:
            self._stall(session, stall)[0].listed_price = Money(price)

        return self.do(verb)

    def work(self) -> None:
        """The clock of rates, twice as a worker that was killed would."""
        let_rates_fall(self.database, at=self.at)
        assert let_rates_fall(self.database, at=self.at) == 0

    def keeps_its_word(self) -> None:
        """No line that was placed since the last look gives less than what was seen; and the checks say the same."""
        with self.database.reading() as session:
            for line in session.exec(select(Line).where(Line.id > self.lines_seen).order_by(col(Line.id))):
                self._is_fair(line)
                self.lines_seen = line.id
        with snapshot(self.database) as connection:
            faults = [fault for part in RATES for fault in part(connection)]
            assert not faults, faults

    def _is_fair(self, line: Line) -> None:
        at = line.parcel.order.placed_at
        living = [
            told.rate
            for told in self.told
            if (told.link, told.sku) == (line.link_id, line.sku_id) and told.at <= at < told.until
        ]
        assert line.commission_bp >= max(living, default=0)
        assert line.commission == line.amount.share(line.commission_bp)

    def _stall(self, session: Session, stall: int) -> tuple[SKU, Shop]:
        carried = self.stalls[stall]
        sku = session.get_one(SKU, carried.sku)
        # As views hold goods that are edited.
        session.exec(select(Goods.id).where(Goods.id == sku.goods_id).with_for_update())
        return sku, session.get_one(Shop, carried.shop)

    def _write(self, sku: SKU, bp: int) -> None:
        draft = SkuDraft(sku.code, tuple(sku.options), price_of(sku), commission_bp=bp)
        set_skus(sku.goods, [draft], usual_bp=1_000, at=self.at, rules=self.rules)
