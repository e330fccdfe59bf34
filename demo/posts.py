"""The demo's followers, and what three shops told them: pinned, with goods, with a coupon, timed, a draft, deleted, and
one that a reader reported."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.coupons import SHOP
from demo.network import Network
from models.coupon.making import coupons_of_shop
from models.feed.following import follow_shop, unfollow_shop
from models.feed.post import Post
from models.feed.posting import PostWords, delete_post, keep_for, pin_post, put_out, write_post
from models.feed.reporting import report_post
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.pick.picking import pick_of
from models.talk.talking import MessageDraft, open_comment, say

_FOLLOWERS = (23, 9, 4)


@dataclass(frozen=True, slots=True)
class DemoPost:
    """Words of the shop of a place, so many hours ago; `goods` counts its picks, -1 for none."""

    place: int
    words: str
    hours: int
    goods: int = -1
    coupon: bool = False
    pictures: bool = False


_POSTS = (
    DemoPost(0, "小铺三岁了。谢谢一直来的人，也谢谢第一次来的人。", 24 * 40, pictures=True),
    DemoPost(0, "新茶到了，先留了十份给老客。\n喝过再说好不好。", 30, goods=0, coupon=True),
    DemoPost(0, "今天下雨，发货晚半天，别急 🌧️", 5),
    DemoPost(1, "降温了。用它炖了一下午，优点是焖得住，缺点是重，一只手端不动。", 20, goods=0),
    DemoPost(1, "有人问怎么保养：用完擦干，别泡着过夜。", 52),
    DemoPost(2, "周末可以来喝一杯再买。", 3, goods=0),
)


def post_and_follow(network: Network, rules: Rules, at: datetime) -> None:
    """Three shops, the first of which has most followers."""
    session = network.session
    shops = [network.shops[SHOP], *(shop for handle, shop in network.shops.items() if handle != SHOP)]
    shops = [shop for shop in shops if shop.closed_at is None][:3]
    for shop, followers in zip(shops, _FOLLOWERS, strict=True):
        for nth in range(followers):
            follow_shop(session, shop, f"demo-follower-{nth}", at=at - timedelta(days=1 + nth))
    unfollow_shop(session, shops[0], "demo-follower-0", at=at - timedelta(hours=4))
    made = []
    for one in _POSTS:
        shop, when = shops[one.place], at - timedelta(hours=one.hours)
        act = Act.keeper(shop.keeper, when)
        goods = [
            found for found in network.goods.values() if found.state == "on_sale" and pick_of(session, shop, found)
        ]
        chosen = goods[one.goods] if one.goods >= 0 and goods else None
        pictures = [picture.digest for picture in goods[0].pictures[:2]] if one.pictures and goods else []
        coupon = next(iter(coupons_of_shop(session, shop)), None) if one.coupon else None
        post = write_post(session, shop, PostWords(one.words, pictures, chosen, coupon), act, rules=rules)
        put_out(session, post, act, rules=rules)
        made.append(post)
    keeper = Act.keeper(shops[0].keeper, at)
    _comment(network, made[1], rules, at)
    pin_post(session, made[0], keeper)
    keep_for(
        session,
        write_post(session, shops[0], PostWords("明早八点开新一批，到点来。"), keeper, rules=rules),
        at + timedelta(days=1),
        keeper,
    )
    write_post(session, shops[0], PostWords("想说说今年的茶，还没写完"), keeper, rules=rules)
    gone = write_post(session, shops[0], PostWords("发错店了"), keeper, rules=rules)
    put_out(session, gone, keeper, rules=rules)
    delete_post(session, gone, keeper)
    report_post(
        session, made[4], "demo-follower-1", rule="stolen", words="这张图我在别处见过", at=at - timedelta(hours=2)
    )


def _comment(network: Network, post: Post, rules: Rules, at: datetime) -> None:
    """Somebody asked under the post, and both agreed that everybody may read it."""
    session, said = network.session, at - timedelta(hours=20)
    visitor = hashlib.sha256(b"demo-comment").hexdigest()[:32]
    talk = open_comment(session, visitor=visitor, shop=post.shop, post_id=post.id, words=post.words, at=said)
    say(session, talk, MessageDraft("十份还有吗？", "demo-comment", is_open=True), Act.buyer(said), rules=rules)
    act = Act.keeper(post.shop.keeper, said + timedelta(hours=1))
    say(session, talk, MessageDraft("还有四份，下单就留。", "demo-answer", is_open=True), act, rules=rules)
