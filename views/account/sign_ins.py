"""Where a member is signed in: each browser, and the way to end one or all others."""

from typing import Any

from flask import abort
from flask_login import current_user
from werkzeug.wrappers import Response

from models.account.signing_in import end_sign_in, end_sign_ins, sign_in_coded, sign_ins_of
from models.kernel.clock import now
from models.kernel.errors import N_
from views.account.blueprint import account
from views.account.page import done, section
from views.kit import store
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import see
from views.kit.signed_in import browser_here, go_on_here, sign_out_here
from views.parts.browser import browser_words


@section("sign_ins", place=90)
def facts() -> dict[str, Any]:
    """Those that are open; this browser's first. Its row may be written only behind this page."""
    days, here = house().rules.sign_in_days, current_user.sign_in
    open_ones = sign_ins_of(store.session(), member(), days=days, at=now())
    others = [one for one in open_ones if here is None or one.id != here.id]
    return {"this_one": here, "browser_here": browser_here(), "others": others, "days": days, "device": browser_words}


@account.post("/sign-ins/<code>/end")
def end(code: str) -> Response:
    """Signs one browser out. Ended already is ended."""
    found = sign_in_coded(store.session(), member(), code)
    if found is None:
        abort(404)
    if current_user.sign_in is not None and found.id == current_user.sign_in.id:
        sign_out_here()
        return see("/sign-in")
    end_sign_in(store.session(), found, at=now())
    return done(N_("那台设备已经退出"), "sign_ins")


@account.post("/sign-ins/end-others")
def end_others() -> Response:
    """Signs every other browser out. This one goes on with a new token: a copy of its cookies is worthless too."""
    end_sign_ins(store.session(), member(), at=now())
    go_on_here()
    return done(N_("别的设备都退出了"), "sign_ins")
