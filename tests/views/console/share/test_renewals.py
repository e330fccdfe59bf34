"""Living posters: which went stale and why, making them anew one by one or together, and no nagging afterwards."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import col, select

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.media import square_key
from models.kernel.money import Money
from models.link.link import Link
from models.poster.poster import Poster
from models.poster.qr import make
from models.poster.renewal import PosterRenewal
from models.poster.renewals import ask_renewal, note_renewed, renewals_standing_still, take_renewal
from models.report.shop import links as shared
from models.shop.shop import Shop
from models.stories.share.renew import Workshop, renew_posters
from tests.given.factories import store_picture
from tests.given.people import Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House


def reprice(house: House, codes: list[str], fen: int) -> None:
    """The supplier changes prices."""
    with house.database.transaction() as session:
        for code in codes:
            goods_coded(session, code).skus[0].listed_price = Money(fen)


def links(house: House) -> list[tuple[str, int]]:
    """Placements and offers of all links, oldest first."""
    with house.database.reading() as session:
        found = session.exec(select(Link.placement, Link.offer_price).order_by(col(Link.id)))
        return [(placement, int(price or 0)) for placement, price in found]


def test_the_list_says_which_posters_went_stale_and_how(keeper: Person, picked: list[str], house: House) -> None:
    assert "挑一件发出去" in keeper.get("/console/share").text
    urls = [keeper.post(f"/console/picks/{code}/share").location for code in picked]
    fresh = keeper.get("/console/share").text
    assert "旧价" not in fresh
    assert "店里已经没有了" not in fresh
    reprice(house, picked[:1], 9900)
    with house.database.transaction() as session:
        goods_coded(session, picked[1]).state = "off_sale"
    keeper.post(f"/console/picks/{picked[2]}/removal")
    page = keeper.get("/console/share").text
    for words in ("1 个入口的海报是旧价", "¥128</s> → <b>¥99</b>", "店里已经没有了", "已下架", "已撤下"):
        assert words in page
    assert "海报上是 ¥128，现在卖 ¥99" in keeper.get(urls[0]).text
    assert "用 ¥99 重做一张" in keeper.get(urls[0]).text
    assert "下架" in keeper.get(urls[1]).text
    assert "你已经把它从店里撤下" in keeper.get(urls[2]).text
    for url in urls:
        page = keeper.get(url).text
        # What would hand out an old poster rests; the picture itself can still be looked at.
        assert "data-save" not in page
        assert 'id="words"' not in page
        assert f"/posters/{url.rsplit('/', 1)[1]}-window.jpg" in page


def test_making_one_anew_keeps_the_old_link_and_ends_the_nagging(
    keeper: Person, buyer: Person, picked: list[str], house: House
) -> None:
    old = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "group"}).location
    reprice(house, picked[:1], 9900)
    new = [keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "group"}).location for _ in ("tap", "tap")]
    assert new[0] == new[1] != old
    assert links(house) == [("group", 12800), ("group", 9900)]
    page = keeper.get("/console/share").text
    assert "个入口的海报是旧价" not in page
    assert page.count("旧价") == 1
    assert buyer.get(f"/q/{old.rsplit('/', 1)[1]}").status_code == 200
    assert buyer.get(f"/posters/{old.rsplit('/', 1)[1]}-letter.jpg").status_code == 200


def test_a_price_that_went_back_makes_the_first_link_the_right_one_again(
    keeper: Person, picked: list[str], house: House
) -> None:
    first = keeper.post(f"/console/picks/{picked[0]}/share").location
    reprice(house, picked[:1], 9900)
    keeper.post(f"/console/picks/{picked[0]}/share")
    reprice(house, picked[:1], 12800)
    assert "个入口的海报是旧价" not in keeper.get("/console/share").text
    assert keeper.post(f"/console/picks/{picked[0]}/share").location == first
    reprice(house, picked[:1], 8800)
    # Two links of one goods and placement are stale now; one new poster mends both.
    assert "1 个入口的海报是旧价" in keeper.get("/console/share").text


def test_all_are_made_anew_by_one_tap(
    keeper: Person, picked: list[str], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "RENEWALS", 4)
    for code in picked:
        for placement in ("moments", "老客群"):
            keeper.post(f"/console/picks/{code}/share", {"placement": placement})
    reprice(house, picked, 9900)
    page = keeper.get("/console/share").text
    assert "6 个入口的海报是旧价" in page
    assert "全部重做" in page
    reply = keeper.post("/console/share/renewals")
    assert reply.status_code == 303
    page = keeper.get(reply.location).text
    assert "重做了 6 个入口的海报，是今天的价格" in page
    assert "个入口的海报是旧价" not in page
    made = links(house)
    assert sorted(made[6:]) == sorted([("moments", 9900), ("老客群", 9900)] * 3)
    with house.database.reading() as session:
        assert len(session.exec(select(Poster)).all()) == 24
    assert keeper.post("/console/share/renewals").status_code == 303
    assert links(house) == made


def test_a_run_is_one_whoever_taps_and_goes_on_where_its_worker_died(
    keeper: Person, picked: list[str], house: House
) -> None:
    for code in picked:
        keeper.post(f"/console/picks/{code}/share")
    reprice(house, picked, 9900)
    with house.database.transaction() as session:
        shop = session.exec(select(Shop)).one()
        codes = {ask_renewal(session, shop, Act.keeper(shop.keeper, now()), total=3).code for _ in ("tap", "tap")}
        (code,) = codes
        assert renewals_standing_still(session, at=now() + timedelta(minutes=1)) == [code]
        # A worker takes it and is killed; nobody else has it before two minutes are over.
        assert take_renewal(session, code, at=now()) == 1
        assert take_renewal(session, code, at=now() + timedelta(minutes=1)) == 0
    page = keeper.get("/console/share").text
    assert "正在重做海报" in page
    assert "全部重做" not in page
    with house.database.reading() as session:
        assert renewals_standing_still(session, at=now() + timedelta(minutes=3)) == [code]
    workshop = Workshop(house.database, house.media, house.config.where, house.rules)
    renew_posters(workshop, code, clock=lambda: now() + timedelta(minutes=3))
    assert links(house)[3:] == [("moments", 9900)] * 3
    with house.database.transaction() as session:
        run = session.exec(select(PosterRenewal)).one()
        assert (run.state, run.made, run.refused, run.starts) == ("done", 3, 0, 2)
        # The worker that was thought dead comes back: it counts nothing any more.
        assert not note_renewed(session, code, 1, 1, is_made=True, at=now())


def test_what_could_not_be_drawn_is_told_and_stays_to_be_made_anew(
    keeper: Person, picked: list[str], house: House
) -> None:
    """The picture holds another code, so that no poster of it can be proven."""
    old = keeper.post(f"/console/picks/{picked[0]}/share").location
    keeper.post(f"/console/picks/{picked[1]}/share")
    reprice(house, picked[:2], 9900)
    show(house, picked[0], store_picture(house.media, "cd" * 16))
    house.media.put(square_key("cd" * 16, 1080), with_a_code())
    page = keeper.get(keeper.post("/console/share/renewals").location).text
    assert "重做了 1 个入口的海报，是今天的价格" in page
    assert "1 个没有画成，打开那个入口可以再试" in page
    assert "1 个入口的海报是旧价" in page
    assert "用 ¥99 重做一张" in keeper.get(old).text
    for _ in ("tap", "tap"):
        page = keeper.get(keeper.post("/console/share/renewals").location).text
        assert "1 个没有画成" in page
        assert "重做了" not in page
    assert len(links(house)) == 4
    show(house, picked[0], store_picture(house.media, "ef" * 16))
    page = keeper.get(keeper.post("/console/share/renewals").location).text
    assert "重做了 1 个入口的海报，是今天的价格" in page
    assert "个入口的海报是旧价" not in page
    assert len(links(house)) == 4


def test_what_could_not_be_drawn_holds_up_no_other(keeper: Person, picked: list[str], house: House) -> None:
    # The last one shared is the newest, and comes first.
    for code in picked[::-1]:
        keeper.post(f"/console/picks/{code}/share")
    reprice(house, picked, 9900)
    show(house, picked[0], store_picture(house.media, "cd" * 16))
    house.media.put(square_key("cd" * 16, 1080), with_a_code())
    page = keeper.get(keeper.post("/console/share/renewals").location).text
    for words in ("重做了 2 个入口的海报", "1 个没有画成", "1 个入口的海报是旧价"):
        assert words in page


def show(house: House, code: str, digest: str) -> None:
    """The supplier changes the first picture."""
    with house.database.transaction() as session:
        goods_coded(session, code).pictures[0].digest = digest


def with_a_code() -> bytes:
    """A stored square that a phone would read something else from."""
    code = make("HTTPS://ELSEWHERE.EXAMPLE/Q/AAAA").at(30)
    picture = Image.new("RGB", (1080, 1080), "#FFFFFF")
    picture.paste(code.image("#000000", "#FFFFFF"), (165, 165))
    held = BytesIO()
    picture.save(held, "JPEG", quality=90)
    return held.getvalue()


def test_what_nobody_can_buy_is_not_shared(keeper: Person, picked: list[str], house: House) -> None:
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).state = "off_sale"
    reply = keeper.post(f"/console/picks/{picked[0]}/share")
    assert reply.status_code == 422
    assert "现在不在售" in reply.text
    assert links(house) == []


@pytest.mark.parametrize("who", ["neighbour", "stranger", "buyer"])
def test_nobody_renews_for_another_shop(
    keeper: Person, picked: list[str], house: House, request: pytest.FixtureRequest, who: str
) -> None:
    keeper.post(f"/console/picks/{picked[0]}/share")
    reprice(house, picked, 9900)
    other: Person = request.getfixturevalue(who)
    other.get("/console/opening" if who == "stranger" else "/sign-in" if who == "buyer" else "/console/share")
    assert other.post("/console/share/renewals").status_code == 303
    assert len(links(house)) == 1
