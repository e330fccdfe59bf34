"""Pictures of goods that are being written, by a supplier or a keeper: each goes up by itself where there is script,
all with the form where there is none, and what came stays with a form that comes back.

What could be read is in the store already, by its digest. The form carries a mark for each, in the order of the
pictures; only the same owner can hand it in, for a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import jsonify, make_response, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.pictures import even_picture, kept_squares
from models.catalogue.goods.sent_picture import KEPT_FOR, note_sent, sent_before
from models.kernel.clock import now
from models.kernel.errors import N_, Gone, Refused
from models.kernel.picture.doubt import PictureDoubt
from models.kernel.pictures import normalise
from views.kit import store
from views.kit.forms import TokenForm, complain
from views.kit.house import house
from views.kit.page import sentence

_MOST_MARKS = 2 * PICTURES
# Said beside the picture, and nothing is refused for it.
DOUBTS: dict[PictureDoubt, str] = {
    "blank": N_("这张上面看不出东西"),
    "screenshot": N_("像手机截图，买家想看实物"),
    "receipt": N_("像小票或文字，别把单据当商品图"),
}


@dataclass(frozen=True, slots=True)
class KeptShot:
    """`mark` is what the form says of it: of the picture as it came, whatever was evened since."""

    digest: str
    mark: str
    doubt: PictureDoubt = ""

    @property
    def words(self) -> str:
        """What is doubted of it, in the reader's language."""
        return _(DOUBTS[self.doubt]) if self.doubt else ""


def shots_sent(form: TokenForm, owner: str) -> list[KeptShot]:
    """Those that the form kept from before, then those that were chosen now: decoded and stored while no transaction is
    open. What could not be read is said at the form, and the others stay. `owner` is whose form it is."""
    chosen = [upload for upload in request.files.getlist("pictures") if upload.filename]
    before, refusals = _kept(owner), []
    if len(before) + len(chosen) > _MOST_MARKS:
        refusals.append(Refused("", N_("一件商品最多 %(most)d 张图片"), most=PICTURES))
        chosen = []
    shots = dict.fromkeys(before)
    with store.outside_transaction():
        for upload in chosen:
            try:
                shots[_stored(upload.stream.read())] = None
            except Refused as no:
                refusals.append(_of_file(no, upload))
        made = [_shot(owner, digest, doubt) for digest, doubt in shots]
    for refusal in refusals:
        complain(form, refusal)
    return made


def standing_shots(owner: str, digests: Iterable[str]) -> list[KeptShot]:
    """Pictures that a draft has already, as its form begins with them."""
    return [KeptShot(digest, str(_signer().dumps([owner, digest, ""]))) for digest in digests]


def one_shot(owner: str) -> Response:
    """The answer to one picture sent by itself, or to the question whether it is here already (its SHA-256): 200 with
    its mark, 204 where it is to be sent, 422 with why it cannot be used."""
    upload = request.files.get("picture")
    if upload is None:
        sent = sent_before(store.session(), owner, request.form.get("sha256", ""), now())
        return _told(_shot(owner, sent.digest, sent.doubt)) if sent else make_response("", 204)
    data = upload.stream.read()
    try:
        with store.outside_transaction():
            digest, doubt = _stored(data)
    except Refused as no:
        return make_response(jsonify(words=sentence(no)), 422)
    note_sent(store.session(), owner, data, (digest, doubt), at=now())
    return _told(_shot(owner, digest, doubt))


def stored(upload: FileStorage) -> str:
    """The digest of an uploaded picture, decoded and kept. Call it outside the transaction. Raises Refused with the
    file's name."""
    try:
        return _stored(upload.stream.read())[0]
    except Refused as no:
        raise _of_file(no, upload) from None


def _told(shot: KeptShot) -> Response:
    src = url_for("assets.media", key=shot.digest, size=270)
    return make_response(jsonify(mark=shot.mark, digest=shot.digest, src=src, doubt=shot.doubt, words=shot.words))


def _stored(data: bytes) -> tuple[str, PictureDoubt]:
    made = kept_squares(house().media, normalise(data))
    return made.digest, made.doubt


def _shot(owner: str, digest: str, doubt: PictureDoubt) -> KeptShot:
    mark = str(_signer().dumps([owner, digest, doubt]))
    if "even" in request.form:
        try:
            return KeptShot(even_picture(house().media, digest), mark, doubt)
        except Gone:
            pass
    return KeptShot(digest, mark, doubt)


def _of_file(no: Refused, upload: FileStorage) -> Refused:
    name = (upload.filename or "")[-60:]
    return Refused("", N_("%(name)s：%(why)s"), name=name, why=sentence(no))


def _kept(owner: str) -> list[tuple[str, PictureDoubt]]:
    """What this owner's form carries, in its order. What is forged, old or another's is nothing."""
    found: list[tuple[str, PictureDoubt]] = []
    for mark in request.form.getlist("kept")[:_MOST_MARKS]:
        try:
            whose, digest, doubt = _signer().loads(mark, max_age=int(KEPT_FOR.total_seconds()))
        except (BadData, ValueError):
            continue
        if whose == owner:
            found.append((digest, doubt))
    return found


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().config.ring, salt="goods-picture")
