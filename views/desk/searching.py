"""/desk/search: whatever an operator has in hand, looked up at once."""

from flask import request
from werkzeug.wrappers import Response

from models.report.search import search, search_kinds
from models.report.search.typed import TYPED_LIMIT, Typed
from views.desk.blueprint import desk
from views.kit import store
from views.kit.groups import AUDIENCES
from views.kit.identity import may
from views.kit.page import page

OPENED_BY = AUDIENCES["desk"]


@desk.get("/search")
def look_up() -> Response:
    """What matches (?q=), exact first; with nothing typed, what can be looked for."""
    raw = request.args.get("q", "")[:TYPED_LIMIT]
    groups = search(store.session(), Typed.read(raw), may=may)
    kinds = [kind for kind in search_kinds().values() if any(may(role) for role in kind.roles)]
    return page("desk/search.html", typed=raw.strip(), groups=groups, kinds=kinds)
