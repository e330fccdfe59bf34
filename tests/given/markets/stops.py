"""Who is stopped at a market, and what can then be bought."""

from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.shop.shop import Shop
from models.stories.stop.member import let_member_back, stop_member
from models.stories.stop.supplier import let_supplier_back, stop_supplier
from tests.given.markets.ground import Ground


class Stops(Ground):
    """The operator stops people, and lets them back."""

    def stop(self, pick: int) -> str:
        """Stops one of the suppliers, or lets it back; nothing of a stopped one can be ordered."""

        def verb(session: Session, supplier: Supplier) -> None:
            act = Act.operator(self._member(session), self.at, "授权书没补齐")
            if supplier.stopped:
                let_supplier_back(session, supplier, act)
            else:
                stop_supplier(session, supplier, act)

        return self.on(Supplier, pick, verb)

    def close_doors(self) -> str:
        """Stops the keeper, or lets them back: the shop closes for now, and opens again."""

        def verb(session: Session, shop: Shop) -> None:
            act = Act.operator(self._member(session), self.at, "换了电话，核对一下")
            if shop.keeper.stopped:
                let_member_back(session, shop.keeper, act)
            else:
                stop_member(session, shop.keeper, act)

        return self.on(Shop, 0, verb)

    def can_sell(self, stall: int) -> bool:
        """Whether one of the goods can be bought, for all that stops say."""
        with self.database.reading() as session:
            goods = session.get_one(SKU, self.stalls[stall].sku).goods
            return not goods.supplier.stopped and session.exec(select(Shop.closed_at)).one() is None
