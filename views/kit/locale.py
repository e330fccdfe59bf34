"""Which language a reader gets: the cookie they set, else what the browser asks for, else Chinese. Asked by Flask's
side and by the page cache alike."""

from functools import lru_cache
from typing import Any

from babel import Locale
from flask import has_request_context, request
from werkzeug.http import parse_accept_header, unquote_header_value

from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, primary, tag

COOKIE = "lang"
# Parsed once: Babel reads through all the locales it knows to find one by its name.
_PARSED = {name: Locale.parse(name) for name in LANGUAGES}


def of_environ(environ: dict[str, Any]) -> str:
    """The locale of a WSGI request; the page cache asks before Flask sees it."""
    return chosen(environ.get("HTTP_COOKIE", "")) or preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def current() -> str:
    """The locale of the request at hand."""
    return of_environ(request.environ) if has_request_context() else SOURCE_LANGUAGE


def selected() -> Locale:
    """The language of this request, for Babel."""
    return _PARSED[current()]


def chosen(cookies: str) -> str:
    """The language of the cookie of exactly that name; empty where there is none that we speak."""
    if COOKIE not in cookies:
        return ""
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and unquote_header_value(value) in LANGUAGES:
            return unquote_header_value(value)
    return ""


@lru_cache(maxsize=256)
def preferred(header: str, offered: tuple[str, ...] = LANGUAGES) -> str:
    """The language that an Accept-Language header ranks highest (RFC 9110, 12.5.4), by the primary tag; of equals the
    one it names first. Of two with one primary tag the very one that is named goes first."""
    asked = [(name.lower().replace("_", "-"), quality) for name, quality in parse_accept_header(header)]
    ranked = [rank for rank in (_rank(one, asked) for one in offered) if rank[0] > 0]
    return max(ranked, default=(0.0, 0, False, SOURCE_LANGUAGE))[3]


def _rank(language: str, asked: list[tuple[str, float]]) -> tuple[float, int, bool, str]:
    """How much a language is wanted, how early it is named, and whether it is the very one."""
    own = [(quality, -at) for at, (name, quality) in enumerate(asked) if primary(name) == primary(language)]
    any_one = [(quality, -at) for at, (name, quality) in enumerate(asked) if name == "*"]
    quality, early = max(own or any_one, default=(0.0, 0))
    is_it = tag(language).lower() in [name for name, _ in asked]
    return (quality, early, is_it, language)
