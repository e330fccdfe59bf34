"""/console/place: whether people nearby find the shop, and where it stands for them."""

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from models.feed.nearby.place import PlacedBy, ShopPlace
from models.feed.nearby.placing import SaidPlace, place_of_shop, place_shop, take_place_away
from models.kernel import regions
from models.kernel.earth.reading import read_place
from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import is_blank
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, see
from views.kit.safety import allows
from views.parts.regions import RegionFields

ADDRESS_LIMIT = 200


class PlaceForm(RegionFields, TokenForm):
    """A district, chosen or found in an address; a point of a map or of the browser; or both. Only what follows from
    them is kept."""

    address = StringField(_("地址"), [Length(max=ADDRESS_LIMIT, message=_("最多 200 个字"))])
    where = StringField(_("地图上的位置"), [Length(max=2000, message=_("最多 2000 个字"))])
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
    by = HiddenField()

    def validate_province(self, field: SelectField) -> None:
        """Nothing needs to be chosen where the rest says it."""

    def validate_city(self, field: SelectField) -> None:
        """Nor here."""

    def validate_district(self, field: SelectField) -> None:
        """Nor here."""

    def find_district(self) -> None:
        """Chooses what the address names, where nothing was chosen."""
        named = regions.find(self.address.data or "") if not self.region_code else None
        if named:
            self.choose(named.code)

    @property
    def standing(self) -> SaidPlace:
        """What was said. Raises Refused where the place cannot be read."""
        typed = "" if is_blank(self.where.data or "") else (self.where.data or "").strip()
        point = read_place(typed, self.datum.data) if typed else None
        if typed and point is None:
            raise Refused("where", N_("这个位置看不懂。贴坐标（30.25, 120.15）或地图分享的链接"))
        if point is None and not self.region_code and not is_blank(self.address.data or ""):
            raise Refused("address", N_("地址里没找到区县。写上省市区，或者在下面选"))
        by: PlacedBy = "district" if point is None else "browser" if self.by.data == "browser" else "map"
        return SaidPlace(self.region_code, point, by)


@console.get("/place")
@allows("geolocation")
def place() -> Response:
    """The form, with the district that stands."""
    form = PlaceForm(formdata=None)
    standing = _place()
    if standing:
        form.choose(standing.district)
    else:
        form.offer()
    return _page(form)


@console.get("/place/regions")
def place_regions() -> Response:
    """The three selects as they are after a choice."""
    form = PlaceForm(request.args)
    form.offer()
    return page("console/place_regions.html", form=form)


@console.post("/place")
@allows("geolocation")
def save_place() -> Response:
    """From now on people around find the shop. `do` says that only the form is to be filled."""
    form = PlaceForm()
    form.offer()
    form.find_district()
    if request.form.get("do"):
        return _page(form)
    if form.validate():
        with attempt(form) as outcome:
            store.hold(shop())
            place_shop(store.session(), shop(), form.standing, as_keeper(), rules=house().rules)
        if outcome.ok:
            flash(gettext("好了，附近的人能看到小铺了"), "ok")
            return see(url_for("console.place"))
    return _page(form, status=422)


@console.post("/place/withdrawal")
def withdraw_place() -> Response:
    """Nobody around finds it any more; the place is deleted."""
    store.hold(shop())
    take_place_away(store.session(), shop(), as_keeper())
    flash(gettext("不让附近的人看到了，位置已经删掉"), "ok")
    return see(url_for("console.place"))


def _place() -> ShopPlace | None:
    return place_of_shop(store.session(), shop())


def _page(form: PlaceForm, *, status: int = 200) -> Response:
    standing = _place()
    named = regions.written(standing.district) if standing else ""
    return page(
        "console/place.html",
        form=form,
        standing=standing,
        named=named,
        opens_soon=shop().opens_soon,
        status=status,
    )
