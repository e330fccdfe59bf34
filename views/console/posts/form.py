"""One screen for a post: words, pictures, goods of the shop, a coupon of it, and when it goes out."""

import secrets
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Regexp

from models.coupon.making import coupon_of_shop, coupons_of_shop
from models.feed.post import Post
from models.feed.posting import PostWords
from models.kernel.clock import now
from models.pick.picking import pick_coded
from models.pick.shelf import shelf
from views.kit import store
from views.kit.forms import MinuteField, TokenForm
from views.kit.identity import shop
from views.parts.shots import KeptShot

# The goods on top of the shop; others are shared by their own posters.
MOST_GOODS = 100


class PostForm(TokenForm):
    """`once` makes all that one screen sends one post."""

    once = HiddenField(validators=[Regexp(r"\A[0-9a-f]{16}\Z")])
    words = TextAreaField(_("说什么"))
    goods = SelectField(_("放一件货"), validate_choice=False)
    coupon = SelectField(_("放一张券"), validate_choice=False)
    when = MinuteField(_("什么时候发"))


def empty_form() -> PostForm:
    """For a new one."""
    return offered(PostForm(formdata=None, once=secrets.token_hex(8)))


def form_of(post: Post) -> PostForm:
    """What a post says now."""
    return offered(
        PostForm(
            formdata=None,
            once=post.once or secrets.token_hex(8),
            words=post.words,
            goods=post.goods.code if post.goods else "",
            coupon=post.coupon.code if post.coupon else "",
            when=post.out_at if post.state == "timed" else None,
        )
    )


def offered(form: PostForm) -> PostForm:
    """With what can be chosen: goods on top of the shop, coupons that run or wait. What stands stays among them."""
    session, own, at = store.session(), shop(), now()
    goods = [(row.code, row.title) for row in shelf(session, own) if row.state == "on_sale"][:MOST_GOODS]
    coupons = [
        (one.code, one.title) for one in coupons_of_shop(session, own) if one.state_at(at) in ("waiting", "running")
    ]
    form.goods.choices = _with_chosen(goods, form.goods.data, _goods_title)
    form.coupon.choices = _with_chosen(coupons, form.coupon.data, _coupon_title)
    return form


def said_in_form(form: PostForm, shots: list[KeptShot]) -> PostWords:
    """What the form says. What it names and the shop does not have is nothing."""
    session, own = store.session(), shop()
    picked = pick_coded(session, own, form.goods.data) if form.goods.data else None
    coupon = coupon_of_shop(session, own, form.coupon.data) if form.coupon.data else None
    return PostWords(
        form.words.data or "",
        [shot.digest for shot in shots],
        picked.goods if picked else None,
        coupon,
        form.once.data or "",
    )


def _with_chosen(known: list[tuple[str, str]], chosen: Any, title: Any) -> list[tuple[str, str]]:
    choices = [("", gettext("不放")), *known]
    if chosen and chosen not in dict(choices):
        name = title(str(chosen))
        choices += [(str(chosen), name)] if name else []
    return choices


def _goods_title(code: str) -> str:
    picked = pick_coded(store.session(), shop(), code)
    return picked.goods.title if picked else ""


def _coupon_title(code: str) -> str:
    coupon = coupon_of_shop(store.session(), shop(), code)
    return coupon.title if coupon else ""
