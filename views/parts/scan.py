"""Reading a barcode while goods are written: from the camera, from a photo, or typed. One way for all three: the form
is sent with `more=scan`, saves nothing, and comes back with what is known filled in where nothing was written yet."""

from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext as _

from models.catalogue.barcode.known import KnownGoods, known_goods
from models.catalogue.barcode.number import Barcode, Kind, barcode_readings
from models.catalogue.barcode.scan import ScanRate, ScanWay, note_scan, scan_rate
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from views.kit import store
from views.kit.forms import TokenForm, complain

_SCAN = "scan"
KINDS: dict[Kind, str] = {
    "gtin": N_("商品条码"),
    "isbn": N_("书号"),
    "weighed": N_("店里称重的码"),
    "in_store": N_("店里自编的码"),
}


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of it: one barcode with what is known of it, or several (number and kind) to choose from. `words` say
    it."""

    barcode: Barcode | None = None
    known: KnownGoods | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    words: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Answers to the category's questions, as far as they are known."""
        return self.known.attributes if self.known else {}

    def fill(self, form: TokenForm) -> None:
        """Writes what is known into fields that are empty; the number itself into its field."""
        if self.barcode and self.barcode.gtin:
            _write(form, "barcode", self.barcode.gtin, over=True)
        if self.known:
            _write(form, "title", self.known.title)
            _write(form, "brand", self.known.brand)
            if self.known.category:
                _write(form, "category", self.known.category.slug)


def scan_asked() -> bool:
    """Whether the form was sent to read a code, and not to be kept."""
    return request.form.get("more", "").partition(":")[0] == _SCAN


def scan_result(form: TokenForm, by: int) -> Scanned:
    """Reads what was sent, counts it, and says what is known of it; what cannot be read is said at the barcode. `by` is
    the member's id."""
    # What its own field says of a number that is only being looked at does not count.
    form["barcode"].errors = []
    try:
        found, way = _read()
    except Refused as no:
        complain(form, no)
        return Scanned()
    if len(found) > 1:
        choices = [(one.gtin or one.item, _(KINDS[one.kind])) for one in found]
        return Scanned(choices=choices, words=_("读出了不止一个码，点一个："))
    code = found[0]
    known = known_goods(store.session(), code.gtin)
    note_scan(store.session(), by, way, hit=known is not None, at=now())
    return Scanned(code, known, words=_words(code, known))


def latest_scans() -> ScanRate:
    """How often the latest scans of the network found something."""
    return scan_rate(store.session())


def _read() -> tuple[list[Barcode], ScanWay]:
    chosen = request.form["more"].partition(":")[2]
    if chosen:
        # One of several that were read; which of two kinds it is was chosen with it.
        named = barcode_readings(chosen)
        return [one for one in named if chosen in (one.gtin, one.item)] or named, "photo"
    photo = request.files.get("scan_photo")
    data = photo.stream.read() if photo and photo.filename else b""
    if data:
        # Late: what reads photos is loaded with the first one.
        from models.catalogue.barcode.reading import barcodes_of

        with store.outside_transaction():
            return barcodes_of(data), "photo"
    way: ScanWay = "camera" if request.form.get("scan_way") == "camera" else "typed"
    typed = request.form.get("barcode", "")
    if not typed.strip():
        raise Refused("barcode", N_("先拍一张条码，或者把下面的数字打进来"))
    return barcode_readings(typed), way


def _words(code: Barcode, known: KnownGoods | None) -> str:
    if not code.gtin:
        return _(
            "%(kind)s（货号 %(item)s），只在那家店里有用，不能当商品条码", kind=_(KINDS[code.kind]), item=code.item
        )
    if known is None:
        return _("%(gtin)s 还没人填过，名字和类目自己写一下", gtin=code.gtin)
    return _("%(gtin)s 认出来了：%(title)s。空着的替你填好了，看一眼对不对", gtin=code.gtin, title=known.title)


def _write(form: TokenForm, name: str, value: str, *, over: bool = False) -> None:
    written: Any = form._fields.get(name)
    if written is not None and value and (over or not written.data):
        written.data, written.raw_data = value, None
