"""Payment notices: verify, one story, acknowledge. No cookie, no page: gateways repeat what is not acknowledged."""

from flask import Blueprint, Response, request

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.payment.gateways import Arrived
from models.stories.confirm_payment import confirm_payment
from views.kit import store
from views.kit.house import house

bp = Blueprint("callbacks", __name__)


@bp.post("/pay/<gateway>/notify")
def notify(gateway: str) -> Response:
    """400 for what we did not ask for or cannot verify: nothing moves."""
    known = house().gateways.get(gateway)
    notice = known.verify(_arrived()) if known else None
    if notice is None:
        return Response("fail", 400, mimetype="text/plain")
    try:
        confirm_payment(store.session(), gateway, notice, at=now())
    except (Gone, Refused):
        return Response("fail", 400, mimetype="text/plain")
    return Response("success", mimetype="text/plain")


def _arrived() -> Arrived:
    # The bytes first: once the form was parsed they are gone.
    body = request.get_data(cache=True)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Arrived(headers, body, request.form.to_dict())
