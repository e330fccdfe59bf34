"""Looking at the screenshot of who asks to be a star keeper: on record first, and shown in this reply alone."""

from flask import g
from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.shop.starring import star_coded
from models.stories.shop.star import star_documents
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
from views.parts.documents import look_at_documents


@desk.post("/waiting/star/<code>/look")
@asks_again
def look_at_star(code: str) -> Response:
    """The application with its screenshot. It is in the looker's hand from then on."""
    at, kind, form = looked(), reader_kind("star"), VerdictForm()
    with attempt(form) as outcome:
        _look(code)
    return show_waiting(at, kind, code, form, status=200 if outcome.ok else 422)


def _look(code: str) -> None:
    session, act = store.session(), as_operator()
    asked = star_coded(session, code)
    if asked is None:
        raise Gone(code)
    take_in_hand(session, "star", code, act, rules=house().rules)
    g.looked_documents = look_at_documents(star_documents(session, asked), act.because(asked.code))
