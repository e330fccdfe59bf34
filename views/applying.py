"""/supply/apply: becoming a supplier. A name and a kind first; from then on the checklist, until nothing is asked any
more. It stands outside the suppliers' own screens, since whoever comes works for none yet."""

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from models.catalogue.supplier.enrolling import usual_deposit
from models.catalogue.supplier.supplier import SUPPLIER_KINDS, SUPPLIER_WORDS, Supplier, supplier_of
from models.gate.checklist import Checklist
from models.gate.finding import checklist_of_supplier
from models.gate.kind import items_of
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.money import Money
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member, members_only
from views.kit.page import page, see
from views.kit.written import Written
from views.parts.checklist.faces import standing_facts
from views.parts.checklist.giving import Applicant, screens

bp = Blueprint("applying", __name__, url_prefix="/supply/apply")
bp.before_request(members_only)


@bp.context_processor
def frame() -> dict[str, str]:
    """What pages that a shop's and a supplier's applicants share are set into."""
    return {"layout": "layouts/plain.html"}


class CandidacyForm(TokenForm):
    """What is asked first."""

    name = StringField(_("对外的名字"), [Written(_("请填供货商的名字"))])
    kind = RadioField(
        _("你们是"),
        [InputRequired(_("选一种供货商"))],
        choices=[
            SelectChoice(kind, _(words)) for kind in SUPPLIER_KINDS for words in [SUPPLIER_WORDS["supplier"][kind]]
        ],
    )


@bp.route("", methods=["GET", "POST"])
def checklist() -> Response:
    """The form, or the checklist of who applies; whoever is through goes to work. A second tap finds the application
    standing."""
    own = _own()
    if own is None:
        return _begin()
    found = checklist_of_supplier(store.session(), own.id)
    if found is None or all(item.state == "done" for item in found.items):
        return redirect(url_for("supply.today"), 303)
    facts = standing_facts(found, own, url_for("applying.checklist"))
    return page("supply/applying/checklist.html", supplier=own, **facts)


def _begin() -> Response:
    form = CandidacyForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            candidacy = Candidacy(form.name.data or "", form.kind.data or "")
            apply_to_supply(store.session(), member(), candidacy, _act(), rules=house().rules)
        if outcome.ok:
            return see(url_for("applying.checklist"))
    rules, status = house().rules, 422 if form.is_submitted() else 200
    sums = {"least": Money(rules.supplier_capital), "deposit": usual_deposit(rules)}
    asks = any(kind.asked(rules) for kind in items_of("supplier").values())
    return page("supply/applying/form.html", form=form, rules=rules, asks=asks, status=status, **sums)


def _own() -> Supplier | None:
    return supplier_of(store.session(), member().id)


def _act() -> Act:
    return Act.supplier(member(), now())


def _checklist() -> Checklist:
    own = _own()
    found = checklist_of_supplier(store.session(), own.id) if own is not None else None
    if found is None:
        raise Gone("checklist")
    return found


screens.mount(
    bp,
    lambda: Applicant(
        _checklist(), _act(), url_for("applying.checklist"), lambda: url_for("supply.today"), "applying.checklist"
    ),
    by=__name__,
)
