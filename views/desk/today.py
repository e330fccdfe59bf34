"""/desk: a sentence, the figures of today, and what to do next; how the days went stands in statistics/."""

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.catalogue.goods.approval import ApprovalFilter, approval_rows
from models.kernel.clock import now
from models.report.desk.proof import last_proof
from models.report.network import network_figures
from views.desk.blueprint import desk
from views.desk.fault_words import told
from views.desk.statistics.trends import MONEY, TREND_DAYS, Trends, trends_of
from views.desk.tallies import Tally, tallies
from views.kit import store
from views.kit.groups import AUDIENCES, may, may_open
from views.kit.page import page
from views.parts.numbers.waited import waited_words

OPENED_BY = AUDIENCES["desk"]

SHOWN = 5


@desk.get("")
def today() -> Response:
    """What the reader's roles may see; and what a young network still lacks."""
    session, at = store.session(), now()
    waiting, trends = tallies(session, at=at), trends_of(session, days=TREND_DAYS, at=at)
    proof = last_proof(session) if may(*MONEY) else None
    queue = approval_rows(session, ApprovalFilter(), limit=SHOWN, offset=0) if may_open("desk.goods") else []
    return page(
        "desk/today.html",
        sentence=_sentence(waiting, trends),
        waiting=waiting,
        trends=trends,
        waited=waited_words,
        days=TREND_DAYS,
        proof=proof,
        proof_faults=told(proof.first) if proof else [],
        figures=network_figures(session, at=at),
        queue=queue,
        at=at,
    )


def _sentence(waiting: list[Tally], trends: Trends) -> str:
    """What matters first: promises that are broken, then what waits, then how the day goes."""
    overdue, open_ones = sum(one.overdue for one in waiting), sum(one.waiting for one in waiting)
    if overdue:
        first = ngettext("%(num)s 件过了说好的时间，先办这些。", "%(num)s 件过了说好的时间，先办这些。", overdue)
    elif open_ones:
        first = ngettext("%(num)s 件在等，都还在说好的时间里。", "%(num)s 件在等，都还在说好的时间里。", open_ones)
    else:
        first = _("没有什么在等。")
    if trends.today is None or not trends.today.orders:
        return first
    orders = trends.today.orders
    return f"{first} " + ngettext("今天卖了 %(num)s 单。", "今天卖了 %(num)s 单。", orders)
