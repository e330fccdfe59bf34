"""Invitations at the desk: those that can still be used, making more, revoking."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.account.finding import persona_counts
from models.account.invitation.finding import INVITATION_STATES, invitation_counts, invitations_in
from models.account.invitation.making import MOST_AT_ONCE, invite_for_many, invite_many, revoke
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.months import begins, month_of
from views.desk.blueprint import desk
from views.desk.people.invitation_forms import ForManyForm, InvitationsForm, fresh_for_many, fresh_invitations
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt, complain
from views.kit.page import page, see
from views.kit.paging import Paged
from views.parts.invitations import sign_up_link

PAGE = 50


@desk.get("/invitations")
def invitations() -> Response:
    """One state of invitations, with their links while they can be used."""
    return _show()


@desk.post("/invitations")
def make_invitations() -> Response:
    """Makes one or more, for one person each."""
    form = InvitationsForm()
    if form.validate():
        with attempt(form) as outcome:
            campaign, once = form.campaign.data or "", form.once.data or ""
            codes = invite_many(store.session(), form.how_many.data or 0, as_operator(), campaign=campaign, once=once)
        if outcome.ok:
            flash(gettext("做好了 %(count)s 个邀请码，复制链接发给要开店的人", count=len(codes)), "ok")
            return see(url_for("desk.invitations"))
    return _show(batch=form)


@desk.post("/invitations/for-many")
def make_invitation_for_many() -> Response:
    """Makes one short code for many people."""
    form = ForManyForm(prefix="many-")
    if form.validate():
        with attempt(form) as outcome:
            act = as_operator()
            made = invite_for_many(store.session(), form.wanted(act.at), act, once=form.once.data or "")
        if outcome.ok:
            flash(gettext("做好了：%(code)s，念给大家就行", code=made.code), "ok")
            return see(url_for("desk.one_invitation", code=made.code))
    return _show(many=form)


@desk.post("/invitations/revocations")
def revoke_invitations() -> Response:
    """Makes the ticked ones worthless."""
    form, codes = fresh_invitations(), request.form.getlist("code")[: 2 * PAGE]
    if not codes:
        complain(form, Refused("", N_("先勾选要作废的邀请码")))
        return _show(batch=form)
    worthless = [revoke(store.session(), code, as_operator()) for code in codes]
    if any(worthless):
        flash(gettext("作废了 %(count)s 个", count=sum(worthless)), "ok")
    if not all(worthless):
        flash(gettext("%(count)s 个已经用过了，没有动", count=len(codes) - sum(worthless)), "warn")
    return see(url_for("desk.invitations"))


def _show(**sent: TokenForm) -> Response:
    asked, at, session = request.args.get("state", ""), now(), store.session()
    state = asked if asked in INVITATION_STATES else "open"
    counts = invitation_counts(session, at=at)
    paged = Paged(counts[state], PAGE, "desk.invitations", {"state": state if state != "open" else ""})
    forms = {"batch": fresh_invitations(), "many": fresh_for_many()} | sent
    return page(
        "desk/people/invitations.html",
        status=422 if sent else 200,
        **forms,
        state=state,
        counts=counts,
        rows=invitations_in(session, state, at=at, limit=PAGE, offset=paged.offset),
        paged=paged,
        link=sign_up_link,
        personas=persona_counts(session, since=begins(month_of(at))),
        most=MOST_AT_ONCE,
    )
