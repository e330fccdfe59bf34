"""More posters for a link: another style, another size, or all that stand with today's words."""

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.link.link import Link
from models.stories.share.draw import WantedPoster, draw_posters
from models.stories.share.share import OF_POST, PAIR, SHOP_PAIR
from views.console.blueprint import console
from views.console.share.link import own_link, refused_poster, sheet, studio
from views.console.share.slots import slots
from views.kit import store
from views.kit.page import see


@console.post("/links/<code>/posters")
def draw_more(code: str) -> Response:
    """Draws a style in a size where it does not stand yet; without a style, whatever stands but says something old."""
    link = own_link(code)
    asked = WantedPoster(request.form.get("style", ""), request.form.get("size", "") or "phone")
    try:
        _draw(link, (asked,) if asked.style else _drawn_already(link))
    except Refused as refusal:
        store.give_up()
        return refused_poster(link, refusal)
    return see(_place_of(code, asked))


def _place_of(code: str, asked: WantedPoster) -> str:
    """The page again, in the same tone, at the poster that was asked for."""
    further = asked.size != "phone"
    return url_for(
        "console.link",
        code=code,
        tone=request.args.get("tone"),
        variant=request.args.get("variant"),
        more="sizes" if further else None,
        _anchor=f"poster-{asked.style}" + (f"-{asked.size}" if further else "") if asked.style else None,
    )


def _draw(link: Link, wanted: tuple[WantedPoster, ...]) -> None:
    shown = sheet(link)
    if shown is None:
        raise Refused("", N_("这个入口的海报不再重画：价格变了，或者货、动态不在店里了。再做一张新的。"))
    draw_posters(store.session(), studio(), link, shown, wanted, at=now())


def _drawn_already(link: Link) -> tuple[WantedPoster, ...]:
    there = tuple(WantedPoster(slot.style, slot.size) for slot in slots(store.session(), link, None))
    return there or (PAIR if link.goods else OF_POST if link.post_id is not None else SHOP_PAIR)
