"""The demo's reviews: good and bad ones of what was received, answers to some, one that was changed after its answer,
one that waits at the desk."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from demo.network import Network
from models.catalogue.supplier.register import staff_of
from models.kernel.act import Act
from models.kernel.media import MediaStore, square_key
from models.kernel.rules import Rules
from models.review.hiding import report_review
from models.review.review import Review
from models.review.review_pictures import kept_pictures
from models.review.useful import find_useful
from models.review.writing import ReviewDraft, change_stars
from models.stories.review.answer import answer_review
from models.stories.review.write import may_review, write_review
from models.trade.order.order import Line, Parcel

DAY = timedelta(days=1)
# Stars of the goods, of service, of shipping; words; what the supplier and the keeper answer.
SAID: tuple[tuple[int, int | None, int | None, str, str, str], ...] = (
    (5, 5, 5, "比想的还好，和掌柜说的一样。已经推荐给同事了。", "", ""),
    (5, 5, 4, "第二次买了。", "", ""),
    (
        3,
        5,
        2,
        "东西是好的，路上走了六天，箱子压瘪了一个角。",
        "换了家快递，这周起都用双层箱。",
        "催过了，下次我先替你盯着。",
    ),
    (4, None, None, "", "", ""),
    (5, 5, 5, "送给爸妈的，老人家很喜欢，包装也体面。", "", "谢谢，替我问声好。"),
    (1, 4, 3, "打开就坏了，退了款，但是白等了一星期。", "是我们没检查好，以后出库前都拍照。", ""),
    (4, 5, 5, "质量不错，就是比图片上小一点。", "", "尺寸写进推荐里了，谢谢提醒。"),
    (2, 3, 4, "味道一般，没有说的那么神。", "", ""),
)
CHANGED, REPORTED, WITH_PICTURE = 2, 7, 0


def write_reviews(network: Network, media: MediaStore, rules: Rules, at: datetime) -> None:
    """Each received line in turn says the next thing; of the last lines nothing is said yet."""
    session = network.session
    received = select(Line).join(Parcel).where(col(Parcel.received_at).is_not(None)).order_by(col(Line.id))
    lines = [line for line in session.exec(received) if may_review(line, rules=rules, at=at)]
    for place, line in enumerate(lines[: max(1, len(lines) * 3 // 4)]):
        _write(network, media, line, place, rules, at)


def _write(network: Network, media: MediaStore, line: Line, place: int, rules: Rules, at: datetime) -> None:
    session, (stars, service, shipping, words, supplier, keeper) = network.session, SAID[place % len(SAID)]
    assert line.parcel.received_at is not None
    when = min(line.parcel.received_at + (1 + place % 3) * DAY, at)
    taken = [media.get(square_key(line.picture, 540))] if line.picture and place % 8 == WITH_PICTURE else []
    with kept_pictures(media, taken) as photos:
        draft = ReviewDraft(stars, words, service, shipping, photos)
        write_review(session, line, draft, signed_in=None, rules=rules, at=when)
    review = session.exec(select(Review).where(Review.line_id == line.id)).one()
    later = min(when + DAY, at)
    if supplier:
        by = staff_of(session, line.parcel.supplier)[0]
        answer_review(session, review, "supplier", supplier, Act.supplier(by, later), rules=rules)
    if keeper:
        answer_review(session, review, "keeper", keeper, Act.keeper(line.shop.keeper, later), rules=rules)
    for reader in range((place * 7) % 12):
        find_useful(session, review, f"demo-reader-{reader}".ljust(32, "-"), at=later)
    _go_on(network, review, place, rules, later, at)


def _go_on(network: Network, review: Review, place: int, rules: Rules, later: datetime, at: datetime) -> None:
    if place == CHANGED:
        change_stars(network.session, review, 4, at=min(later + DAY, at), rules=rules)
    if place == REPORTED:
        report_review(network.session, review, "supplier", "insult", "说得太难听了", at=at - timedelta(hours=5))
