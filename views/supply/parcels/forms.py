"""The forms on a supplier's parcel."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from models.kernel.text import one_line
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.readdressing import ADDRESS_WHY_LIMIT
from views.kit.forms import TokenForm
from views.kit.written import OneChosen, Written


def _plain(typed: str | None) -> str:
    """What is invisible is nothing: it must not pass for a reason."""
    return one_line(typed or "")


class WayForm(TokenForm):
    """Carrier and tracking number of a box."""

    carrier = SelectField(_("快递公司"), [OneChosen(_("选一家快递公司"))], choices=CARRIERS)
    tracking = StringField(_("运单号"), [Written(_("请填运单号")), Length(max=60)])


class ShipForm(WayForm):
    """`back` is the list, where it was sent from there; `anyway` sends it to the old address although the buyer asked
    for another."""

    anyway = BooleanField(_("照原地址发，改地址的请求作废"))
    back = HiddenField()


class ReturnForm(TokenForm):
    """Why a box came back unreceived."""

    why = StringField(
        _("为什么退回来了"), [Written(_("请写原因")), Length(max=100, message=_("最多 100 个字"))], [_plain]
    )


class AgreeForm(TokenForm):
    """`seen` is the address that was on the page: another one, asked for meanwhile, is not agreed to unseen."""

    seen = HiddenField()


class RefuseForm(TokenForm):
    """Why not."""

    why = StringField(
        _("拒绝的原因"),
        [Written(_("请写原因")), Length(max=ADDRESS_WHY_LIMIT, message=_("最多 100 个字"))],
        [_plain],
    )
