"""Invitations at the desk: those that can still be used, making more, revoking."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired

from models.account.invitation import INVITATION_KINDS, MOST_AT_ONCE, invitation_counts, invite_many, revoke
from models.account.invitation import invitations as found
from models.kernel.codes import new_token
from models.kernel.errors import N_, Refused
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, WholeField, attempt, complain
from views.kit.house import house
from views.kit.page import page, see
from views.kit.paging import Paged

PAGE = 50


class InvitationsForm(TokenForm):
    """How many to make. `once` marks the form: sent twice, it makes them once."""

    how_many = WholeField(_("做几个"), [InputRequired(_("请填 1 到 20 的数"))])
    once = HiddenField()


@desk.get("/invitations")
def invitations() -> Response:
    """One kind of invitation: unused ones with their links, used or revoked ones."""
    return _show(_fresh())


@desk.post("/invitations")
def make_invitations() -> Response:
    """Makes 1 to 20."""
    form = InvitationsForm()
    if form.validate():
        with attempt(form) as outcome:
            codes = invite_many(store.session(), form.how_many.data or 0, as_operator(), once=form.once.data or "")
        if outcome.ok:
            flash(gettext("做好了 %(count)s 个邀请码，复制链接发给要开店的人", count=len(codes)), "ok")
            return see(url_for("desk.invitations"))
    return _show(form, status=422)


@desk.post("/invitations/revocations")
def revoke_invitations() -> Response:
    """Makes the ticked ones worthless."""
    form, codes = _fresh(), request.form.getlist("code")[: 2 * PAGE]
    if not codes:
        complain(form, Refused("", N_("先勾选要作废的邀请码")))
        return _show(form, status=422)
    worthless = [revoke(store.session(), code, as_operator()) for code in codes]
    if any(worthless):
        flash(gettext("作废了 %(count)s 个", count=sum(worthless)), "ok")
    if not all(worthless):
        flash(gettext("%(count)s 个已经用过了，没有动", count=len(codes) - sum(worthless)), "warn")
    return see(url_for("desk.invitations"))


def _fresh() -> InvitationsForm:
    return InvitationsForm(formdata=None, how_many=5, once=new_token())


def _show(form: InvitationsForm, *, status: int = 200) -> Response:
    asked = request.args.get("state", "")
    kind = asked if asked in INVITATION_KINDS else "unused"
    counts = invitation_counts(store.session())
    paged = Paged(counts[kind], PAGE, "desk.invitations", {"state": kind if kind != "unused" else ""})
    rows = found(store.session(), kind, limit=PAGE, offset=paged.offset)
    link = f"{house().config.where}{url_for('session.sign_up_page')}?invite="
    return page(
        "desk/people/invitations.html",
        status=status,
        form=form,
        kind=kind,
        counts=counts,
        rows=rows,
        paged=paged,
        link=link,
        most=MOST_AT_ONCE,
    )
