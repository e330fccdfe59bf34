"""The screens of a checklist's items: what one asks for, and giving it. A shop's and a supplier's are alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.gate.checklist import Checklist, ChecklistItem
from models.gate.finding import item_of
from models.gate.kind import item_kind
from models.kernel.act import Act
from models.kernel.errors import Gone
from views.kit import store
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.page import page, see
from views.kit.screens import Screens
from views.parts.checklist.screen import ItemScreen, item_screens


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose checklist it is; `home` is its page, `opened` where to go once its door has opened by this item."""

    checklist: Checklist
    act: Act
    home: str
    opened: Callable[[], str]
    tab: str


screens = Screens[Applicant]()


@screens.get("/<name>", endpoint="checklist_item")
def show(who: Applicant, name: str) -> Response:
    """What the item asks for; whoever comes when it is not their turn is led to the checklist."""
    item, screen = _asked(who, name)
    if screen.form is None or item.state not in ("yours", "refused"):
        return redirect(screen.elsewhere or who.home, 303)
    return _page(who, item, screen, screen.form(), status=200)


@screens.post("/<name>", endpoint="give_item")
@carries(FILES)
def give(who: Applicant, name: str) -> Response:
    """Gives it. A second tap finds it given, and goes on to the same page."""
    item, screen = _asked(who, name)
    if screen.form is None or screen.takes is None:
        raise Gone(name)
    if item.state not in ("yours", "refused"):
        return see(who.home)
    form = screen.form()
    if form.validate():
        with attempt(form) as outcome:
            screen.takes(item, form, who.act)
        if outcome.ok:
            return _on(who, item)
    item, screen = _asked(who, name)
    return _page(who, item, screen, form, status=422)


def _on(who: Applicant, item: ChecklistItem) -> Response:
    """To the checklist; where the door has opened by this, to what follows from that."""
    store.session().refresh(who.checklist)
    if item.state in ("yours", "refused"):
        return see(f"{who.home}/{item.name}")
    if who.checklist.state == "open" and item.asked == "door" and who.checklist.opened_at == who.act.at:
        return see(who.opened())
    words = gettext("做好了") if item.state == "done" else gettext("交上去了，平台看过就告诉你")
    flash(words, "ok")
    return see(who.home)


def _asked(who: Applicant, name: str) -> tuple[ChecklistItem, ItemScreen]:
    """The item by its name; one that is not asked, or has no screen, is not there."""
    item, screen = item_of(who.checklist, name), item_screens().get(name)
    if item is None or screen is None:
        raise Gone(name)
    return item, screen


def _page(who: Applicant, item: ChecklistItem, screen: ItemScreen, form: TokenForm, *, status: int) -> Response:
    values: dict[str, Any] = {"item": item, "kind": item_kind(who.checklist.kind, item.name), "form": form}
    values |= {"home": who.home, "tab": who.tab, "fields": f"parts/checklist/items/{item.name}.html"}
    return page("parts/checklist/item.html", status=status, **values | dict(screen.facts(item)))
