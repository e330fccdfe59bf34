"""A dispute: both sides' words and photos, and the order; not where the buyer lives."""

from typing import Any

from flask_babel import gettext
from sqlmodel import Session

from models.kernel.errors import Gone
from models.stories.after_sale.pay_back import refund_of
from models.stories.talk.oversee import talk_of_line
from models.trade.after_sale.by_operator import ceiling, outcomes_for
from models.trade.after_sale.finding import disputed_after_sale, last_return_address
from views.parts import after_sale as shown
from views.parts.order_facts import for_desk


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows; `begins` is where the ruling starts from: what the buyer asked for."""
    after_sale = disputed_after_sale(session, code)
    if after_sale is None:
        raise Gone(code)
    most = ceiling(after_sale)
    return {
        "after_sale": after_sale,
        "line": after_sale.line,
        "known": for_desk(after_sale.line, gettext("纠纷 %(code)s", code=after_sale.code)),
        "history": shown.told(after_sale),
        "refund": refund_of(session, after_sale),
        "talk": talk_of_line(session, after_sale.line),
        "most": most,
        "possible": outcomes_for(after_sale),
        "begins": {
            "amount": min(after_sale.owed, most) or most,
            "return_to": after_sale.return_to or last_return_address(session, after_sale.supplier_id),
        },
    }
