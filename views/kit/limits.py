"""How often one address may fail: shop numbers can be walked through, passwords can be guessed. What succeeds costs
nothing, since whole schools and offices share an address. One address is an IPv4 address, or an IPv6 /64: that much is
given to a single customer."""

import time
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.wrappers import Response

from models.kernel.reading.phones import NO_PHONE, readings
from views.kit.house import house

# An order's number has six random digits: who knows a phone must not walk through them. The guesser's own address is
# slowed; the phone itself only where many addresses try it at once.
order_tries = "30 per hour"
phone_tries = "300 per hour"
# However many addresses try one account's password. A browser that was signed in to it before is not held up.
account_tries = "20 per hour"
# However many phones one address has codes sent to, and however often. The phone itself has no limit here: strangers
# would use it up; how many codes it is sent is counted by who asks (models/account/code_count.py).
code_asks = "30 per hour"
# The same of those who sign up: a hall full of people at a fair shares an address and a code. Each phone has few.
join_asks = "300 per hour"
# Against floods alone: who claims and buys nothing makes room again (models/coupon/lapsing.py), and a whole campus may
# share an address.
claim_tries = "300 per hour"
# Twenty shops a time: enough to look around all day, too few to walk through a city. A campus shares an address.
nearby_looks = "240 per hour"
# Each try asks a provider, which limits the whole network's requests: one order must not use them up.
pay_tries = "10 per minute"

# One card is one account: who gives a right number hears whether another account has it. People have one number, and
# mistype it; who looks for other people's has few tries, from many accounts at one address few more.
card_tries = "6 per day"
card_tries_here = "30 per day"

# Drawing costs a hundred times what a page does.
drawn_tries = "30 per minute"


def address() -> str:
    """Whoever asks, as limits count them."""
    return address_of(request.remote_addr or "127.0.0.1")


@lru_cache(maxsize=4096)
def address_of(given: str) -> str:
    """The one address that a given one belongs to."""
    try:
        read = ip_address(given.partition("%")[0])
    except ValueError:
        return given
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return f"{IPv6Address(int(read) >> 64 << 64)}/64"


def asked_phone() -> str:
    """Whose orders or account are being tried; what is no phone finds nothing anyway."""
    known = (number for number in readings(request.form.get("phone", "")[:60]) if number != NO_PHONE)
    return next(known, "") or address()


def asked_phone_here() -> str:
    """The same, apart by who tries: a stranger elsewhere slows nobody."""
    return f"{asked_phone()} {address()}"


# A request waits no longer than this for the count that all machines share; then this process counts alone, and asks
# again after a while whether the others can be reached. The library's own patience would hold every page for seconds.
SHARED_SECONDS = 0.5

# A try that could not be counted at the very moment when the count was lost goes through: a limit is no lock.
limiter = Limiter(address, strategy="moving-window", in_memory_fallback_enabled=True, swallow_errors=True)


def init_app(app: Flask) -> None:
    """In-process by default, shared over Redis where the environment names one, and in-process while that is gone."""
    config = app.extensions["xiaopu"].config
    app.config["RATELIMIT_STORAGE_URI"] = config.redis_url or "memory://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = _patience() if config.redis_url else {}
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)


def _patience() -> dict[str, Any]:
    seconds = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), SHARED_SECONDS)
    return {**seconds, "retry": Retry(NoBackoff(), 0)}


def are_shared() -> bool:
    """Whether limits are counted where they should be: one that cannot be reached leaves each process to itself."""
    return bool(limiter.storage.check())


def told_nothing(reply: Response) -> bool:
    """Whether an answer says no more than that there is no such thing: those are what a walker collects."""
    return reply.status_code in (404, 422)


def seconds_to_wait() -> int:
    """How long until the limit that was met lets the next one through."""
    met = limiter.current_limit
    if met is None:
        return 60
    try:
        # The library rounds the moment up to a whole second.
        return max(1, int(met.reset_at - time.time()))
    except Exception:
        # Whoever counted cannot be asked any more.
        return 60


def failed(reply: Response) -> bool:
    """Whether nothing came of it. What never reached the program (too large, too old a page) counts as well."""
    return reply.status_code >= 400


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
