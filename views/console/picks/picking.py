"""The shop's picks: the list, and putting goods on it."""

from typing import Any

from flask import flash, request, url_for
from flask import session as browser
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.kernel.text import one_line
from models.pick import offers
from models.pick.pick import Pick
from models.pick.picking import checked_reason, pick, pick_of
from views.console.blueprint import console
from views.console.first_steps import first_steps
from views.console.goods import show_goods
from views.console.picks.list import INDEX, listing, own_pick, show_row
from views.kit import store
from views.kit.asked import number_asked
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import fragment_or_see, page, sentence, wants_fragment
from views.kit.safety import parsed

REMOVED = "removed_pick"


@console.get("/picks")
def picks() -> Response:
    """The picks in their order. What was taken out a moment ago can be put back."""
    return page(INDEX, removed=browser.pop(REMOVED, None), first=first_steps(), **listing())


@console.get("/picks/<code>")
def pick_row(code: str) -> Response:
    """One pick's row for htmx, when its keeper leaves the words as they were; else its place in the list."""
    own_pick(code)
    return show_row(code)


@console.post("/picks")
def pick_goods() -> Response:
    """Picks goods. A second tap changes nothing; past the limit the keeper reads why."""
    code = one_line(request.form.get("goods", ""))
    goods = offers.goods_before(store.session(), shop(), code)
    if goods is None:
        raise Gone(code)
    browser.pop(REMOVED, None)
    try:
        _pick(goods)
    except Refused as refusal:
        store.give_up()
        return _refused(code, sentence(refusal))
    if not wants_fragment():
        flash(_("选上了：%(title)s", title=goods.title), "ok")
    row = offers.offer_of(store.session(), shop(), code)
    # The head of the page counts along.
    told: dict[str, Any] = {"just_picked": True, "swapped": True, "shop": shop(), "first": first_steps()}
    return fragment_or_see("console/goods/row.html", "row", _back(code), it=row, **told)


def _pick(goods: Goods) -> None:
    """Picks, and gives back the words and the place of a pick that was taken out just now."""
    existing = pick_of(store.session(), shop(), goods)
    picked = pick(store.session(), shop(), goods, rules=house().rules, at=now())
    if existing is None:
        _restore(picked)
        store.session().flush()


def _restore(picked: Pick) -> None:
    reason = checked_reason(request.form.get("reason", ""), house().rules)
    if reason:
        picked.recommend(reason, at=now())
    place = number_asked(request.form, "position", 0)
    # Only back down to where it was: the newest pick's place is the highest there is.
    if 0 < place < picked.position:
        picked.position = place
    if request.form.get("pinned"):
        picked.pin(at=now())


def _refused(code: str, words: str) -> Response:
    if wants_fragment():
        row = offers.offer_of(store.session(), shop(), code)
        return fragment_or_see("console/goods/row.html", "row", "", status=422, it=row, refused=words)
    return show_goods(code, refused=words)


def _back(code: str) -> str:
    """Back into the list that the keeper is looking through, on to saying why, else to the pick."""
    came, why = parsed(request.form.get("back", "")), url_for("console.reason", code=code)
    if came.path == why and not came.netloc:
        return why
    if came.path == url_for("console.goods") and not came.netloc:
        return f"{came.path}?{came.query}#goods-{code}"
    return f"{url_for('console.picks')}#pick-{code}"
