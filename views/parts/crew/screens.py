"""The pages: everybody with the open links, and one person with roles and history."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.account.colleague import Colleague
from models.account.joining_link import JoiningLink
from models.account.member import Member
from views.kit import store
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.screens import Screens
from views.parts.crew.crew import Crew
from views.parts.crew.forms import ChangeRolesForm, InviteForm, LeaveForm

screens: Screens[Crew] = Screens()


@screens.get("")
def crew(here: Crew) -> Response:
    """Who works here, who did, and who is invited."""
    return _list(here)


@screens.post("/links")
def make_joining_link(here: Crew) -> Response:
    """A link for one person, to be sent to them."""
    form = InviteForm()
    if form.validate():
        with attempt(form) as outcome:
            link = here.verbs.invite(form.called.data or "", form.chosen)
        if outcome.ok:
            flash(gettext("链接做好了：发给%(name)s，只能用一次", name=link.called), "ok")
            return see(url_for(".crew") + "#links")
    return _list(here, form, status=422)


@screens.post("/links/<mark>/revocation")
def revoke_joining_link(here: Crew, mark: str) -> Response:
    """It opens nothing from now on. Revoked twice, or used meanwhile, nothing changes."""
    link, form = here.link(mark), InviteForm(formdata=None)
    with attempt(form) as outcome:
        revoked = link is not None and here.verbs.uninvite(link)
    if not outcome.ok:
        return _list(here, form, status=422)
    if revoked:
        flash(gettext("链接作废了"), "ok")
    else:
        flash(gettext("这个链接已经用过、作废或者过期了"), "info")
    return see(url_for(".crew") + "#links")


@screens.get("/<code>")
def colleague(here: Crew, code: str) -> Response:
    """One person: the roles, and how they came about."""
    return _one(here, here.one(code))


@screens.post("/<code>/roles")
def change_roles(here: Crew, code: str) -> Response:
    """Exactly the ticked roles from now on; from nothing, where somebody comes back."""
    form, who = ChangeRolesForm(), here.one(code).member
    if form.validate():
        with attempt(form) as outcome:
            changed = here.verbs.change(who, form.chosen, form.why.data or "", form.seen_roles)
        if outcome.ok:
            words = gettext("岗位改好了，马上就算") if changed else gettext("岗位本来就是这些")
            flash(words, "ok" if changed else "info")
            return see(url_for(".colleague", code=code))
    return _one(here, here.one(code), form, status=422)


@screens.post("/<code>/removal")
def remove_colleague(here: Crew, code: str) -> Response:
    """Nothing is open to them from now on, and no browser is signed in."""
    form, who = LeaveForm(prefix="leave-"), here.one(code).member
    if form.validate():
        with attempt(form) as outcome:
            removed = here.verbs.remove(who, form.why.data or "")
        if outcome.ok:
            words = gettext("%(name)s已经撤下，所有设备上都退出了", name=who.name)
            if not removed:
                words = gettext("%(name)s已经不在这里做事了", name=who.name)
            flash(words, "ok" if removed else "info")
            return see(url_for(".crew"))
    return _one(here, here.one(code), leave=form, status=422)


@screens.post("/<code>/return")
def give_back(here: Crew, code: str) -> Response:
    """Lets somebody who left come back, with the ticked roles."""
    form, who = ChangeRolesForm(), here.one(code).member
    if form.validate():
        with attempt(form) as outcome:
            here.verbs.give_back(who, form.chosen, form.why.data or "")
        if outcome.ok:
            flash(gettext("%(name)s回来了，登录就能用", name=who.name), "ok")
            return see(url_for(".colleague", code=code))
    return _one(here, here.one(code), form, status=422)


def _list(here: Crew, form: InviteForm | None = None, *, status: int = 200) -> Response:
    people = here.people()
    form = form or InviteForm(formdata=None)
    form.offer(here.roles)
    return page(
        "parts/crew/list.html",
        crew=here,
        working=[one for one in people if one.roles],
        leads=sum(here.roles[0].name in one.roles for one in people),
        gone=[one for one in people if not one.roles],
        links=[(link, _address(link), _maker(link)) for link in here.links()],
        form=form,
        nav_here=f"{here.where}.crew",
        status=status,
    )


def _one(
    here: Crew,
    who: Colleague,
    form: ChangeRolesForm | None = None,
    *,
    leave: LeaveForm | None = None,
    status: int = 200,
) -> Response:
    form = form or ChangeRolesForm(formdata=None, roles=who.roles)
    # After a refusal too: the next answer is to what stands on this page.
    form.seen.data = " ".join(who.roles)
    form.offer(here.roles)
    return page(
        "parts/crew/one.html",
        crew=here,
        who=who,
        form=form,
        leave=leave or LeaveForm(formdata=None, prefix="leave-"),
        own=who.member.id == member().id,
        nav_here=f"{here.where}.crew",
        status=status,
    )


def _address(link: JoiningLink) -> str:
    return house().config.where + url_for("joining.link_page", address=link.address(house().hash_secret))


def _maker(link: JoiningLink) -> str:
    return store.session().get_one(Member, link.made_by).name
