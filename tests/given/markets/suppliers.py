"""What suppliers do at a market."""

from datetime import timedelta

from sqlmodel import Session

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.selling import SellingTerms, set_selling
from models.catalogue.supplier.freight import charge
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.money import Money
from models.payment.finding import refunds_of
from models.payment.payment import payment_for
from models.stories.order.bring_back import bring_back
from models.trade.order.order import Parcel
from models.trade.parcel.shipping import Way, ship
from tests.given.markets.ground import Ground
from tests.given.pages import Facts, OpenPage, facts_of


class Suppliers(Ground):
    """They say how things are sold, ship, and take back what came back."""

    def sell_by(self, pick: int, most: int | None, begins: int | None, ends: int | None) -> str:
        """A supplier says how one of the goods is sold: so many a buyer, in some hours from now until others."""
        begin, end = (None if hours is None else self.at + timedelta(hours=hours) for hours in (begins, ends))
        terms = SellingTerms(per_buyer=most, on_sale_from=begin, on_sale_until=end)
        sku = self.stalls[pick % len(self.stalls)].sku
        return self.do(lambda session: set_selling(session, session.get_one(SKU, sku).goods, terms, at=self.at))

    def send_by(self, pick: int, by: str, first: int, more: int) -> str:
        """A supplier takes freight by weight or by pieces from now on, 500 g or two pieces at a time."""

        def verb(session: Session, supplier: Supplier) -> None:
            growth = FreightGrowth("weight", first, 500, Money(more)) if by == "weight" else None
            growth = FreightGrowth("piece", first, 2, Money(more)) if by == "piece" else growth
            charge(supplier, FreightRate(supplier.freight, supplier.free_over, growth))

        return self.on(Supplier, pick, verb)

    def open_page(self, pick: int) -> None:
        """One of a supplier's people opens a page of goods, to save it some time."""
        with self.database.reading() as session:
            sku = session.get_one(SKU, self.stalls[pick % len(self.stalls)].sku)
            self.pages.append(OpenPage(sku.id, facts_of(session, sku)))

    def save_page(self, pick: int, changes: Facts) -> str:
        """It is saved, after whatever happened since."""
        if not self.pages:
            return "none"
        page = self.pages[pick % len(self.pages)]
        return self.do(lambda session: page.save(session, changes, self.at))

    def ship(self, pick: int, pieces: int = 0) -> str:
        """Sends what is left of a parcel, or so many pieces of each line."""
        self.boxes += 1
        way = Way("顺丰速运", f"SF{self.boxes:08d}")

        def verb(session: Session, parcel: Parcel) -> object:
            named = {line.id: min(pieces, line.to_ship) for line in parcel.lines} if pieces else None
            return ship(session, parcel, way, Act.supplier(None, self.at), pieces=named)

        return self.on(Parcel, pick, verb)

    def bring_back(self, pick: int) -> str:
        """A parcel came back: one that is called received only where its carrier keeps the cash, nothing was refunded,
        and never twice."""

        def verb(session: Session, parcel: Parcel) -> None:
            before, refunds = parcel.state, len(refunds_of(session, parcel.order))
            given = any(line.refunded_amount for line in parcel.lines)
            is_news = bring_back(session, parcel, Act.supplier(None, self.at))
            payment = payment_for(session, parcel.order)
            assert is_news == (before in ("shipped", "received"))
            if before == "received":
                assert (payment.gateway, payment.remitted_at, given) == ("cod", None, False)
                assert [refund.state for refund in refunds_of(session, parcel.order)[refunds:]] == ["waived"]

        return self.on(Parcel, pick, verb)
