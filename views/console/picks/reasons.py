"""Writing the recommendation of a pick: in place by htmx, on a page of its own without script. One button of that
page leads on to the posters."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from models.kernel.clock import now
from models.pick import shelf
from models.pick.picking import checked_reason
from views.console.blueprint import console
from views.console.first_steps import first_steps
from views.console.picks.list import ROW, around, looked_at, own_pick, place, show_row
from views.console.share.list import share_goods
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, page_or_fragment, wants_fragment


class ReasonForm(TokenForm):
    """The keeper's own words."""

    reason = TextAreaField(_("推荐理由"))


@console.get("/picks/<code>/reason")
def reason(code: str) -> Response:
    """The form with what stands there now."""
    return _form(code, ReasonForm(reason=own_pick(code).reason))


@console.post("/picks/<code>/reason")
def recommend(code: str) -> Response:
    """Keeps the words, and goes on to the posters where the button says so; too long ones come back as they were
    typed."""
    picked, form = own_pick(code), ReasonForm()
    with attempt(form) as outcome:
        words = checked_reason(form.reason.data or "", house().rules)
    if not outcome.ok:
        return _form(code, form, status=422)
    if words != picked.reason:
        picked.recommend(words, at=now())
    if request.form.get("then") == "share":
        # Kept whether or not a poster can be drawn.
        store.commit()
        return share_goods(code)
    return show_row(code)


def _form(code: str, form: ReasonForm, status: int = 200) -> Response:
    """The row with the form in it for htmx, else a page of its own."""
    # Several may stand open on one page.
    form.reason.id = form.reason.label.field_id = f"reason-{code}"
    at, counts = looked_at()
    values: dict[str, Any] = {"it": shelf.shelved(store.session(), shop(), code), "form": form}
    values |= around(at, counts) | {"back": place(at, code), "inline": wants_fragment()}
    if wants_fragment():
        return page_or_fragment(ROW, "row", status=status, **values)
    return page("console/picks/reason.html", status=status, first=first_steps(), **values)
