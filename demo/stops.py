"""The demo's stops: a supplier that was stopped for two days and let back, and one that is stopped; and the nights that
were proven."""

from datetime import datetime, timedelta

from demo.network import Network
from demo.stock import PASSWORD
from models.catalogue.supplier.enrolling import Candidate, take_on
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.report.desk.proof import ProofRun
from models.stories.stop.supplier import let_supplier_back, stop_supplier

NIGHTS = 6
NAME, STAFF, PHONE = "广州潮趣贸易行", "梁志豪", "13800000019"


def stop_some(network: Network, rules: Rules, at: datetime) -> None:
    """In the order in which it happened."""
    session, by = network.session, network.operator
    late, day = network.suppliers["laofang"], at - timedelta(days=15)
    stop_supplier(session, late, Act.operator(by, day, "三个包裹超过 72 小时没发，先停下来发完"))
    let_supplier_back(session, late, Act.operator(by, day + timedelta(days=2), "都发出了，也说好了人手"))
    facts = Candidate(
        name=NAME,
        kind="distributor",
        ships_from="广东广州",
        story="",
        freight=Money(0),
        free_over=None,
        deposit=Money(0),
        staff=STAFF,
        phone=PHONE,
        password=PASSWORD,
    )
    taken_on = take_on(session, facts, Act.operator(by, at - timedelta(days=40)), rules=rules)
    stop_supplier(session, taken_on, Act.operator(by, at - timedelta(days=30), "授权书是别家的，等补齐再说"))


def prove_nights(network: Network, at: datetime) -> None:
    """Each night until today, without a fault."""
    for back in range(NIGHTS, 0, -1):
        began = (at - timedelta(days=back)).replace(hour=20, minute=40, second=0, microsecond=0)
        network.session.add(ProofRun(began_at=began, ended_at=began + timedelta(seconds=4)))
