"""The lookup box, and what it leads to."""

from typing import Any
from urllib.parse import parse_qs

from flask import redirect, request
from werkzeug.wrappers import Response

from models.coupon.passphrases import coupon_addressed, coupon_named
from models.kernel.trouble import Silent
from models.link.lookup import understand
from models.link.opening import opened
from models.pick import storefront
from models.statistics.seen import Seen
from views.kit import store
from views.kit.page import keep, page
from views.kit.page_cache import SILENT
from views.landing.blueprint import bp, walking_limit
from views.landing.elsewhere import lost
from views.landing.searching import asked_in, found_inside

FIND = "/find"
# A text may hold several numbers; trying many would let one request walk through hundreds of shops.
MOST_TRIED = 5


@bp.get("/")
def home() -> Response:
    """The lookup box."""
    return keep(page("landing/home.html"), seen=None)


@bp.get(FIND)
@walking_limit
def find() -> Response:
    """Leads to what the text means, a passphrase to its coupon; typed inside a shop, to its goods that are called so.
    Else shows what lies one slip away."""
    typed = request.args.get("q", "")
    if not typed.strip():
        return redirect("/", 303)
    if request.environ.get(SILENT):
        raise Silent
    meaning = understand(typed)
    if meaning.link and opened(store.session(), meaning.link):
        return redirect(f"/q/{meaning.link}", 303)
    if given := coupon_addressed(store.session(), typed):
        return redirect(f"/coupons/{given.code}", 303)
    for number in meaning.numbers[:MOST_TRIED]:
        found = storefront.door(store.session(), int(number)) if len(number) == 6 else None
        if found:
            is_first = number == meaning.numbers[0]
            target = f"/{number}" + (f"/{meaning.goods}" if meaning.goods and is_first else "")
            seen = Seen("lookup", f"lookup:{number}", shop_id=found.id, shop_number=int(number))
            return keep(redirect(target, 303), seen=seen)
    # A number goes first: nobody's passphrase leads a shared text away from the shop it names.
    if given := coupon_named(store.session(), typed):
        return redirect(f"/coupons/{given.code}", 303)
    return found_inside(meaning) or lost(meaning, inside=asked_in())


def leads_to(environ: dict[str, Any]) -> list[str] | None:
    """The pages that a text in the lookup box may mean, told without asking the database: for times in which it does
    not answer. None for any other request."""
    if environ.get("PATH_INFO") != FIND:
        return None
    try:
        typed = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=20).get("q", [""])[0]
    except ValueError:
        return []
    if not typed.strip():
        return None
    meaning = understand(typed)
    paths = [f"/Q/{meaning.link}", f"/q/{meaning.link}"] if meaning.link else []
    for number in meaning.numbers[:MOST_TRIED]:
        if len(number) == 6:
            paths += [f"/{number}/{meaning.goods}"] if meaning.goods and number == meaning.numbers[0] else []
            paths.append(f"/{number}")
    return paths
