"""Making stale posters anew: for every goods and placement whose price changed, a link with today's offer."""

import logging

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Refused
from models.pick.picking import pick_coded
from models.report.shop import links
from models.stories.share.share import share_pick
from views.console.blueprint import console
from views.console.share.link import studio
from views.kit import store
from views.kit.identity import shop
from views.kit.page import see

log = logging.getLogger(__name__)


@console.post("/share/renewals")
def renew() -> Response:
    """The newest first, as many at a time as a person waits for; what is left is said and one tap away. Each is kept by
    itself, and links that were given out before keep working."""
    stale = [(row.goods, row.placement) for row in links.renewable(store.session(), shop())]
    failed = sum(not _renewed(code, placement) for code, placement in stale)
    _tell(len(stale) - failed, failed, links.how_many_renewable(store.session(), shop()))
    return see(url_for("console.share"))


def _tell(done: int, failed: int, left: int) -> None:
    """What was made, what could not be, and what is left; what could not be drawn stays among what is left."""
    if not left:
        flash(
            ngettext(
                "重做了 %(num)s 个入口的海报，都是今天的价格了", "重做了 %(num)s 个入口的海报，都是今天的价格了", done
            ),
            "ok",
        )
    elif done:
        flash(
            ngettext(
                "重做了 %(num)s 个入口的海报，还有 %(left)s 个",
                "重做了 %(num)s 个入口的海报，还有 %(left)s 个",
                done,
                left=left,
            ),
            "ok",
        )
    if failed:
        flash(_("%(failed)s 个没有画成，打开那个入口可以再试", failed=failed), "warn")


def _renewed(code: str, placement: str) -> bool:
    """Whether it went well; one that cannot be drawn does not keep the others waiting."""
    picked = pick_coded(store.session(), shop(), code)
    if picked is None:
        return True
    try:
        share_pick(store.session(), studio(), picked, placement, at=now())
    except Refused as refusal:
        log.warning("a stale poster of goods %s could not be made anew: %s", code, refusal)
        return False
    return True
