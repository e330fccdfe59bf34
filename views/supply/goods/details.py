"""/supply/goods/<code>/details: the long pictures of goods, and the picture of each SKU. Of approved goods each change
waits for approval."""

import hashlib

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from models.catalogue.goods.change import GoodsOutcome
from models.catalogue.goods.detailing import (
    add_details,
    move_detail,
    picture_skus,
    remove_detail,
    store_detail,
    wanted_look_of,
)
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import DETAILS
from models.catalogue.goods.look import LongShot
from models.catalogue.goods.skus import SkuDraft
from models.kernel.errors import N_, Refused
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.house import house
from views.kit.page import page, see, sentence
from views.parts.shots import stored
from views.supply.blueprint import supply
from views.supply.goods.table import edits_of, own_goods
from views.supply.goods.wanted import waits_of

KEEP, NONE = "", "none"


@supply.get("/goods/<code>/details")
def details(code: str) -> Response:
    """What there is, as the supplier wants it."""
    return _page(own_goods(code))


@supply.post("/goods/<code>/details")
@carries(FILES)
def upload_details(code: str) -> Response:
    """Uploads one or several; decoding them holds up nobody else's writes."""
    own_goods(code)
    uploads = [upload for upload in request.files.getlist("pictures") if upload.filename]
    try:
        if not uploads:
            raise Refused("", N_("先选图片再上传"))
        if len(uploads) > DETAILS:
            raise Refused("", N_("图文详情最多 %(most)d 张，先删掉几张"), most=DETAILS)
        with store.outside_transaction():
            shots = [_long(upload) for upload in uploads]
        goods = _held(code)
        with edits_of(goods):
            outcome = add_details(store.session(), goods, shots, as_supplier(), house().rules)
        return _told(code, outcome)
    except Refused as no:
        store.give_up()
        return _page(own_goods(code), said=sentence(no), status=422)


@supply.post("/goods/<code>/details/<digest>/place")
def place_detail(code: str, digest: str) -> Response:
    """Moves one: `to` is first, earlier or later."""
    goods = _held(code)
    with edits_of(goods):
        outcome = move_detail(store.session(), goods, digest, request.form.get("to", ""), as_supplier(), house().rules)
    return _told(code, outcome)


@supply.post("/goods/<code>/details/<digest>/removal")
def drop_detail(code: str, digest: str) -> Response:
    """Takes one away."""
    goods = _held(code)
    with edits_of(goods):
        outcome = remove_detail(store.session(), goods, digest, as_supplier(), house().rules)
    return _told(code, outcome)


@supply.post("/goods/<code>/sku-pictures")
@carries(FILES)
def save_sku_pictures(code: str) -> Response:
    """Gives SKUs pictures: one of the goods' own, an upload, or none."""
    goods = own_goods(code)
    skus = wanted_look_of(store.session(), goods).skus
    uploads = {sku.code: request.files[name] for sku in skus if request.files.get(name := f"new-{sku_field(sku)}")}
    try:
        with store.outside_transaction():
            made = {sku: stored(upload) for sku, upload in uploads.items() if upload.filename}
        goods = _held(code)
        with edits_of(goods):
            outcome = picture_skus(store.session(), goods, _chosen(goods, skus) | made, as_supplier(), house().rules)
        return _told(code, outcome)
    except Refused as no:
        store.give_up()
        return _page(own_goods(code), said=sentence(no), status=422)


def sku_field(sku: SkuDraft) -> str:
    """The name of a SKU's field: its code may hold anything."""
    return "sku-" + hashlib.blake2s(sku.code.encode(), digest_size=6).hexdigest()


def _chosen(goods: Goods, skus: tuple[SkuDraft, ...]) -> dict[str, str]:
    """The digests that the form names: only the goods' own pictures."""
    there = set(wanted_look_of(store.session(), goods).digests)
    found = {}
    for sku in skus:
        sent = request.form.get(sku_field(sku), KEEP)
        if sent == NONE:
            found[sku.code] = ""
        elif sent in there:
            found[sku.code] = sent
    return found


def _long(upload: FileStorage) -> LongShot:
    try:
        return store_detail(house().media, upload.stream.read())
    except Refused as no:
        name = (upload.filename or "")[-60:]
        raise Refused("", N_("%(name)s：%(why)s"), name=name, why=sentence(no)) from None


def _held(code: str) -> Goods:
    goods = own_goods(code)
    store.hold(goods)
    return goods


def _told(code: str, outcome: GoodsOutcome) -> Response:
    if outcome.proposed is not None:
        flash(_("改动送去审核了。通过之前，买家看到的还是原来的样子"), "ok")
    elif outcome.changed:
        flash(_("保存好了"), "ok")
    return see(url_for("supply.details", code=code))


def _page(goods: Goods, *, said: str = "", status: int = 200) -> Response:
    look = wanted_look_of(store.session(), goods)
    return page(
        "supply/goods/details.html",
        goods=goods,
        look=look,
        skus=[(sku, sku_field(sku)) for sku in look.skus],
        waits=waits_of(goods),
        most=DETAILS,
        said=said,
        status=status,
    )
