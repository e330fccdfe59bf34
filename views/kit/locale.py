"""Which language a reader gets: the cookie they set, else what the browser asks for, else Chinese."""

from typing import Any

from babel import Locale
from flask import has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LOCALES = ("zh_CN", "en")
COOKIE = "lang"
# Parsed once: Babel reads through all the locales it knows to find one by its name.
_PARSED = {name: Locale.parse(name) for name in LOCALES}


def of_environ(environ: dict[str, Any]) -> str:
    """The locale of a WSGI request; the page cache asks before Flask sees it."""
    cookies = environ.get("HTTP_COOKIE", "")
    for locale in LOCALES:
        if f"{COOKIE}={locale}" in cookies:
            return locale
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE", ""), LanguageAccept)
    return "en" if accepted.best_match(["zh", "en"]) == "en" else "zh_CN"


def current() -> str:
    """The locale of the request at hand."""
    return of_environ(request.environ) if has_request_context() else LOCALES[0]


def selected() -> Locale:
    """The language of this request, for Babel."""
    return _PARSED[current()]
