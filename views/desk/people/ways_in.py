"""Ways back in for any member, on their page: a link for a lost password, and a second step that is taken off. Of
somebody at the desk an admin decides, and a link takes two."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.account.resetting import confirm_reset_link, open_reset_links
from models.account.second_factor.setting_up import reset_factor
from models.kernel.clock import now
from models.kernel.errors import Gone
from views.desk.blueprint import desk
from views.desk.people.members import found_member, show_member
from views.desk.people.reset_links import FactorResetForm, ResetLinkForm, send_way_back
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.page import see

OPENED_BY = ("admin", "people")
ASKS_AGAIN = True


@desk.post("/members/<code>/reset-links")
def give_member_reset_link(code: str) -> Response:
    """A way back in for a member of any kind."""
    form = ResetLinkForm(prefix="reset-")
    done = send_way_back([found_member(code)], form, url_for("desk.one_member", code=code))
    return done or show_member(found_member(code), reset=form, status=422)


@desk.post("/members/<code>/reset-links/confirmation")
def confirm_reset(code: str) -> Response:
    """The second operator's word. The form names the link that was seen: a newer one is not confirmed with it."""
    member, form = found_member(code), TokenForm()
    link = open_reset_links(store.session(), [member.id], at=now()).get(member.id)
    if link is None or link.mark != request.form.get("link"):
        raise Gone(code)
    with attempt(form) as outcome:
        confirm_reset_link(store.session(), link, as_operator())
    if not outcome.ok:
        flash(" ".join(form.form_errors), "error")
        return show_member(found_member(code), status=422)
    flash(gettext("确认了：现在把链接发给本人，只能用一次"), "ok")
    return see(url_for("desk.one_member", code=code) + "#way-back")


@desk.post("/members/<code>/second-factor/removal")
def take_off_second_factor(code: str) -> Response:
    """For a member who lost it."""
    member, form = found_member(code), FactorResetForm(prefix="factor-")
    if form.validate():
        with attempt(form) as outcome:
            reset_factor(store.session(), member, as_operator(form.why.data or ""))
        if outcome.ok:
            flash(gettext("解除了：对方用密码登录，再重新设"), "ok")
            return see(url_for("desk.one_member", code=code) + "#way-back")
    return show_member(found_member(code), factor=form, status=422)
