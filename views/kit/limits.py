"""How often one address may ask: shop numbers can be walked through, passwords can be guessed."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from views.kit.house import house

# An order's number has six random digits: whoever knows a phone must not walk through them, from wherever they try.
order_tries = "30 per hour"
# Without cookies everybody is new: one address must not empty a coupon's quota. Whole neighbourhoods share one.
claim_tries = "60 per hour"
# Each try asks a provider, which limits the whole network's requests: one order must not use them up.
pay_tries = "10 per minute"

limiter = Limiter(get_remote_address, strategy="moving-window")


def init_app(app: Flask) -> None:
    """In-process by default, shared over Redis where the environment names one."""
    config = app.extensions["xiaopu"].config
    app.config["RATELIMIT_STORAGE_URI"] = config.redis_url or "memory://"
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)


def told_nothing(reply: Response) -> bool:
    """Whether an answer says no more than that there is no such thing: those are what a walker collects."""
    return reply.status_code in (404, 422)


def lookups() -> str:
    """The limit on looking shops up."""
    return house().config.lookup_limit


def sign_ins() -> str:
    """The limit on trying passwords and invitation codes."""
    return house().config.sign_in_limit


def messages() -> str:
    """The limit on writing to shopkeepers and suppliers."""
    return house().config.message_limit


def orders() -> str:
    """The limit on placing orders: each takes stock off the shelf until it is paid or over."""
    return house().config.order_limit
