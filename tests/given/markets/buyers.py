"""What buyers do at a market."""

from dataclasses import replace

from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.windows import outside_window
from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.money import Money
from models.payment.gateways import PaymentNotice
from models.shop.shop import Shop
from models.stories.order.cancel import cancel_order, cancel_parcel
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.own import OwnReason
from tests.given.baskets import CONTACT, Carried, order_all, put
from tests.given.markets.stops import Stops


def _contact(own: OwnReason, phone: str) -> Recipient:
    """Where it goes. What has only the keeper's phone goes elsewhere, so that each reason stands alone."""
    if own == "phone":
        return replace(CONTACT, phone=phone, region_code="330106", street="曙光路 9 号")
    at_home = replace(CONTACT, phone="13700000001", region_code="330106", street="龙井路 1 号")
    return replace(at_home, street="龙井路1号", phone="13700000002") if own == "before" else at_home if own else CONTACT


class Buyers(Stops):
    """They order, pay, cancel and receive."""

    def buy(
        self,
        quantities: list[int],
        *,
        gateway: str = "test",
        coupon: int | None = None,
        own: OwnReason = "",
        fetch: bool = False,
    ) -> str:
        """Orders so many of each SKU, with the shop's coupon (0), a supplier's (1) or none; `own` where the keeper
        buys: signed in, with the account's phone, or, signed out, to where something was sent to before. With `fetch`
        all that can be fetched is."""
        self.visitors += 1
        visitor = f"buyer-{self.visitors}"

        def order(session: Session) -> None:
            for stall, quantity in zip(self.stalls, quantities, strict=False):
                if quantity:
                    put(session, visitor, stall, quantity)
            once = f"form-{visitor}-once-and"
            taken = None
            if coupon is not None:
                taken = claim_coupon(session, session.get_one(Coupon, self.coupons[coupon]), visitor, at=self.at)
            keeper = session.get_one(Shop, self.stalls[0].shop).keeper
            order_all(
                session,
                visitor,
                gateway=self.gateways[gateway],
                once=once,
                claim=taken,
                contact=_contact(own, keeper.phone),
                at=self.at,
                signed_in=keeper.id if own == "signed_in" else None,
                fetch=fetch,
            )

        sellable = all(self.can_sell(n) for n, quantity in enumerate(quantities) if quantity)
        said = self.do(order)
        assert said or sellable, "something was sold of whom was stopped"
        for stall, quantity in zip(self.stalls, quantities, strict=False):
            if quantity and not said:
                self._is_within_terms(stall)
        return said

    def _is_within_terms(self, stall: Carried) -> None:
        """What was just sold was sold in its time, and no buyer has more of it than one may; all buyers here have one
        phone."""
        with self.database.reading() as session:
            goods = session.get_one(SKU, stall.sku).goods
            assert outside_window(goods, self.at) is None, "it was sold outside its time"
            theirs = [line for line in session.exec(select(Line)) if line.goods_id == goods.id]
            kept = [line for line in theirs if line.parcel.state not in ("cancelled", "came_back")]
            pieces = sum(line.quantity - line.refunded_unshipped for line in kept)
            assert goods.per_buyer is None or pieces <= goods.per_buyer, "one buyer has more than one may"

    def pay(self, pick: int, *, notices: int = 1, change: int = 0) -> str:
        """A buyer pays at the till; its notice comes so often, with another amount where `change` is."""
        code, amount = self._payment(pick)
        if not code or not self.till.take(code, amount):
            return "nothing to pay"
        notice = PaymentNotice(code, Money(amount + change), f"T-{code}")
        return "".join(
            self.do(lambda session: confirm_payment(session, "test", notice, at=self.at)) for _ in range(notices)
        )

    def replay(self, pick: int) -> str:
        """An old notice once more."""
        codes = list(self.till.taken)
        if not codes:
            return "none"
        code = codes[pick % len(codes)]
        notice = PaymentNotice(code, self.till.taken[code], f"T-{code}")
        return self.do(lambda session: confirm_payment(session, "test", notice, at=self.at))

    def cancel(self, pick: int) -> str:
        """A buyer cancels an order."""
        return self.on(Order, pick, lambda session, one: cancel_order(session, one, Act.buyer(self.at)))

    def cancel_parcel(self, pick: int) -> str:
        """Or a parcel of it."""
        return self.on(Parcel, pick, lambda session, one: cancel_parcel(session, one, Act.buyer(self.at)))

    def receive(self, pick: int) -> str:
        """A parcel arrived."""
        return self.on(Parcel, pick, lambda session, one: receive_parcel(session, one, Act.buyer(self.at)))
