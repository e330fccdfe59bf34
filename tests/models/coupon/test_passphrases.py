"""What a passphrase is, however it was typed or pasted."""

import pytest

from models.coupon.passphrases import coupon_named, folded
from models.kernel.database import Database
from tests.given.coupons import given_by_shop
from tests.given.factories import make_shop


@pytest.mark.parametrize("typed", ["林间Hello", "林间 hello", "「林间·ＨＥＬＬＯ」！", " 林 间\u200b h-e-l-l-o 🎁"])
def test_folded(typed: str) -> None:
    assert folded(typed) == "林间hello"


def test_found_however_it_is_pasted(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session), passphrase="林间见面礼")
        for typed in (
            "林间见面礼",
            " 林间，见面礼！",
            "满 99 减 20，把「林间见面礼」粘到 https://小铺.example/ 的框里",
            "“林间见面礼”",
        ):
            assert coupon_named(session, typed) is coupon
        for typed in ("", "林间", "林间见面礼物", "「别的」里没有", "，。！", "林间见面礼" * 500):
            assert coupon_named(session, typed) is None


def test_the_word_before_a_passphrase_is_understood(database: Database) -> None:
    with database.transaction() as session:
        coupon = given_by_shop(session, make_shop(session), passphrase="晒青老友")
        for typed in (
            "口令：晒青老友",
            "优惠口令: 晒青 老友",
            " 口令 晒青老友。",
            "口令是：晒青老友",
            "我的口令是晒青老友",
            "【口令】晒青老友",
            "复制口令：晒青老友，去首页领券",
            "口令红包「晒青老友」",
            "暗號：晒青老友！",
            "Passphrase: 晒青老友",
        ):
            assert coupon_named(session, typed) is coupon, typed
        assert coupon_named(session, "口令：") is None
