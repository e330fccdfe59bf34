"""What happens at the counters of a market, where buyers fetch."""

from sqlmodel import Session

from models.catalogue.supplier.pickup_place import PickupTerms, offer_pickup, withdraw_pickup
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.rules import DEFAULT
from models.stories.order.fetch import fetch_parcel
from models.trade.order.order import Parcel
from models.trade.pickup.readying import ready_parcel
from tests.given.markets.ground import Ground


class Counters(Ground):
    """Suppliers offer pick-up, and hand out parcels for their codes."""

    def offer(self, pick: int) -> str:
        """A supplier's buyers may fetch from now on, somewhere else than before; or not any more."""

        def verb(session: Session, supplier: Supplier) -> None:
            if pick % 3 == 2:
                withdraw_pickup(session, supplier)
            else:
                offer_pickup(session, supplier, PickupTerms(f"新街 {self.boxes} 号", "9:00–18:00"), at=self.at)

        self.boxes += 1
        return self.on(Supplier, pick, verb)

    def ready(self, pick: int) -> str:
        """A parcel lies at the counter."""
        return self.on(Parcel, pick, lambda session, one: ready_parcel(session, one, Act.supplier(None, self.at)))

    def fetch(self, pick: int, *, wrong: bool = False) -> str:
        """Somebody says a parcel's code at its counter, or one that is none: handed out once, then it only is told."""

        def verb(session: Session, parcel: Parcel) -> None:
            code, before = parcel.pickup.code if parcel.pickup else None, parcel.state
            typed = "000000" if wrong or code is None else code
            said = fetch_parcel(session, parcel.supplier, typed, Act.supplier(None, self.at), rules=DEFAULT)
            if said.refusal:
                assert said.parcel is not parcel or parcel.state == before != "to_ship"
                raise said.refusal
            assert (typed, said.parcel, before, parcel.state) == (code, parcel, "to_ship", "received")

        return self.on(Parcel, pick, verb)
