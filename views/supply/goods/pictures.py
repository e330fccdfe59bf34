"""The pictures of goods: uploaded several at a time, put in order, taken away; and those that a file named in vain."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.catalogue.goods import picturing
from models.catalogue.goods.editing import note_lacks
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.pictures import forgo
from models.catalogue.imports.fetching import fetch_again
from models.kernel.errors import N_, Refused
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import see, sentence
from views.parts.shots import one_shot, stored
from views.supply.blueprint import supply
from views.supply.goods.table import edits_of, own_goods


@supply.post("/goods/<code>/pictures")
@carries(FILES)
def add_pictures(code: str) -> Response:
    """Uploads one or several; decoding them holds up nobody else's writes."""
    own_goods(code)
    uploads = [upload for upload in request.files.getlist("pictures") if upload.filename]
    try:
        if len(uploads) > PICTURES:
            raise Refused("", N_("一件商品最多 %(most)d 张图片"), most=PICTURES)
        with store.outside_transaction():
            digests = [stored(upload) for upload in uploads]
        goods = own_goods(code)
        store.hold(goods)
        with edits_of(goods):
            added = picturing.add_pictures(store.session(), goods, digests, as_supplier(), house().rules)
        note_lacks(store.session(), goods)
        flash(_("加了 %(added)s 张图片", added=added) if digests else _("先选图片再上传"), "ok" if digests else "warn")
    except Refused as no:
        store.give_up()
        flash(sentence(no), "error")
    return _seen(code)


@supply.post("/goods/pictures")
@carries(FILES)
def new_picture() -> Response:
    """One picture of goods that are being written, or whether it is here already."""
    return one_shot(owner_of_shots())


def owner_of_shots() -> str:
    """Whose the pictures of a supplier's forms are."""
    return f"supplier:{supplier().id}"


@supply.post("/goods/<code>/pictures/<digest>/place")
def move_picture(code: str, digest: str) -> Response:
    """Moves one: `to` is first, earlier or later. The first picture is the cover."""
    goods = own_goods(code)
    store.hold(goods)
    try:
        with edits_of(goods):
            picturing.move_picture(
                store.session(), goods, digest, request.form.get("to", ""), as_supplier(), house().rules
            )
    except Refused as no:
        store.give_up()
        flash(sentence(no), "error")
    return _seen(code)


@supply.post("/goods/<code>/pictures/<digest>/removal")
def remove_picture(code: str, digest: str) -> Response:
    """Takes one away."""
    goods = own_goods(code)
    store.hold(goods)
    try:
        with edits_of(goods):
            picturing.remove_picture(store.session(), goods, digest, as_supplier(), house().rules)
            _settle(goods)
    except Refused as no:
        store.give_up()
        flash(sentence(no), "error")
    return _seen(code)


@supply.post("/goods/<code>/missing/removal")
def forgo_picture(code: str) -> Response:
    """No longer waits for a picture that a file named."""
    goods = own_goods(code)
    forgo(goods, request.form.get("source", ""))
    _settle(goods)
    return _seen(code)


@supply.post("/pictures/retry")
def retry_pictures() -> Response:
    """Has the missing pictures fetched once more."""
    number = fetch_again(store.session(), supplier())
    if number:
        store.after_commit(lambda: house().enqueue("fetch_pictures"))
    flash(
        ngettext("正在重新取 %(num)s 张图片，过一会儿刷新看看", "正在重新取 %(num)s 张图片，过一会儿刷新看看", number),
        "ok",
    )
    return see(url_for("supply.goods", state="missing"))


def _settle(goods: Goods) -> None:
    store.session().flush()
    note_lacks(store.session(), goods)


def _seen(code: str) -> Response:
    return see(url_for("supply.edit_goods", code=code) + "#pictures")
