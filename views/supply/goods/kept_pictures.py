"""Pictures of goods that are being written: what was chosen stays with a form that comes back.

A browser never sends a file twice by itself. What could be read is in the store already, by its digest; the form
carries a mark for each, which only the same supplier can hand in, for a day.
"""

from dataclasses import dataclass

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.pictures import store_picture
from models.kernel.errors import N_, Refused
from views.kit import store
from views.kit.forms import TokenForm, complain
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import sentence

_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """`mark` is what the form says of it."""

    digest: str
    mark: str


def pictures_sent(form: TokenForm) -> list[KeptPicture]:
    """Those that the form kept from before, then those that were chosen now: decoded and stored while no transaction is
    open. What could not be read is said at the form, and the others stay."""
    chosen = [upload for upload in request.files.getlist("pictures") if upload.filename]
    before, refusals = _kept(), []
    digests = list(before)
    if len(before) + len(chosen) > 2 * PICTURES:
        refusals.append(Refused("", N_("一件商品最多 %(most)d 张图片"), most=PICTURES))
        chosen = []
    with store.outside_transaction():
        for upload in chosen:
            try:
                digests.append(stored(upload))
            except Refused as no:
                refusals.append(no)
    for refusal in refusals:
        complain(form, refusal)
    return [KeptPicture(digest, _signer().dumps([supplier().id, digest])) for digest in dict.fromkeys(digests)]


def stored(upload: FileStorage) -> str:
    """The digest of an uploaded picture, decoded and kept. Call it outside the transaction. Raises Refused with the
    file's name."""
    try:
        return store_picture(house().media, upload.stream.read())
    except Refused as no:
        name = (upload.filename or "")[-60:]
        raise Refused("", N_("%(name)s：%(why)s"), name=name, why=sentence(no)) from None


def _kept() -> list[str]:
    """The digests that this supplier's form carries. What is forged, old or another's is nothing."""
    found = []
    for mark in request.form.getlist("kept")[: 2 * PICTURES]:
        try:
            owner, digest = _signer().loads(mark, max_age=_DAY)
        except BadSignature:
            continue
        if owner == supplier().id:
            found.append(str(digest))
    return found


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().config.ring, salt="goods-picture")
