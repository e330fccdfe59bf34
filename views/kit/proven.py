"""Asked again: before money, roles, settings and protected data, somebody at a signed-in browser shows once more that
it is the member, unless that was shown lately. What was sent comes back filled afterwards.

A view is marked by `asks_again`; a module, or the folder that it is in, says `ASKS_AGAIN = True` for all of its views.
The guard of an audience calls `ask_again`. Reading is never asked for: what must not be seen is shown by a form that is
sent.
"""

import functools
import importlib
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from models.account.proving_again import is_proven, prove_sign_in
from models.account.second_factor.factor import has_factor
from models.kernel.clock import now
from views.kit import store
from views.kit.again_form import AgainForm
from views.kit.house import house
from views.kit.identity import member, way_back
from views.kit.page import page, see, wants_fragment
from views.kit.passkeys import has_passkeys
from views.kit.resuming import Unsent, unsent
from views.kit.signed_in import sign_in_here

View = TypeVar("View", bound=Callable[..., Response])
_MARKED = "asks_again"
AGAIN = "/account/again"


def asks_again(view: View) -> View:
    """Marks a view: what it does is asked for again."""
    vars(view)[_MARKED] = True
    return view


def proven_recently() -> bool:
    """Whether it was shown lately who is here; only behind a guard."""
    return is_proven(current_user.sign_in, rules=house().rules, at=now())


def prove_here() -> None:
    """It was shown now. A browser whose row is not written yet begins a sign-in of its own."""
    if current_user.sign_in is None or not prove_sign_in(store.session(), current_user.sign_in, at=now()):
        sign_in_here(member())


def ask_again() -> Response | None:
    """What a guard answers to a form whose view is marked, where it was not shown lately who sends it."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not _is_asked(view):
        return None
    return ask_now()


def ask_now() -> Response | None:
    """The same for a view that knows only by what is asked whether it must be shown."""
    if proven_recently():
        return None
    # The guard has checked the form's token: it is ours, whatever the browser says of itself.
    kept = None if wants_fragment() else unsent(ours=True)
    return show_again(kept) if kept else see(f"{AGAIN}?{urlencode({'next': way_back()})}")


def _is_asked(view: Any) -> bool:
    # A screen that hangs on several audiences is its own module's, whoever hung it.
    return hasattr(view, _MARKED) or _module_asks(getattr(view, "hung_by", view.__module__))


@functools.cache
def _module_asks(name: str) -> bool:
    """Whether the module says so, or a folder that it is in."""
    while name.startswith("views."):
        if getattr(importlib.import_module(name), "ASKS_AGAIN", False):
            return True
        name = name.rpartition(".")[0]
    return False


def show_again(kept: Unsent | None, *, onward: str = "", form: AgainForm | None = None, status: int = 200) -> Response:
    """The page that asks. The form that waits is in it."""
    packed = kept.packed() if kept else ""
    asked = form or AgainForm(formdata=None, next=onward, kept=packed)
    by_code = has_factor(store.session(), member().id)
    return page(
        "session/again.html",
        form=asked,
        kept=kept,
        by_code=by_code,
        by_passkey=by_code and has_passkeys(member()),
        unsaved=True,
        status=status,
    )
