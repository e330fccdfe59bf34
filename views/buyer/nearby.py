"""/nearby: shops around a place that a buyer shows, or of a district. The place comes in a form's body, is looked at
once and forgotten: it stands in no address, no log, no cache and no row, and no page says it back."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from models.feed.nearby.finding import Near, near, near_in_district
from models.kernel import regions
from models.kernel.clock import now
from models.kernel.earth.reading import read_place
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.forms import BuyerForm
from views.kit.house import house
from views.kit.limits import limiter, nearby_looks
from views.kit.page import page
from views.kit.safety import allows
from views.parts.regions import RegionFields


class DistrictForm(RegionFields, BuyerForm):
    """Which district's list."""


class WhereForm(BuyerForm):
    """A place as text: the browser's, or one pasted from a map."""

    where = StringField(_("位置"))
    datum = SelectField(
        _("从哪来"),
        choices=[
            SelectChoice("gcj02", _("高德、腾讯、微信、苹果地图")),
            SelectChoice("bd09", _("百度地图")),
            SelectChoice("wgs84", _("手机定位，或别的地图")),
        ],
        default="gcj02",
        validate_choice=True,
    )


def _told_shops(reply: Response) -> bool:
    return reply.status_code == 200 and (request.method == "POST" or bool(request.args.get("district")))


_looking = limiter.shared_limit(nearby_looks, scope="nearby", deduct_when=_told_shops)


@buyer.get("/nearby")
@_looking
@allows("geolocation")
def nearby() -> Response:
    """What can be asked; with a district, its list."""
    form = DistrictForm(request.args)
    form.offer()
    code = "" if request.args.get("do") else form.region_code
    found = near_in_district(store.session(), code, rules=house().rules, at=now()) if code else None
    return _page(form, found, place=" ".join(_names(code)[-2:]))


@buyer.get("/nearby/regions")
def nearby_regions() -> Response:
    """The three selects as they are after a choice."""
    form = DistrictForm(request.args)
    form.offer()
    return page("buyer/nearby_regions.html", form=form)


@buyer.post("/nearby")
@_looking
@allows("geolocation")
def look_around() -> Response:
    """The list for a place. What cannot be read is refused without being said back."""
    where, form = WhereForm(request.form), DistrictForm()
    form.offer()
    point = read_place(where.where.data or "", where.datum.data) if where.validate() else None
    if point is None:
        return _page(form, None, refused=gettext("这个位置看不懂。再试一次，或者选区县。"), status=422)
    return _page(form, near(store.session(), point, rules=house().rules, at=now()), place=gettext("附近"))


def _names(code: str) -> list[str]:
    """City and district, without saying a municipality twice."""
    return list(dict.fromkeys(name for name in (regions.named(code) or ()) if name))


def _page(
    form: DistrictForm, found: list[Near] | None, *, place: str = "", refused: str = "", status: int = 200
) -> Response:
    names = {one.district: (_names(one.district) or [""])[-1] for one in found or ()}
    return page(
        "buyer/nearby.html",
        form=form,
        where=WhereForm(),
        found=found,
        place=place,
        names=names,
        refused=refused,
        metres=house().rules.nearby_metres,
        status=status,
    )
