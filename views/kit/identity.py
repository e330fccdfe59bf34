"""Who is signed in, and the guards of the three audiences. A guard loads the person; views find through them."""

import hashlib
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, g, redirect, request, session
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from models.account.desk.appointment import roles_of, works_at_desk
from models.account.member import Member
from models.account.role import DESK_ROLES, STAFF_ROLES, Role, roles_named
from models.catalogue.supplier.staff import staff_roles_of
from models.catalogue.supplier.supplier import Supplier, supplier_of
from models.shop.opening import shops_of
from models.shop.shop import Shop
from views.kit import store
from views.kit.groups import may as may
from views.kit.groups import may_be_here, roles_for
from views.kit.page import current_page, page, see, wants_fragment
from views.kit.required_factor import set_up_first
from views.kit.resuming import unsent
from views.kit.safety import parsed
from views.kit.sign_in_form import SignInForm
from views.kit.signed_in import manager

csrf = CSRFProtect()
# Which of several shops a request is for: what a form or an address says, and what scripts send along.
DOOR, DOOR_HEADER = "door", "X-Door"


def init_app(app: Flask) -> None:
    """Hangs sign-in on the app. Tokens are checked by the guards below, not on buyers' forms (safety.py)."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    csrf.init_app(app)
    # What keeps a browser signed in is guarded like the session's own cookie.
    app.config["REMEMBER_COOKIE_SAMESITE"] = app.config["SESSION_COOKIE_SAMESITE"]
    app.config["REMEMBER_COOKIE_SECURE"] = app.config["SESSION_COOKIE_SECURE"]
    # Templates are given people by their views: looking one up for every page would put a session on buyers' pages.
    manager.init_app(app, add_context_processor=False)


def member() -> Member:
    """The member signed in; only behind a guard."""
    return current_user.member


def shop() -> Shop:
    """The shop this request is for, out of those the shopkeeper keeps; only behind `keepers_only`."""
    return g.shop


def enter(chosen: Shop) -> None:
    """Makes this shop the one that this browser works on."""
    g.shop = chosen
    session[DOOR] = chosen.number


def supplier() -> Supplier:
    """The supplier this member works for; only behind `staff_only`."""
    return g.supplier


def members_only() -> Response | None:
    """Sends strangers to the sign-in page and back; checks the form's token."""
    if current_user.is_authenticated:
        csrf.protect()
        g.who = hashlib.sha256(member().key.encode()).hexdigest()[:8]
        return set_up_first(member())
    kept = None if wants_fragment() else unsent()
    if kept:
        # Nothing is done, so no token is asked for: the words come back, and the person signs in.
        return page("session/sign_in.html", form=SignInForm(kept=kept.packed()), kept=kept, unsaved=True, status=401)
    csrf.protect()
    return see(f"/sign-in?{urlencode({'next': way_back()})}")


def way_back() -> str:
    """Where signing in leads to. A change cannot be made again by opening its address, and a fragment is no page: then
    to the page that htmx asked from, or to the audience's first."""
    if request.method == "GET" and not wants_fragment():
        return request.full_path.rstrip("?")
    return parsed(current_page()).path or f"/{request.path.split('/')[1]}"


def keepers_only() -> Response | None:
    """Members with a shop; those without are shown how to open one."""
    away = members_only()
    if away:
        return away
    kept = shops_of(store.session(), member())
    if kept:
        g.shops = kept
        _choose(kept)
    elif request.endpoint != "console.opening":
        return redirect("/console/opening", 303)
    return None


def _choose(kept: list[Shop]) -> None:
    """The shop that the form or the address names, else the one entered last. Each form names the shop of its page: one
    that was left open works on that shop, whichever was entered since. A number that is not the keeper's is a 404."""
    named = request.values.get(DOOR) or request.headers.get(DOOR_HEADER)
    if named is None:
        entered = session.get(DOOR)
        g.shop = next((shop for shop in kept if shop.number == entered), kept[0])
        return
    shop = next((shop for shop in kept if str(shop.number) == named), None)
    if shop is None:
        abort(404)
    g.shop = shop
    # What a script sends by itself, from a page in the background, takes nobody to another shop.
    if DOOR in request.values and len(kept) > 1 and _leads_to_a_page():
        enter(shop)


def _leads_to_a_page() -> bool:
    return wants_fragment() or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def staff_only() -> Response | None:
    """Members who work for a supplier and may open this screen; to strangers there is nothing here."""
    away = members_only()
    if away:
        return away
    supplier = supplier_of(store.session(), member().id)
    if supplier is None:
        abort(404)
    g.supplier, g.roles = supplier, staff_roles_of(store.session(), member())
    _come_as_keeper(supplier)
    return None if may_be_here() else _not_theirs(STAFF_ROLES)


def _come_as_keeper(supplier: Supplier) -> None:
    """Whoever keeps the shop whose own goods these are stays in the shop's console (views/supply/blueprint.py)."""
    kept = shops_of(store.session(), member()) if supplier.is_self_run else []
    own = next((one for one in kept if one.id == supplier.shop_id), None)
    if own is not None:
        g.shops, g.shop = kept, own


def operators_only() -> Response | None:
    """Operators who may open this screen; to strangers there is nothing here."""
    away = members_only()
    if away:
        return away
    g.roles = roles_of(store.session(), member())
    if not g.roles:
        abort(404)
    return None if may_be_here() else _not_theirs(DESK_ROLES)


def _not_theirs(roles: Collection[Role[Any]]) -> Response:
    """To a teammate without the role: whose page it is, and whom to ask. Nothing was done."""
    whose = [gettext(role.words) for role in roles_named(roles_for(request.endpoint or ""), roles)]
    return page("errors/not_theirs.html", status=403, whose=whose, home=f"/{request.path.split('/')[1]}")


def enter_home() -> str:
    """Loads what the audience of a member's work shows around its pages; returns where that is. Only behind
    `members_only`."""
    home, kept = home_of(member()), []
    if home == "/desk":
        g.roles = roles_of(store.session(), member())
    elif home == "/supply":
        g.supplier, g.roles = supplier_of(store.session(), member().id), staff_roles_of(store.session(), member())
    else:
        kept = shops_of(store.session(), member())
    if kept:
        g.shops = kept
        _choose(kept)
    return home


def known_of(who: Member) -> list[str]:
    """What others know of a member, and would try as a password."""
    works_for = supplier_of(store.session(), who.id)
    names = [shop.name for shop in shops_of(store.session(), who)]
    return [who.phone, who.name, *names, *([works_for.name] if works_for else [])]


def home_of(who: Member) -> str:
    """Where a member's work is."""
    if works_at_desk(store.session(), who.id):
        return "/desk"
    works_for = supplier_of(store.session(), who.id)
    if works_for is None or any(shop.id == works_for.shop_id for shop in shops_of(store.session(), who)):
        return "/console"
    return "/supply"
