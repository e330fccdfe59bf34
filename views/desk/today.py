"""/desk: the network in numbers, and what to do next."""

from werkzeug.wrappers import Response

from models.catalogue.goods.approval import ApprovalFilter, approval_rows
from models.kernel.clock import now
from models.payout.finding import to_approve
from models.payout.verifying import to_verify
from models.report.network import network_figures
from models.trade.after_sale.finding import open_disputes
from views.desk.blueprint import desk
from views.kit import store
from views.kit.groups import AUDIENCES
from views.kit.page import page

OPENED_BY = AUDIENCES["desk"]

SHOWN = 5


@desk.get("")
def today() -> Response:
    """Numbers first; then the goods that wait longest, and what a young network still lacks."""
    session, at = store.session(), now()
    queue = approval_rows(session, ApprovalFilter(), limit=SHOWN, offset=0)
    return page(
        "desk/today.html",
        figures=network_figures(session, at=at),
        disputes=open_disputes(session),
        withdrawals=to_approve(session),
        payees=to_verify(session),
        queue=queue,
    )
