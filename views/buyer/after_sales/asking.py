"""Asking for an after-sale: one line, what is wanted, photos."""

import secrets

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.trade.after_sale import by_buyer
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.allowed import lines_by_position, most_for, refusal_for
from models.trade.after_sale.finding import of_order
from models.trade.after_sale.kinds import after_sale_kinds
from models.trade.after_sale.photos import MOST_PHOTOS, drop_photos, dropped_on_refusal, keep_photos
from models.trade.order.order import Line
from views.buyer.after_sales.forms import (
    AskForm,
    sent_photos,
)
from views.buyer.after_sales.the_order import the_order
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.acting import as_buyer
from views.kit.asked import number_asked
from views.kit.bodies import FILES, carries
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.limits import limiter, messages
from views.kit.page import page, see, sentence


@buyer.get("/orders/<token>/after-sales/new")
def new_after_sale(token: str) -> Response:
    """The form for one line (?line=, counted from 1). Where a request stands already, that one."""
    line = _line(token)
    existing = next(
        (after_sale for after_sale in of_order(store.session(), line.parcel.order) if _stands_on(after_sale, line)),
        None,
    )
    if existing:
        return see(_address(existing))
    return _asking(line, AskForm(once=secrets.token_hex(8), quantity="1"))


@buyer.post("/orders/<token>/after-sales/new")
@carries(FILES)
@limiter.shared_limit(messages, scope="messages")
def make_after_sale(token: str) -> Response:
    """Asks. The same form again leads to the request it made."""
    line, form = _line(token), AskForm(request.form)
    existing = by_buyer.asked_with(store.session(), line, form.once.data or "")
    if existing:
        return see(_address(existing))
    if form.validate():
        with attempt(form) as outcome:
            made = _ask(line, form)
        if outcome.ok:
            return see(_address(made))
    elif form.once.errors:
        # The form's own mark was lost on the way: with a new one it can be sent again.
        form.once.data = secrets.token_hex(8)
    return _asking(_line(token), form, status=422)


def _ask(line: Line, form: AskForm) -> AfterSale:
    """Photos are decoded and stored outside the transaction; a request that is not made leaves none behind. Where none
    can be made, nobody has a picture decoded."""
    media, problem = house().media, refusal_for(line, rules=house().rules, at=now())
    if problem:
        raise problem
    with store.outside_transaction():
        keys = keep_photos(media, sent_photos())
    with dropped_on_refusal(media, keys):
        once = form.once.data or ""
        made = by_buyer.ask_after_sale(
            store.session(), line, form.wish(keys), as_buyer(), once=once, rules=house().rules
        )
    # Of the same form twice at once the other one was first: its photos are the request's.
    drop_photos(media, tuple(set(keys) - {photo.key for photo in made.photos}))
    return made


def _line(token: str) -> Line:
    """The order's own line that ?line= counts to."""
    line = lines_by_position(the_order(token)).get(number_asked(request.args, "line", 0))
    if line is None:
        raise Gone(token)
    return line


def _stands_on(after_sale: AfterSale, line: Line) -> bool:
    return after_sale.is_open and after_sale.line_id == line.id


def _address(after_sale: AfterSale) -> str:
    return url_for("buyer.after_sale", token=after_sale.order.token, code=after_sale.code)


def _asking(line: Line, form: AskForm, *, status: int = 200) -> Response:
    problem = refusal_for(line, rules=house().rules, at=now())
    if problem is None:
        form.offer(line)
    return page(
        "buyer/after_sales/new.html",
        line=line,
        order=line.parcel.order,
        form=form,
        problem=sentence(problem) if problem else "",
        most=most_for(line, line.quantity),
        without_money=gettext("、").join(
            gettext(kind.words) for kind in after_sale_kinds().values() if not kind.gives_money
        ),
        before_shipping=line.to_ship,
        most_photos=MOST_PHOTOS,
        most_words=by_buyer.WORDS_LIMIT,
        status=status,
    )
