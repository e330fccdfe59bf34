"""Violations as the keeper reads them, and the one appeal against each."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.shop.appealing import APPEAL_LIMIT, appeal, appeals_of
from models.shop.points import bars_of, points_of
from models.shop.violation import ShopViolation
from models.shop.violations import violations_of
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.parts.violations import evidence_of, look_at_evidence


class AppealForm(TokenForm):
    """Why it should not count."""

    words = TextAreaField(_("为什么不该算"), [Length(max=APPEAL_LIMIT, message=_("最多 500 个字"))])


@console.get("/violations")
def violations() -> Response:
    """What counts, until when, what it takes away, and what became of the rest."""
    return _show()


@console.post("/violations/<code>/appeal")
def appeal_against(code: str) -> Response:
    """The one appeal; pressed twice it is the same."""
    found, form = _own(code), AppealForm(prefix=f"{code}-")
    if form.validate():
        with attempt(form) as outcome:
            appeal(store.session(), found, as_keeper(form.words.data or ""))
        if outcome.ok:
            flash(gettext("申诉交上去了，由另一位平台人员答复"), "ok")
            return see(f"{url_for('console.violations')}#v-{code}")
    return _show(**{code: form})


@console.post("/violations/<code>/look")
def look_at_own_violation(code: str) -> Response:
    """The picture that shows it, for the keeper whose shop it is: on record, and in this reply alone."""
    found = _own(code)
    return _show(looked={code: look_at_evidence(found, as_keeper(""))})


def _own(code: str) -> ShopViolation:
    found = next((one for one, _shop in violations_of(store.session(), member()) if one.code == code), None)
    if found is None:
        raise Gone(code)
    return found


def _show(looked: dict[str, str] | None = None, **sent: AppealForm) -> Response:
    session, at, rules = store.session(), now(), house().rules
    rows, appeals = violations_of(session, member()), appeals_of(session, member())
    open_ones = [one for one, _shop in rows if one.counts(at) and one.id not in appeals]
    forms = {one.code: AppealForm(formdata=None, prefix=f"{one.code}-") for one in open_ones}
    return page(
        "console/violations.html",
        rows=rows,
        appeals=appeals,
        forms=forms | sent,
        shown=evidence_of,
        looked=looked or {},
        points=points_of(session, member(), at=at),
        bars=bars_of(session, member(), rules=rules, at=at),
        appeal_limit=APPEAL_LIMIT,
        at=at,
        status=422 if sent else 200,
    )
