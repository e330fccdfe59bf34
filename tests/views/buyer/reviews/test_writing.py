"""Reviewing what was received, over HTTP: one tap, words and pictures after, once, in time, by who received it."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import update
from sqlmodel import select

from models.account.member import Member
from models.checks.check import check
from models.kernel.clock import now
from models.kernel.media import MediaStore
from models.review.review import Review
from models.trade.order.order import Line, Order, Parcel
from tests.given.factories import picture_bytes
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.reviews import Reviewing, reviewing
from views.kit.house import House


@pytest.fixture
def bought(app: Flask, house: House) -> Iterator[Reviewing]:
    made = reviewing(app, house)
    yield made
    assert [fault for fault in check(house.database, house.media) if fault.kind.startswith("review")] == []


def test_one_tap_is_a_review_and_words_come_after(bought: Reviewing, house: House) -> None:
    assert 'name="stars"' in bought.sold.buyer.get(bought.sold.place).text
    reply = bought.tap(4)
    assert reply.status_code == 303 and reply.location.startswith(f"{bought.line}/review")
    assert (bought.review().stars, bought.review().words) == (4, "")
    assert bought.write(stars="2", words="饼压得太紧", service_stars="5", shipping_stars="3").status_code == 303
    found = bought.review()
    assert (found.stars, found.words, found.service_stars, found.shipping_stars) == (2, "饼压得太紧", 5, 3)
    assert found.name.endswith("＊") and len(found.name) <= 3
    assert bought.counts().spread == (0, 0, 0, 1, 0) and bought.counts().mean is None
    page = bought.sold.buyer.get(f"{bought.goods}/reviews").text
    assert "饼压得太紧" in page.replace("<wbr>", "") and "先不算分" in page
    assert "评价" in bought.sold.buyer.get(bought.goods).text


@pytest.mark.parametrize("stage", ["to_ship", "shipped"])
@ON_SQLITE
def test_what_was_not_received_is_not_reviewed(app: Flask, house: House, stage: str) -> None:
    bought = reviewing(app, house, stage=stage)
    assert "star-tap" not in bought.sold.buyer.get(bought.sold.place).text
    reply = bought.tap(5)
    assert reply.status_code == 422 and "收到货以后才能评价" in reply.text and bought.many() == 0


def test_taps_and_forms_that_come_twice_are_one_review(bought: Reviewing) -> None:
    assert {bought.tap(5).status_code for _ in range(3)} == {303}
    assert (bought.many(), bought.review().version) == (1, 1)
    form = bought.form() | {"stars": "4", "words": "还行"}
    assert bought.send(dict(form)).status_code == bought.send(dict(form)).status_code == 303
    assert (bought.review().version, bought.review().words, bought.counts().total) == (2, "还行", 1)


def test_of_two_tabs_the_later_one_is_told_and_keeps_what_was_typed(bought: Reviewing) -> None:
    one, other = bought.form() | {"stars": "5", "words": "甲"}, bought.form() | {"stars": "3", "words": "乙"}
    assert bought.send(one).status_code == 303
    reply = bought.send(other)
    assert reply.status_code == 422 and "刚才在别的页面改过" in reply.text
    assert "乙" in reply.text and "甲" in reply.text and bought.review().words == "甲"


@ON_SQLITE
def test_a_refund_deletes_nothing_and_what_was_refunded_may_be_reviewed(bought: Reviewing, house: House) -> None:
    bought.tap(2)
    with house.database.transaction() as session:
        session.exec(update(Line).values(refunded=2, returned=2, refunded_amount=Line.price * 2))
    assert bought.tap(1).status_code == 303 and bought.counts().spread == (0, 0, 0, 0, 1)


@ON_SQLITE
def test_it_may_be_changed_for_some_days_and_written_for_some_months(bought: Reviewing, house: House) -> None:
    bought.tap(3)
    with house.database.transaction() as session:
        old = now() - timedelta(days=15, minutes=1)
        session.exec(update(Review).values(at=old, changed_at=old, rank=int(old.timestamp())))
    reply = bought.send({"stars": "5", "seen": "1", "once": "x" * 20})
    assert reply.status_code == 422 and bought.review().stars == 3
    assert bought.tap(5).status_code == 422 and bought.tap(3).status_code == 303
    assert "过了可以改的时间" in bought.sold.buyer.get(f"{bought.line}/review").text


@ON_SQLITE
def test_after_half_a_year_it_is_too_late(bought: Reviewing, house: House) -> None:
    with house.database.transaction() as session:
        session.exec(update(Parcel).values(received_at=now() - timedelta(days=181)))
    assert bought.tap(5).status_code == 422 and bought.many() == 0


@pytest.mark.parametrize("whose", ["line", "keeper", "staff", "signed in"])
@ON_SQLITE
def test_nobody_reviews_the_own_goods(bought: Reviewing, house: House, whose: str) -> None:
    with house.database.transaction() as session:
        line = session.exec(select(Line)).one()
        phones = {
            "keeper": line.shop.keeper.phone,
            "staff": session.exec(select(Member.phone).where(Member.name == "茶厂小王")).one(),
        }
        if whose == "line":
            session.exec(update(Line).values(own="before", commission=0, bonus=0))
        if whose in phones:
            session.exec(update(Order).values(phone=phones[whose]))
    who: Person = bought.sold.keeper if whose == "signed in" else bought.sold.buyer
    reply = who.post(f"{bought.line}/stars", {"stars": 5})
    assert reply.status_code == 422 and "自己不能评价" in reply.text and bought.many() == 0
    with house.database.transaction() as session:
        session.exec(update(Line).values(own=""))


@pytest.mark.parametrize("stars", ["0", "6", "-1", "", "五", "NaN", "9" * 30, "1.5"])
@ON_SQLITE
def test_only_one_to_five_stars_are_stars(bought: Reviewing, stars: str) -> None:
    assert bought.tap(stars).status_code == 422
    assert bought.send({"stars": stars, "seen": "0", "once": "y" * 20}).status_code == 422
    assert bought.many() == 0


@pytest.mark.parametrize(
    "words",
    ["加微信 chaye_88 便宜", "打 138-0013-8000", "看 http://evil.example/x", "字" * 501, "一三八零零一三八零零零"],
)
@ON_SQLITE
def test_words_hold_no_contacts_and_are_not_too_long(bought: Reviewing, words: str) -> None:
    reply = bought.write(words=words)
    assert reply.status_code == 422 and words[:20] in reply.text and bought.many() == 0


@ON_SQLITE
def test_markup_and_unseen_marks_are_only_words(bought: Reviewing) -> None:
    words = "<script>alert(1)</script>\u202e\u200b好\u200d茶🍵\u2066" + "\n" * 9 + "{{ 7*7 }}"
    assert bought.write(words=words).status_code == 303
    kept = bought.review().words
    assert not set(kept) & set("\u202e\u200b\u2066") and "\n\n\n" not in kept
    page = bought.sold.buyer.get(f"{bought.goods}/reviews").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page.replace("<wbr>", "") and "🍵" in page


def _with_place() -> bytes:
    image, data = Image.new("RGB", (400, 300), "brown"), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = "at home, 39.9N"
    image.save(data, "JPEG", exif=exif)
    return data.getvalue()


def test_pictures_are_made_anew_shown_and_taken_away(bought: Reviewing, house: House) -> None:
    assert bought.write(pictures=[_with_place(), picture_bytes(side=300)]).status_code == 303
    keys = [one.key for one in bought.review().pictures]
    assert len(keys) == 2 and bought.counts().pictured == 1
    shown = bought.sold.buyer.get(f"/reviews/pictures/{keys[0]}.jpg")
    assert shown.status_code == 200 and b"39.9N" not in shown.data
    small = Image.open(io.BytesIO(bought.sold.buyer.get(f"/reviews/pictures/{keys[0]}-small.jpg").data))
    assert small.size == (288, 288)
    assert bought.write(without=[keys[0]]).status_code == 303
    assert [one.key for one in bought.review().pictures] == keys[1:]
    assert bought.sold.buyer.get(f"/reviews/pictures/{keys[0]}.jpg").status_code == 404
    assert house.media.keys_under("reviews") and not [k for k in house.media.keys_under("reviews") if keys[0] in k]


@pytest.mark.parametrize("count", [10, 12])
@ON_SQLITE
def test_no_more_than_nine_pictures(bought: Reviewing, house: House, count: int) -> None:
    assert bought.write(pictures=[picture_bytes(side=300)] * count).status_code == 422
    assert bought.many() == 0 and house.media.keys_under("reviews") == []


@ON_SQLITE
def test_nine_in_all_counts_those_that_stand(bought: Reviewing, house: House) -> None:
    assert bought.write(pictures=[picture_bytes(side=300)] * 6).status_code == 303
    assert bought.write(pictures=[picture_bytes(side=300)] * 4).status_code == 422
    assert len(bought.review().pictures) == 6 and len(house.media.keys_under("reviews")) == 12


@ON_SQLITE
def test_one_broken_picture_of_several_keeps_none_and_is_named(bought: Reviewing, house: House) -> None:
    reply = bought.write(words="好茶", pictures=[picture_bytes(side=300), b"no picture", picture_bytes(side=300)])
    assert reply.status_code == 422 and "第 2 张" in reply.text and "好茶" in reply.text
    assert bought.many() == 0 and house.media.keys_under("reviews") == []


@ON_SQLITE
def test_a_store_that_fails_half_way_leaves_nothing(
    bought: Reviewing, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, asked = MediaStore.put, []

    def failing(self: MediaStore, key: str, data: bytes) -> None:
        asked.append(key)
        if len(asked) == 4:
            raise OSError("full")
        put(self, key, data)

    monkeypatch.setattr(MediaStore, "put", failing)
    with pytest.raises(OSError, match="full"):
        bought.write(pictures=[picture_bytes(side=300)] * 3)
    monkeypatch.undo()
    assert bought.many() == 0 and house.media.keys_under("reviews") == []


@ON_SQLITE
def test_a_stranger_without_the_orders_address_writes_nothing(bought: Reviewing, stranger: Person) -> None:
    for place in ("/orders/nobody", bought.sold.place.replace("/orders/", "/orders/x")):
        assert stranger.post(f"{place}/lines/1/stars", {"stars": 5}).status_code == 404
    assert stranger.post(f"{bought.sold.place}/lines/2/stars", {"stars": 5}).status_code == 404
    evil = {"Origin": "https://evil.example"}
    reply = stranger.client.post(f"{bought.line}/stars", data={"stars": 5}, headers=evil)
    assert reply.status_code in (400, 403) and bought.many() == 0
