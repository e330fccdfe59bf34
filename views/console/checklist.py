"""/console/opening while the door is shut, or while something is missing: the plate hangs, and each thing that is asked
says how it stands."""

from flask import url_for
from werkzeug.wrappers import Response

from models.gate.checklist import Checklist
from models.gate.finding import checklist_of_shop
from models.kernel.errors import Gone
from models.pick.shelf import tally
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.identity import shop
from views.kit.page import page
from views.parts.checklist.faces import standing_facts
from views.parts.checklist.giving import Applicant, screens


def own_checklist() -> Checklist:
    """The checklist of the shop that this request is for."""
    found = checklist_of_shop(store.session(), shop().id)
    if found is None:
        raise Gone("checklist")
    return found


def is_asked() -> bool:
    """Whether the shop is still asked for something: before its door opens, or before money is paid out."""
    found = checklist_of_shop(store.session(), shop().id)
    return found is not None and any(item.state != "done" for item in found.items)


def show_checklist() -> Response:
    """Each item by sign and sentence; below, what works now and what will."""
    checklist, mine, where = own_checklist(), shop(), url_for("console.opening")
    counts = tally(store.session(), mine)
    return page(
        "console/opening/checklist.html",
        shop=mine,
        **standing_facts(checklist, mine, where),
        name_and_phone={item.name for item in checklist.items if item.asked == "door"} <= {"words", "phone"},
        picks=counts[""],
        written=counts[""] - counts["unwritten"],
    )


screens.mount(
    console,
    lambda: Applicant(
        own_checklist(), as_keeper(), url_for("console.opening"), lambda: url_for("console.welcome"), "today"
    ),
    by=__name__,
    at="/opening",
)
