"""Looking at what an item of a checklist is decided by: photos, name and number. A form that asks again; the looks are
on record before anything is shown, and it is shown in this reply alone."""

from flask import g
from werkzeug.wrappers import Response

from models.gate.deciding import require_not_own
from models.gate.finding import item_coded
from models.kernel.errors import N_, Gone, Refused
from models.stories.gate.desk_items import desk_item
from models.stories.waiting.reading import waiting_one
from models.waiting.hands import take_in_hand
from views.desk.blueprint import desk
from views.desk.waiting.forms import VerdictForm
from views.desk.waiting.looking import looked, reader_kind
from views.desk.waiting.showing import show_waiting
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.proven import asks_again
from views.parts.documents import look_at_documents, look_at_identity


@desk.post("/waiting/checklist/<code>/look")
@asks_again
def look_at_item(code: str) -> Response:
    """The item with all that is protected of it. It is in the looker's hand from then on."""
    at, kind, form = looked(), reader_kind("checklist"), VerdictForm()
    with attempt(form) as outcome:
        _look(code)
    return show_waiting(at, kind, code, form, status=200 if outcome.ok else 422)


def _look(code: str) -> None:
    session, act = store.session(), as_operator()
    kind = reader_kind("checklist")
    take_in_hand(session, kind.name, code, act, rules=house().rules)
    item = item_coded(session, code)
    if item is None:
        raise Gone(code)
    if waiting_one(session, kind, code, rules=house().rules) is None:
        raise Refused("", N_("这件已经不在等了"))
    require_not_own(item, act)
    shown, why = desk_item(item.name), act.because(f"{item.name} {item.code}")
    identity, documents = shown.identity(session, item), list(shown.documents(session, item))
    g.looked_identity = look_at_identity(identity, why) if identity else None
    g.looked_documents = look_at_documents(documents, why)
