"""Replies: a full page, a named block of it for htmx, or a 303. The only file that knows about HX headers."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, make_response, redirect, render_template
from flask_babel import gettext
from htmx_flask import request
from werkzeug.wrappers import Response

from models.kernel.errors import Refused
from models.kernel.said import tell
from models.statistics.seen import Seen


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """The whole page."""
    values.setdefault("unsaved", status >= 400)
    return make_response(render_template(template, **values), status)


def fragment_or_see(template: str, block: str, url: str, *, status: int = 200, **values: Any) -> Response:
    """The answer to a change: the changed block for htmx, the way to the page that shows it for a plain form."""
    if request.htmx:
        return make_response(block_of(template, block, values), status)
    return redirect(url, 303)


def page_or_fragment(template: str, block: str, *, status: int = 200, **values: Any) -> Response:
    """The whole page, or to htmx only its block. Both live at one address, so caches are told."""
    if request.htmx and not request.htmx.boosted:
        reply: Response = make_response(block_of(template, block, values), status)
    else:
        reply = page(template, status=status, **values)
    reply.vary.add("HX-Request")
    return reply


def see(url: str) -> Response:
    """After a change: the page that shows it."""
    if request.htmx:
        reply = make_response("", 204)
        reply.headers["HX-Redirect"] = url
        # htmx acts on the header; the change counts as made, so the status stays below 400.
        return reply
    return redirect(url, 303)


def living_at(reply: Response, url: str) -> Response:
    """Where the page lives that htmx was led to: the browser's address bar says so too."""
    if request.htmx:
        reply.headers["HX-Push-Url"] = url
    return reply


def current_page() -> str:
    """The address from which htmx asks, "" where a browser asks itself."""
    return request.htmx.current_url or "" if request.htmx else ""


def wants_fragment() -> bool:
    """Whether htmx asks."""
    return bool(request.htmx)


def block_of(template: str, block: str, values: Mapping[str, Any]) -> str:
    """One named block of a template, rendered alone: its own, or one that it inherits and fills."""
    found = current_app.jinja_env.get_template(template)
    context = dict(values)
    current_app.update_template_context(context)
    begun = found.new_context(context)
    # With the page's first words all that it inherits and imports is known.
    next(found.root_render_func(begun))
    return "".join(begun.blocks[block][0](begun))


def sentence(refusal: Refused) -> str:
    """A refusal in the reader's language."""
    return said(refusal.said)


def said(text: str) -> str:
    """A kept text: in the reader's language where the program said it, else as it was written."""
    return tell(text, gettext)


def keep(reply: Response, *, seen: Seen | None) -> Response:
    """Lets the page cache keep this reply; `seen` is counted each time it is given out."""
    request.environ["xiaopu.keep"] = seen or True
    return reply
