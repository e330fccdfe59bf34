"""Cash that carriers collected: what they have not paid out yet, and booking what they have."""

from flask import flash, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.stories.money.remit import REMITTANCE_REFERENCE_LIMIT, collected, how_many_to_remit, remit, to_remit
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.page import page, see
from views.kit.paging import Paged

PAGE = 50


class RemittanceForm(TokenForm):
    """The bank's number of the transfer by which the carrier paid out the ticked ones."""

    reference = StringField(
        _("转账单号"),
        [InputRequired(_("写下转账单号，以后好查")), Length(max=REMITTANCE_REFERENCE_LIMIT, message=_("最多 80 个字"))],
    )


@desk.get("/remittances")
def remittances() -> Response:
    """What is still with the carriers."""
    return _page(RemittanceForm())


@desk.post("/remittances")
def book_remittance() -> Response:
    """Books the ticked ones; one that was booked before is left alone."""
    form, ticked = RemittanceForm(), request.form.getlist("payment")
    if form.validate() and ticked:
        with attempt(form) as outcome:
            news = remit(store.session(), ticked, as_operator(), reference=form.reference.data or "")
        if outcome.ok:
            flash(ngettext("记下了 %(num)s 笔代收货款", "记下了 %(num)s 笔代收货款", news), "ok")
            return see(url_for("desk.remittances"))
    return _page(form, nothing_ticked=not ticked, status=422)


def _page(form: RemittanceForm, *, nothing_ticked: bool = False, status: int = 200) -> Response:
    session = store.session()
    paged = Paged(how_many_to_remit(session), PAGE, "desk.remittances", {})
    rows = to_remit(session, limit=PAGE, offset=paged.offset)
    return page(
        "desk/money/remittances.html",
        form=form,
        rows=rows,
        collected=collected(session, rows),
        ticked=set(request.form.getlist("payment")),
        nothing_ticked=nothing_ticked,
        paged=paged,
        status=status,
    )
