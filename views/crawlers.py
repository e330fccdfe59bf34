"""What programs ask a site for unasked: who may read it, its icons, who hears of faults in its security.

Previews of links that people send are wanted, indexes are not: shopkeepers bring their own audience, and buyers have no
search of all shops.
"""

from datetime import UTC, timedelta

from flask import Blueprint, jsonify, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from views.assets import static
from views.kit.house import house

bp = Blueprint("crawlers", __name__)
# Programs that fetch a link once because somebody sent it, and that read robots.txt. WeChat's and QQ's do not.
PREVIEWS = (
    "facebookexternalhit",
    "Facebot",
    "Twitterbot",
    "WhatsApp",
    "TelegramBot",
    "Slackbot-LinkExpanding",
    "LinkedInBot",
    "Discordbot",
    "SkypeUriPreview",
    "Iframely",
    "Mastodon",
)
PRIVATE = ("/cart", "/checkout", "/orders", "/mine", "/console", "/supply", "/desk", "/account", "/sign-in", "/sign-up")
# How long the contact is good for: the standard wants less than a year, and a program that runs renews it.
GOOD_FOR = timedelta(days=180)


@bp.get("/robots.txt")
def robots() -> Response:
    """Lets previews in, and indexes out."""
    agents = "\n".join(f"User-agent: {name}" for name in PREVIEWS)
    private = "\n".join(f"Disallow: {path}" for path in PRIVATE)
    return _text(f"{agents}\n{private}\nAllow: /\n\nUser-agent: *\nDisallow: /\n")


@bp.get("/favicon.ico")
def favicon() -> Response:
    """For those who ask without looking at the page."""
    return static("img/favicon.ico")


@bp.get("/apple-touch-icon.png")
def touch_icon() -> Response:
    """The same, for a home screen."""
    return static("img/touch.png")


@bp.get("/site.webmanifest")
def manifest() -> Response:
    """What the network is called on a home screen, and how it looks there."""
    icons = (("img/touch.png", "180x180"), ("img/icon-512.png", "512x512"))
    reply = jsonify(
        name=gettext("小铺"),
        short_name=gettext("小铺"),
        start_url="/",
        scope="/",
        display="minimal-ui",
        background_color="#fbf7f0",
        theme_color="#fbf7f0",
        icons=[{"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png"} for name, sizes in icons],
    )
    reply.mimetype = "application/manifest+json"
    return reply


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Who hears of faults in its security (RFC 9116); none where the host named nobody."""
    contact = house().config.security_contact
    if not contact:
        raise Gone("security.txt")
    expires = (now() + GOOD_FOR).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {house().config.where}/.well-known/security.txt",
    )
    return _text("\n".join(lines) + "\n")


def _text(words: str) -> Response:
    return Response(words, content_type="text/plain; charset=utf-8")
