"""A keeper's invitations: what the level gives this month, making one, and who came by them."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired

from models.account.invitation.finding import bringer_of, brought_by, brought_count, invitations_by, state_of
from models.account.invitation.making import revoke
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone
from models.shop.inviting import KEEPERS_DAYS, invite_as_keeper, inviting_room
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, WholeField, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.parts.invitations import sign_up_link

# How many of each the page shows.
FEW = 50


class InvitingForm(TokenForm):
    """For how many people. `once` marks the form: sent twice, it makes one code."""

    people = WholeField(_("邀请几个人"), [InputRequired(_("请填邀请几个人"))])
    once = HiddenField()


@console.get("/invitations")
def invitations() -> Response:
    """Codes of the keeper's own, with their links, and who came."""
    return _show()


@console.post("/invitations")
def make_invitation() -> Response:
    """One code, for one person or for several."""
    form = InvitingForm()
    if form.validate():
        with attempt(form) as outcome:
            once = form.once.data or new_token()
            people, rules = form.people.data or 0, house().rules
            code = invite_as_keeper(store.session(), member(), people, as_keeper(), rules=rules, once=once)
        if outcome.ok:
            flash(gettext("做好了：%(code)s", code=code), "ok")
            return see(url_for("console.invitations"))
    return _show(form, status=422)


@console.post("/invitations/<code>/revocation")
def revoke_own_invitation(code: str) -> Response:
    """Makes one of the keeper's own worthless; whoever came by it stays."""
    if not revoke(store.session(), code, as_keeper(), made_by=member().id):
        raise Gone(code)
    flash(gettext("作废了"), "ok")
    return see(url_for("console.invitations"))


def _show(form: InvitingForm | None = None, *, status: int = 200) -> Response:
    session, who, at = store.session(), member(), now()
    return page(
        "console/invitations.html",
        status=status,
        form=form or InvitingForm(formdata=None, people=1, once=new_token()),
        room=inviting_room(session, who, rules=house().rules, at=at),
        days=KEEPERS_DAYS,
        rows=[(row, state_of(row.invitation, at)) for row in invitations_by(session, who, limit=FEW)],
        came=brought_by(session, who, limit=FEW),
        came_count=brought_count(session, who),
        bringer=bringer_of(session, who),
        link=sign_up_link,
    )
