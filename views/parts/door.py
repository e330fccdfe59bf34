"""What the door says by state: open a shop, which step of how many, until when it waits for us, my shop. On kept pages
it comes by script, from /mine/marks."""

from dataclasses import dataclass
from datetime import timedelta

from flask import session as browser
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session

from models.account.signing_up.confirming import sign_up_coded
from models.gate.finding import door_of
from models.kernel.clock import now
from views.kit.door_mark import ASKED
from views.kit.filters import until_when
from views.kit.house import house
from views.kit.identity import home_of, member


@dataclass(frozen=True, slots=True)
class Doorway:
    """`state` as door_of has it, or "desk" for whose work is elsewhere; `words` lead to `href`."""

    state: str
    words: str
    href: str


def doorway(session: Session) -> Doorway | None:
    """For whoever is signed in, or waits for the desk to confirm a phone; None for everybody else."""
    if not current_user.is_authenticated:
        return _asked(session)
    found, at = door_of(session, member()), now()
    if found.state == "open":
        return Doorway("open", _("我的小铺"), url_for("console.today"))
    if found.state == "nothing":
        home = home_of(member())
        if home != "/console":
            return Doorway("desk", _("我的工作台"), home)
        return Doorway("nothing", _("开一间小铺"), url_for("console.opening"))
    if found.state == "waiting" and found.due:
        return _waiting(until_when(found.due, at), url_for("console.opening"))
    words = _("开店：第 %(step)s 步，共 %(steps)s 步", step=found.step, steps=found.steps)
    return Doorway("yours", words, url_for("console.opening"))


def _asked(session: Session) -> Doorway | None:
    code = browser.get(ASKED, "")
    asked = sign_up_coded(session, code) if code else None
    if asked is None:
        return None
    if asked.state == "waiting":
        until = asked.asked_at + timedelta(hours=house().rules.sign_up_hours)
        return _waiting(until_when(until, now()), url_for("signing_up.waiting_page"))
    return Doorway("yours", _("看注册好了没有"), url_for("signing_up.waiting_page"))


def _waiting(until: str, href: str) -> Doorway:
    return Doorway("waiting", _("开店：等我们到 %(until)s", until=until), href)
