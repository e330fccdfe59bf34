"""Keeping the keeper's own words for a link's goods, tone by tone, and letting go of them."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.pick.pick import Pick
from models.pick.picking import pick_of
from models.poster.copy import TONES
from models.poster.kept_copy import keep
from views.console import console
from views.console.share_link import own_link, show_link
from views.console.share_words import CopyForm
from views.kit import store
from views.kit.forms import attempt
from views.kit.identity import shop
from views.kit.page import see


@console.post("/links/<code>/copy")
def keep_copy(code: str) -> Response:
    """Keeps the text for the pick and the tone, on every link of it; an empty one gives back the composed text."""
    found, tone, form = own_link(code), request.form.get("tone", ""), CopyForm()
    picked: Pick | None = pick_of(store.session(), shop(), found.goods) if found.goods else None
    if picked is None or tone not in TONES:
        raise Gone(code)
    with attempt(form) as outcome:
        keep(store.session(), picked, tone, form.text.data or "", at=now())
    if not outcome.ok:
        return show_link(found, status=422, form=form)
    flash(_("文案留下了，以后这件货都用它") if (form.text.data or "").strip() else _("改回自动的文案了"), "ok")
    return see(url_for("console.link", code=code, tone=tone))
