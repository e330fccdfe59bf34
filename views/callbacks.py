"""Payment notices: verify, one story, acknowledge. No cookie, no page: gateways repeat what is not acknowledged."""

import logging

from flask import Blueprint, Response, abort, request

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.payment.deposit_payment import DEPOSIT_CODE
from models.payment.gateways import Arrived, PaymentNotice
from models.stories.money.deposit_payments import confirm_deposit
from models.stories.order.confirm_payment import confirm_payment
from views.kit import store
from views.kit.house import house

log = logging.getLogger(__name__)
bp = Blueprint("callbacks", __name__)
# Ten times the longest notice there is: anybody may send one.
MOST_BYTES = 64 * 1024


@bp.url_value_preprocessor
def whole_and_small(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The bytes first: signatures are over them, and once a form is parsed they are gone."""
    request.max_content_length = MOST_BYTES
    request.get_data(cache=True)


@bp.post("/pay/<gateway>/notify")
@store.reads_first
def notify(gateway: str) -> Response:
    """What cannot be verified, or was never asked for, is not accepted: nothing moves."""
    known = house().gateways.get(gateway)
    if known is None:
        abort(404)
    notice = known.verify(_arrived())
    said = known.acknowledge(notice is not None and _booked(gateway, notice))
    return Response(said.body, said.status, mimetype=said.mimetype)


def _arrived() -> Arrived:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Arrived(headers, request.get_data(cache=True), request.form.to_dict())


def _booked(gateway: str, notice: PaymentNotice) -> bool:
    try:
        if len(notice.payment) == DEPOSIT_CODE:
            confirm_deposit(store.session(), gateway, notice, at=now())
        else:
            confirm_payment(store.session(), gateway, notice, at=now())
        # What is acknowledged is kept: the reply is made behind no lock, and after the commit.
        store.commit()
    except (Gone, Refused) as trouble:
        store.give_up()
        log.warning("a genuine notice of %s was not booked: %r", gateway, trouble)
        return False
    return True
