"""Moving a pick: one place up or down in its row, to the top or the bottom, or to a place that is typed."""

from typing import Any

from flask import flash, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField

from models.kernel.reading.numbers import whole
from models.pick import shelf
from models.pick.moving import PICK_MOVES, move_to, place_of
from models.pick.moving import move_pick as move
from models.pick.pick import Pick
from views.console.blueprint import console
from views.console.picks.list import ROW, around, looked_at, own_pick, place, show_list
from views.kit import store
from views.kit.asked import number_asked
from views.kit.forms import TokenForm, attempt
from views.kit.identity import shop
from views.kit.page import page, page_or_fragment, see, wants_fragment
from views.kit.paging import Paged


class PlaceForm(TokenForm):
    """Where it is to stand."""

    place = StringField(_("第几位"))


@console.get("/picks/<code>/place")
def pick_place(code: str) -> Response:
    """The form with the place where it stands now."""
    return _form(code, PlaceForm(place=str(place_of(store.session(), own_pick(code)))))


@console.post("/picks/<code>/move")
def move_pick(code: str) -> Response:
    """A step, or the place in the field. The form of a step says where the pick stood when it was drawn: a second tap
    of the same button finds it elsewhere, and moves it no further."""
    picked, wanted = own_pick(code), request.form.get("direction", "")
    if wanted == "place":
        form = PlaceForm()
        with attempt(form) as outcome:
            there = whole(form.place.data or "", "place", least=1, most=shop().picks_count)
            move_to(store.session(), picked, there)
        return _went(picked) if outcome.ok else _form(code, form, status=422)
    if wanted in PICK_MOVES and number_asked(request.form, "seen", picked.position) == picked.position:
        move(store.session(), picked, wanted)
    return _went(picked) if wanted in ("top", "bottom") else show_list(code)


def _went(picked: Pick) -> Response:
    """The way to where it stands now; htmx keeps the keeper's place in the list and says it there."""
    code, at = picked.goods.code, place_of(store.session(), picked)
    whole_list = Paged(shop().picks_count, shelf.PICKS_PAGE, "console.picks")
    there = place(whole_list, code, -(-at // shelf.PICKS_PAGE))
    words = gettext("“%(title)s”现在排第 %(place)s 位", title=picked.goods.title, place=at)
    if wants_fragment():
        return show_list(code, moved={"words": words, "there": there})
    flash(words, "ok")
    return see(there)


def _form(code: str, form: PlaceForm, status: int = 200) -> Response:
    """The row with the form in it for htmx, else a page of its own."""
    form.place.id = form.place.label.field_id = f"place-{code}"
    at, counts = looked_at()
    values: dict[str, Any] = {"it": shelf.shelved(store.session(), shop(), code), "placing": form, "shop": shop()}
    values |= around(at, counts) | {"back": place(at, code), "inline": wants_fragment()}
    if wants_fragment():
        return page_or_fragment(ROW, "row", status=status, **values)
    return page("console/picks/place.html", status=status, **values)
