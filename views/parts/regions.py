"""Province, city and district as three selects of a form, each of them filled from the one before."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, ValidationError

from models.kernel import regions
from models.kernel.reading.phones import REGIONS
from models.kernel.regions import Place


class RegionFields:
    """To be mixed into a form; call `offer` once the form was made."""

    province = SelectField(_("省"), validate_choice=False)
    city = SelectField(_("市"), validate_choice=False)
    district = SelectField(_("区县"), validate_choice=False)

    def validate_province(self, field: SelectField) -> None:
        """One of those there are."""
        if not field.data:
            raise ValidationError(_("请选省"))

    def validate_city(self, field: SelectField) -> None:
        """Asked for once the province stands."""
        if self.province.data and not field.data:
            raise ValidationError(_("请选城市"))

    def validate_district(self, field: SelectField) -> None:
        """Asked for where the city has any."""
        if self.city.data and not field.data and regions.districts(self.city.data):
            raise ValidationError(_("请选区县"))

    def offer(self) -> None:
        """What can be chosen. What does not lie in what was chosen above it is forgotten; a lone choice is made."""
        _fill(self.province, regions.provinces(), gettext("选省"))
        _fill(self.city, regions.cities(self.province.data or ""), gettext("选城市"))
        _fill(self.district, regions.districts(self.city.data or ""), gettext("选区县"))

    def choose(self, code: str) -> None:
        """Sets the three as far as a code says."""
        chain: list[str] = []
        place = regions.place(code)
        while place is not None:
            chain.insert(0, place.code)
            place = regions.place(place.above)
        self.province.data, self.city.data, self.district.data = (*chain, "", "", "")[:3]
        self.offer()

    @property
    def region_code(self) -> str:
        """The six digits a parcel is sent by; "" while something is left to choose."""
        code = self.district.data or self.city.data or ""
        return code if regions.can_send_to(code) else ""

    @property
    def province_digits(self) -> str | None:
        """The first two digits, which freight goes by; None while no province is chosen."""
        return self.province.data[:2] if self.province.data else None


def _fill(field: SelectField, places: tuple[Place, ...], prompt: str) -> None:
    if len(places) == 1:
        field.data = places[0].code
    if field.data not in {place.code for place in places}:
        field.data = ""
    field.choices = [("", prompt), *((place.code, place.name) for place in places)]


def wrong_phone(region_code: str) -> str:
    """What to say of a phone that nobody could be called by."""
    if region_code[:2] in REGIONS:
        return gettext("请填当地的电话，或 11 位手机号")
    return gettext("请填 11 位手机号")
