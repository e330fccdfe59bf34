"""Where a sign-up stands that waits for the desk: this browser asked, and is told."""

from datetime import timedelta

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from models.account.signing_up.confirming import sign_up_coded
from models.account.signing_up.sign_up import SignUp
from views.kit import store
from views.kit.door_mark import ASKED
from views.kit.house import house
from views.kit.page import page
from views.signing_up.blueprint import bp


@bp.get("/sign-up/waiting")
def waiting_page() -> Response:
    """Waiting until when, confirmed, or refused and why."""
    asked = asked_here()
    if asked is None:
        return redirect(url_for("signing_up.sign_up_page"), 303)
    until = asked.asked_at + timedelta(hours=house().rules.sign_up_hours)
    return page("session/sign_up_waiting.html", asked=asked, until=until)


def asked_here() -> SignUp | None:
    """What this browser asked for, if it did."""
    code = session.get(ASKED, "")
    return sign_up_coded(store.session(), code) if code else None
