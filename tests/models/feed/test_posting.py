"""Posts: written, sent once, at their time, changed, pinned, deleted; and what they may not say."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.feed.finding import newest_public, post_coded, post_of_shop, posts_of_keeper
from models.feed.post import Post
from models.feed.posting import (
    PostWords,
    delete_post,
    keep_back,
    keep_for,
    pin_post,
    put_out,
    rewrite_post,
    unpin_post,
    write_post,
)
from models.feed.timed import put_out_in_time
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT, Rules
from models.shop.shop import Shop
from tests.given.baskets import NOON
from tests.given.coupons import given_by_shop
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.processes import in_threads

LATER = NOON + timedelta(hours=6)


def _by(shop: Shop, minutes: int = 0) -> Act:
    return Act.keeper(shop.keeper, NOON + timedelta(minutes=minutes))


def _written(session: Session, shop: Shop, words: str = "今年头一批柿饼出霜了", **more: object) -> Post:
    return write_post(session, shop, PostWords(words, **more), _by(shop), rules=DEFAULT)  # type: ignore[arg-type]  # A test names whichever fields it likes.


def test_a_post_is_written_once_and_goes_out_once(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        post = _written(
            session, shop, "  出霜了 \u200b🍂\r\n\r\n\r\n先到先拿 ", pictures=["a" * 32, "b" * 32, "a" * 32], once="one"
        )
        assert write_post(session, shop, PostWords("另一份", once="one"), _by(shop), rules=DEFAULT) is post
        assert (post.state, post.words) == ("draft", "出霜了 🍂\n\n先到先拿")
        assert [one.digest for one in post.pictures] == ["a" * 32, "b" * 32]
        assert newest_public(session, [shop.id]) == {}
        put_out(session, post, _by(shop, 1), rules=DEFAULT)
        put_out(session, post, _by(shop, 9), rules=DEFAULT)
        assert (post.state, post.out_at) == ("out", NOON + timedelta(minutes=1))
        assert newest_public(session, [shop.id])[shop.id].code == post.code


def test_whose_it_is(database: Database) -> None:
    with database.transaction() as session:
        shop, other = make_shop(session, name="一家"), make_shop(session, name="别家")
        post = _written(session, shop)
        assert post_of_shop(session, other, post.code) is None
        assert post_of_shop(session, shop, post.code) is post
        goods = make_goods(session, make_supplier(session))
        for said in (PostWords("看", goods=goods), PostWords("券", coupon=given_by_shop(session, other))):
            with pytest.raises(Refused, match="自己店里"):
                write_post(session, shop, said, _by(shop), rules=DEFAULT)
        make_pick(session, shop, goods)
        kept = write_post(
            session, shop, PostWords("", goods=goods, coupon=given_by_shop(session, shop)), _by(shop), rules=DEFAULT
        )
        put_out(session, kept, _by(shop), rules=DEFAULT)
        assert posts_of_keeper(session, shop) == [post, kept]


@pytest.mark.parametrize("words", ["一" * 501, "加微信 abc12345 再说", "根治失眠"])
def test_what_it_may_not_say(database: Database, words: str) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        with pytest.raises(Refused) as no:
            _written(session, shop, words)
        assert no.value.field == "words"
        post = _written(session, shop, "好好的")
        with pytest.raises(Refused):
            rewrite_post(session, post, PostWords(words), _by(shop), rules=DEFAULT)
        assert post.words == "好好的"


def test_an_empty_one_stays_a_draft(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        post = _written(session, shop, " \u200b ")
        with pytest.raises(Refused, match="写点什么"):
            put_out(session, post, _by(shop), rules=DEFAULT)
        with pytest.raises(Refused, match="写点什么"):
            keep_for(session, post, LATER, _by(shop))
        assert post.state == "draft"


def test_a_timed_one_goes_out_at_its_time_and_only_then(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        post, back, gone = (_written(session, shop, words) for words in ("到点发", "收回来", "删掉"))
        for one in (post, back, gone):
            keep_for(session, one, LATER, _by(shop))
        keep_back(session, back)
        delete_post(session, gone, _by(shop))
        codes = [one.code for one in (post, back, gone)]
    assert put_out_in_time(database, rules=DEFAULT, at=LATER - timedelta(minutes=1)) == 0
    assert in_threads(put_out_in_time_once, [(database,)] * 3).count(1) == 1
    with database.reading() as session:
        states = [post_coded(session, code) for code in codes]
        assert [one and one.state for one in states] == ["out", "draft", "deleted"]
        assert states[0] and states[0].out_at == LATER


def put_out_in_time_once(database: Database) -> int:
    return put_out_in_time(database, rules=DEFAULT, at=LATER)


def test_what_cannot_go_out_at_its_time_is_a_draft_again(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        keep_for(session, _written(session, shop), LATER, _by(shop))
        shop.close(farewell="", at=NOON)
    assert put_out_in_time(database, rules=DEFAULT, at=LATER) == 0
    with database.reading() as session:
        assert session.exec(select(Post.state)).one() == "draft"


def test_when_it_cannot_be(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        post = _written(session, shop)
        for when in (NOON, NOON - timedelta(days=1), NOON + timedelta(days=91)):
            with pytest.raises(Refused) as no:
                keep_for(session, post, when, _by(shop))
            assert no.value.field == "when"
        put_out(session, post, _by(shop), rules=DEFAULT)
        with pytest.raises(Refused, match="已经发了"):
            keep_for(session, post, LATER, _by(shop))


def test_a_deleted_one_stays_deleted(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        post = _written(session, shop)
        put_out(session, post, _by(shop), rules=DEFAULT)
        pin_post(session, post, _by(shop))
        delete_post(session, post, _by(shop, 1))
        delete_post(session, post, _by(shop, 2))
        assert (post.state, post.pinned_at, post.deleted_at) == ("deleted", None, NOON + timedelta(minutes=1))
        with pytest.raises(Refused):
            put_out(session, post, _by(shop), rules=DEFAULT)
        with pytest.raises(Refused):
            rewrite_post(session, post, PostWords("又来"), _by(shop), rules=DEFAULT)
        with pytest.raises(Refused):
            pin_post(session, post, _by(shop))
        assert post_of_shop(session, shop, post.code) is None
        assert post_coded(session, post.code) is post


def test_three_stand_first_and_drafts_do_not(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        posts = [_written(session, shop, f"第{n}条") for n in range(5)]
        for post in posts[:4]:
            put_out(session, post, _by(shop), rules=DEFAULT)
        with pytest.raises(Refused, match="发出去"):
            pin_post(session, posts[4], _by(shop))
        for post in posts[:3]:
            pin_post(session, post, _by(shop))
            pin_post(session, post, _by(shop))
        with pytest.raises(Refused, match="最多置顶 3 条"):
            pin_post(session, posts[3], _by(shop))
        unpin_post(session, posts[0])
        pin_post(session, posts[3], _by(shop))


def test_a_day_has_so_many(database: Database) -> None:
    few = Rules(posts_a_day=2)
    with database.transaction() as session:
        shop = make_shop(session)
        posts = [_written(session, shop, f"第{n}条") for n in range(3)]
        put_out(session, posts[0], _by(shop), rules=few)
        put_out(session, posts[1], _by(shop), rules=few)
        # Deleting one makes no room: it went to whoever follows.
        delete_post(session, posts[0], _by(shop))
        with pytest.raises(Refused, match="一天最多发 2 条"):
            put_out(session, posts[2], _by(shop), rules=few)
        put_out(session, posts[2], _by(shop, 24 * 60 + 1), rules=few)
