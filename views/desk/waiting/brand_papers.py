"""Looking at the papers of a brand: on record before anything is shown, and shown in this reply alone."""

from flask import g
from werkzeug.wrappers import Response

from models.catalogue.supplier.brands import brand_right_coded
from models.kernel.errors import Gone
from models.payout.four_eyes import require_other
from models.stories.brand.decide import papers_of
from models.waiting.hands import take_in_hand
from views.desk.blueprint import desk
from views.desk.waiting.forms import VerdictForm
from views.desk.waiting.looking import looked, reader_kind
from views.desk.waiting.showing import show_waiting
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.proven import asks_again
from views.parts.documents import look_at_documents


@desk.post("/waiting/brand/<code>/look")
@asks_again
def look_at_brand(code: str) -> Response:
    """The right with its papers. It is in the looker's hand from then on."""
    at, kind, form = looked(), reader_kind("brand"), VerdictForm()
    with attempt(form) as outcome:
        _look(code)
    return show_waiting(at, kind, code, form, status=200 if outcome.ok else 422)


def _look(code: str) -> None:
    session, act = store.session(), as_operator()
    right = brand_right_coded(session, code)
    if right is None:
        raise Gone(code)
    require_other(session, right.supplier, by=member())
    take_in_hand(session, "brand", code, act, rules=house().rules)
    g.looked_documents = look_at_documents(papers_of(session, right), act.because(f"{right.brand} {right.code}"))
