"""What the pages of a supplier and of a member show of stopping: the forms, what would happen, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from models.account.member import Member
from models.account.stop import STOP_WHY_LIMIT, Stop, stops_of_member
from models.catalogue.supplier.stop import stops_of_supplier
from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import now
from models.kernel.reading.numbers import whole
from models.payout.four_eyes import is_own
from models.stories.stop.consequences import Consequences, of_stopping_member, of_stopping_supplier
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.kit.identity import member
from views.kit.written import Written

MOST_DAYS = 3650
_LIMIT = Length(max=STOP_WHY_LIMIT, message=_("最多 200 个字"))


class StopForm(TokenForm):
    """Why, and for how long."""

    why = StringField(_("为什么停"), [Written(_("写一句为什么，以后看记录的人才明白")), _LIMIT])
    days = StringField(_("停几天"))

    def until(self, at: datetime) -> datetime | None:
        """When it ends by itself. Raises Refused for what is no number of days."""
        typed = (self.days.data or "").strip()
        return at + timedelta(days=whole(typed, "days", least=1, most=MOST_DAYS)) if typed else None


class BackForm(TokenForm):
    """A word why they are back."""

    why = StringField(_("为什么恢复"), [_LIMIT])


@dataclass(frozen=True, slots=True)
class Stopping:
    """`rows` are all stops so far with who decided, the newest first; `own` where the reader may not decide."""

    stopped: bool
    own: bool
    stop: StopForm
    back: BackForm
    would: Consequences
    rows: Sequence[tuple[Stop, str | None]]

    @property
    def is_open(self) -> bool:
        """Whether a form came back with something to mend."""
        return any(form.errors or form.form_errors for form in (self.stop, self.back))


def stopping_supplier(supplier: Supplier, stop: StopForm | None = None, back: BackForm | None = None) -> Stopping:
    """For a supplier's page; a form that was sent comes back with what was typed."""
    session = store.session()
    return Stopping(
        supplier.stopped,
        is_own(session, supplier, by=member()),
        stop or StopForm(formdata=None, prefix="stop-"),
        back or BackForm(formdata=None, prefix="back-"),
        of_stopping_supplier(session, supplier),
        stops_of_supplier(session, supplier),
    )


def stopping_member(who: Member, stop: StopForm | None = None, back: BackForm | None = None) -> Stopping:
    """For a member's page."""
    session = store.session()
    return Stopping(
        who.stopped,
        who.id == member().id,
        stop or StopForm(formdata=None, prefix="stop-"),
        back or BackForm(formdata=None, prefix="back-"),
        of_stopping_member(session, who, rules=house().rules, at=now()),
        stops_of_member(session, who),
    )
