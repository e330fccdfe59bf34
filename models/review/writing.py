"""Writing a review and changing it: one a line, by one tap first, with words and pictures after.

Whether the line was received, and by whom, is known to models/stories/review/write.py. The goods' tally is held first,
then the review: so does everything that changes one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from models.kernel import text
from models.kernel.codes import fresh_code
from models.kernel.contacts import contacts_in
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.review.review import REVIEW_PICTURES, REVIEW_WORDS, Review, ReviewPicture
from models.review.review_pictures import ReviewPhoto, too_many_pictures
from models.review.tally import NO_SHARE, hold_tally, retally, share_of

HIDDEN = N_("这条评价收起来了")
CLASHED = N_("这条评价刚才在别的页面改过了。下面是你这次写的，看一看再保存一次。")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The line that is reviewed, as far as its review keeps it: of which goods, shop and supplier, by whom (masked),
    which options; whether its buyer has reviewed the goods before."""

    line_id: int
    goods_id: int
    shop_id: int
    supplier_id: int
    name: str
    options: str
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a buyer filled in. `photos` are stored ones to be added, `without` the keys of those to be taken away.
    `seen` is the version that the form was made from, `once` its own mark."""

    stars: int
    words: str = ""
    service_stars: int | None = None
    shipping_stars: int | None = None
    photos: Sequence[ReviewPhoto] = ()
    without: Sequence[str] = ()
    seen: int = 0
    once: str = ""


def review_of_line(session: Session, line_id: int) -> Review | None:
    """The line's review."""
    return session.exec(select(Review).where(Review.line_id == line_id)).first()


def begin_review(session: Session, reviewed: Reviewed, stars: int, *, at: datetime) -> Review:
    """The first tap, by who holds the goods' tally: stars alone. The caller has seen that there is none yet. Raises
    Refused("stars")."""
    _check_stars("stars", stars)
    review = Review(
        code=fresh_code(session, Review.code, 8),
        line_id=reviewed.line_id,
        goods_id=reviewed.goods_id,
        shop_id=reviewed.shop_id,
        supplier_id=reviewed.supplier_id,
        name=reviewed.name,
        options=reviewed.options,
        stars=stars,
        is_again=reviewed.is_again,
        rank=int(at.timestamp()),
        at=at,
        changed_at=at,
    )
    session.add(review)
    session.flush()
    retally(session, review, NO_SHARE)
    return review


def change_review(session: Session, review: Review, draft: ReviewDraft, *, at: datetime, rules: Rules) -> list[str]:
    """Puts stars, words and pictures as the buyer wants them now; the same form again changes nothing. Returns the keys
    of pictures that are to be dropped once this is kept. Raises Refused: too late, a field, or another page was
    first."""
    hold_review(session, review)
    if draft.once and review.once == draft.once:
        return [photo.key for photo in draft.photos]
    if not review.may_change(at, rules.review_change_days):
        raise Refused("", N_("写下 %(days)s 天以后不能再改了"), days=rules.review_change_days)
    if review.version != draft.seen:
        raise Refused("", CLASHED)
    words = checked_review(draft, rules)
    before, dropped = share_of(review), _exchange(session, review, draft)
    review.stars, review.words = draft.stars, words
    review.service_stars, review.shipping_stars = draft.service_stars, draft.shipping_stars
    review.changed_at, review.version, review.once = at, review.version + 1, draft.once
    if review.hidden_at is not None and review.hidden_rule != "not_received":
        # Put right perhaps: the desk looks once more.
        review.reported_at = at
    session.flush()
    retally(session, review, before)
    return dropped


def change_stars(session: Session, review: Review, stars: int, *, at: datetime, rules: Rules) -> None:
    """Another tap on the order page. The same stars again change nothing. Raises Refused."""
    _check_stars("stars", stars)
    hold_review(session, review)
    if review.stars == stars:
        return
    if not review.may_change(at, rules.review_change_days):
        raise Refused("", N_("写下 %(days)s 天以后不能再改了"), days=rules.review_change_days)
    before = share_of(review)
    review.stars, review.changed_at, review.version = stars, at, review.version + 1
    session.flush()
    retally(session, review, before)


def hold_review(session: Session, review: Review) -> None:
    """Holds the goods' tally and the review until the transaction ends, and reads it as it is now."""
    hold_tally(session, review.goods_id)
    session.refresh(review, with_for_update=True)


def checked_review(draft: ReviewDraft, rules: Rules) -> str:
    """The words as they will be kept. Raises Refused beside the field."""
    _check_stars("stars", draft.stars)
    for field, stars in (("service_stars", draft.service_stars), ("shipping_stars", draft.shipping_stars)):
        if stars is not None:
            _check_stars(field, stars)
    return plain_words("words", draft.words, REVIEW_WORDS, rules)


def plain_words(field: str, typed: str, most: int, rules: Rules) -> str:
    """Words that everybody may read: no longer than `most`, with nobody's contacts. Raises Refused beside the field."""
    words = text.paragraphs(typed)
    if len(words) > most:
        raise Refused(field, N_("最多 %(limit)s 个字，现在是 %(length)s 个"), limit=most, length=len(words))
    for start, end in contacts_in(words, own_host=rules.own_host):
        raise Refused(field, N_("大家都看得到，不能写联系方式：“%(words)s”"), words=words[start:end][:40])
    return words


def _check_stars(field: str, stars: int) -> None:
    if not 1 <= stars <= 5:
        raise Refused(field, N_("点一到五颗星"))


def _exchange(session: Session, review: Review, draft: ReviewDraft) -> list[str]:
    gone = [one for one in review.pictures if one.key in draft.without]
    left = len(review.pictures) - len(gone) + len(draft.photos)
    if left > REVIEW_PICTURES:
        raise too_many_pictures()
    for one in gone:
        session.delete(one)
    session.add_all(
        ReviewPicture(review_id=review.id, key=photo.key, width=photo.width, height=photo.height)
        for photo in draft.photos
    )
    review.pictured = left
    session.flush()
    session.expire(review, ["pictures"])
    return [one.key for one in gone]
