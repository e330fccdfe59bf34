"""Keeping the keeper's own words for a link's goods, or for the shop itself, tone by tone, and letting go of them."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.pick.picking import pick_of
from models.poster.copy import TONES
from models.poster.kept_copy import keep
from views.console.blueprint import console
from views.console.share.link import own_link, show_link
from views.console.share.words import CopyForm
from views.kit import store
from views.kit.forms import attempt
from views.kit.identity import shop
from views.kit.page import see


@console.post("/links/<code>/copy")
def keep_copy(code: str) -> Response:
    """Keeps the text in its tone for the pick, or for the shop where the link is the shop's own: it stands on every
    link of the same. An empty one gives back the composed text."""
    found, tone, form = own_link(code), request.form.get("tone", ""), CopyForm()
    of = pick_of(store.session(), shop(), found.goods) if found.goods else shop()
    # What goes with a post are the words of the post, which are changed there.
    if of is None or tone not in TONES or found.post_id is not None:
        raise Gone(code)
    with attempt(form) as outcome:
        keep(store.session(), of, tone, form.text.data or "", at=now())
    if not outcome.ok:
        return show_link(found, status=422, form=form)
    flash(_told(bool((form.text.data or "").strip()), found.goods is not None), "ok")
    return see(url_for("console.link", code=code, tone=tone))


def _told(is_kept: bool, of_goods: bool) -> str:
    if not is_kept:
        return str(_("改回自动的文案了"))
    return str(_("文案留下了，以后这件货都用它") if of_goods else _("文案留下了，以后分享店铺都用它"))
