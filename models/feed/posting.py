"""What a keeper does with a post: writes it, changes it, lets it go out at once or at its time, pins it, deletes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.catalogue.goods.forbidden import forbidden_texts
from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.feed.nearby.newest import renew_newest
from models.feed.post import POST_LIMIT, POST_PICTURES, Post, PostPicture
from models.feed.states import POST_STEPS
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.steps import take
from models.pick.picking import pick_of
from models.shop.shop import Shop

_CODE_LENGTH = 8
# Drafts and timed ones that a shop keeps at once, and how many stand first in its posts.
_MOST_WAITING, MOST_PINNED = 50, 3
_LONGEST = timedelta(days=90)
_GONE = N_("这条动态已经删了")


@dataclass(frozen=True, slots=True)
class PostWords:
    """What a post says: words as typed, the digests of its pictures in their order, goods of the shop or a coupon of
    it; and its form's own mark."""

    words: str
    pictures: Sequence[str] = ()
    goods: Goods | None = None
    coupon: Coupon | None = None
    once: str = ""


def checked_post(session: Session, shop: Shop, said: PostWords, *, rules: Rules, at: datetime) -> dict[str, Any]:
    """What it says as it will be kept, by column. A draft may be empty. Raises Refused beside the field."""
    words = text.paragraphs(said.words)
    if len(words) > POST_LIMIT:
        raise Refused("words", N_("最多 %(limit)s 个字，现在是 %(length)s 个"), limit=POST_LIMIT, length=len(words))
    for forbidden in forbidden_texts([("words", words)], rules):
        raise forbidden.why
    if len(said.pictures) > POST_PICTURES:
        raise Refused("pictures", N_("最多 %(most)s 张图片"), most=POST_PICTURES)
    if said.goods is not None and pick_of(session, shop, said.goods) is None:
        raise Refused("goods", N_("只能选自己店里的商品"))
    if said.coupon is not None and said.coupon.shop_id != shop.id:
        raise Refused("coupon", N_("只能放自己店里的券"))
    goods_id, coupon_id = said.goods and said.goods.id, said.coupon and said.coupon.id
    return {"words": words, "goods_id": goods_id, "coupon_id": coupon_id}


def write_post(session: Session, shop: Shop, said: PostWords, act: Act, *, rules: Rules) -> Post:
    """A new draft. The same form again gives the post that it wrote. Raises Refused."""
    facts = checked_post(session, shop, said, rules=rules, at=act.at)
    _hold_shop(session, shop)
    existing = post_written_with(session, shop, said.once)
    if existing is not None:
        return existing
    waiting = select(func.count()).where(Post.shop_id == shop.id, col(Post.state).in_(("draft", "timed")))
    if session.exec(waiting).one() >= _MOST_WAITING:
        raise Refused("", N_("草稿和定时的一共最多 %(most)s 条，先删掉几条"), most=_MOST_WAITING)
    code = fresh_code(session, Post.code, _CODE_LENGTH)
    row = insert_ignoring(session, Post).values(
        code=code, shop_id=shop.id, state="draft", once=said.once or None, written_at=act.at, hidden_rule="", **facts
    )
    session.exec(row)
    post = session.exec(select(Post).where(Post.code == code)).one()
    _show_pictures(session, post, said.pictures)
    return post


def rewrite_post(session: Session, post: Post, said: PostWords, act: Act, *, rules: Rules) -> None:
    """Another wording, of one that has not gone out or of one that is out. Raises Refused; a deleted one is gone."""
    facts = checked_post(session, post.shop, said, rules=rules, at=act.at)
    if post.state != "draft":
        _require_something(facts, said.pictures)
    living = update(Post).where(col(Post.id) == post.id, col(Post.state) != "deleted")
    if session.exec(living.values(**facts)).rowcount != 1:
        raise Refused("", _GONE)
    session.refresh(post)
    _show_pictures(session, post, said.pictures)


def put_out(session: Session, post: Post, act: Act, *, rules: Rules) -> None:
    """It goes out now. One that is out stays as it went. Raises Refused where it says nothing, where its shop is
    closed, and past the day's posts."""
    _hold_shop(session, post.shop)
    session.refresh(post)
    if post.state == "out":
        return
    _require_ready(session, post, rules=rules, at=act.at)
    if not take(session, post, POST_STEPS, "put_out", {"out_at": act.at}):
        raise Refused("", _GONE)
    renew_newest(session, post.shop_id)


def keep_for(session: Session, post: Post, when: datetime, act: Act) -> None:
    """It goes out by itself at `when`. Raises Refused where that is past, or more than 90 days ahead."""
    if when <= act.at:
        raise Refused("when", N_("这个时间已经过了"))
    if when > act.at + _LONGEST:
        raise Refused("when", N_("最多提前 %(days)s 天"), days=_LONGEST.days)
    _require_something({"words": post.words, "goods_id": post.goods_id, "coupon_id": post.coupon_id}, post.pictures)
    if not take(session, post, POST_STEPS, "keep_for", {"out_at": when}):
        raise Refused("", N_("这条动态已经发了") if post.state == "out" else _GONE)


def keep_back(session: Session, post: Post) -> None:
    """A timed one is a draft again; one that went out meanwhile stays out."""
    take(session, post, POST_STEPS, "keep_back", {"out_at": None})


def pin_post(session: Session, post: Post, act: Act) -> None:
    """It stands first in the shop's posts, the latest pinned on top. Raises Refused past three."""
    _hold_shop(session, post.shop)
    session.refresh(post)
    if post.pinned_at is not None:
        return
    pinned = select(func.count()).where(Post.shop_id == post.shop_id, col(Post.pinned_at).is_not(None))
    if session.exec(pinned).one() >= MOST_PINNED:
        raise Refused("", N_("最多置顶 %(most)s 条，先取消一条"), most=MOST_PINNED)
    own = update(Post).where(col(Post.id) == post.id, col(Post.state) == "out", col(Post.pinned_at).is_(None))
    if session.exec(own.values(pinned_at=act.at)).rowcount != 1:
        raise Refused("", N_("发出去的才能置顶"))
    session.refresh(post)


def unpin_post(session: Session, post: Post) -> None:
    """Back among the others."""
    session.exec(update(Post).where(col(Post.id) == post.id).values(pinned_at=None))
    session.refresh(post)


def delete_post(session: Session, post: Post, act: Act) -> None:
    """Nobody sees it any more; its row and its address stay, and say so. Deleted again it stays as it was."""
    if take(session, post, POST_STEPS, "delete", {"deleted_at": act.at, "pinned_at": None}):
        renew_newest(session, post.shop_id)
        note_audit(session, "post.delete", f"{post.shop.number} {post.code}", act)


def post_written_with(session: Session, shop: Shop, once: str) -> Post | None:
    """The post that a form with this mark has already written."""
    query = select(Post).where(Post.shop_id == shop.id, Post.once == once)
    return session.exec(query).first() if once else None


def _require_ready(session: Session, post: Post, *, rules: Rules, at: datetime) -> None:
    facts = {"words": post.words, "goods_id": post.goods_id, "coupon_id": post.coupon_id}
    _require_something(facts, post.pictures)
    for forbidden in forbidden_texts([("words", post.words)], rules):
        raise forbidden.why
    if post.shop.closed_at is not None:
        raise Refused("", N_("店关着门，开门以后再发"))
    today = select(func.count()).where(Post.shop_id == post.shop_id, col(Post.out_at) > at - timedelta(days=1))
    # What was deleted since counts too: it went to whoever follows.
    went = today.where(col(Post.state).in_(("out", "deleted")))
    if session.exec(went).one() >= rules.posts_a_day:
        raise Refused("", N_("一天最多发 %(most)s 条，过一会儿再发"), most=rules.posts_a_day)


def _require_something(facts: dict[str, Any], pictures: Sequence[object]) -> None:
    if not (facts["words"] or facts["goods_id"] or facts["coupon_id"] or pictures):
        raise Refused("words", N_("写点什么，或者放一张图片"))


def _show_pictures(session: Session, post: Post, digests: Sequence[str]) -> None:
    """Its pictures are these, in this order; the same picture is there once."""
    session.exec(delete(PostPicture).where(col(PostPicture.post_id) == post.id))
    for place, digest in enumerate(dict.fromkeys(digests), start=1):
        session.add(PostPicture(post_id=post.id, place=place, digest=digest))
    session.flush()
    session.refresh(post)


def _hold_shop(session: Session, shop: Shop) -> None:
    """One at a time posts in a shop: what is counted stays true until it is written."""
    session.exec(select(Shop.id).where(Shop.id == shop.id).with_for_update(key_share=True)).one()
