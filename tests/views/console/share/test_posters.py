"""More styles and sizes of a link's posters: drawn on demand, once, and each says what it should when its bytes are
read."""

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlmodel import select

from config import Config
from models.kernel.money import Money
from models.link.link import Link
from models.poster.poster import Poster
from models.poster.styles import styles
from tests.given.people import Person
from tests.views.console.conftest import goods_coded
from views.kit.house import House

SIZES = ("phone", "moments", "a6", "a4")


def share(who: Person, url: str) -> str:
    """The code of the link that a tap makes."""
    reply = who.post(url)
    assert reply.status_code == 303, reply.text
    return reply.location.rsplit("/", 1)[1]


def decoded(data: bytes, kind: str) -> list[str]:
    """What the codes in a picture or on a page say."""
    if kind == "pdf":
        book = pypdfium2.PdfDocument(data)
        picture = book[0].render(scale=150 / 72).to_pil().copy()
        book.close()
    else:
        picture = Image.open(io.BytesIO(data))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def drawn(house: House) -> dict[tuple[str, str], str]:
    """What stands, with its fingerprint."""
    with house.database.reading() as session:
        return {(poster.style, poster.size): poster.fingerprint for poster in session.exec(select(Poster))}


@pytest.mark.parametrize("subject", ["goods", "shop"])
def test_every_style_in_every_size_is_drawn_once_and_scans(
    keeper: Person, picked: list[str], house: House, subject: str
) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share" if subject == "goods" else "/console/shop/share")
    names = [
        style.name
        for style in styles().values()
        if style.shows in {"goods": ("goods",), "shop": ("shop", "any")}[subject]
    ]
    assert len(names) >= 2
    payload = f"{house.config.where}/q/{code}".upper()
    for name in names:
        for size in SIZES:
            replies = [
                keeper.post(f"/console/links/{code}/posters", {"style": name, "size": size}) for _ in ("tap", "tap")
            ]
            assert [reply.status_code for reply in replies] == [303, 303]
            file = f"{code}-{name}{'' if size == 'phone' else f'-{size}'}.{'pdf' if size in ('a6', 'a4') else 'jpg'}"
            assert f'href="/posters/{file}"' in keeper.get(replies[0].location).text
            poster = keeper.get(f"/posters/{file}")
            assert poster.status_code == 200, (file, poster.status_code, poster.headers)
            assert decoded(poster.data, file.rsplit(".")[-1]) == [payload], file
    assert set(drawn(house)) == {(name, size) for name in names for size in SIZES}


def test_a_drawn_style_is_one_to_swipe_to_and_a_missing_one_a_button(keeper: Person, picked: list[str]) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share")
    page = keeper.get(f"/console/links/{code}?tone=offer").text
    assert 'value="festival"' in page
    assert 'id="poster-festival"' not in page
    reply = keeper.post(f"/console/links/{code}/posters?tone=offer", {"style": "festival"})
    assert reply.location.endswith(f"/console/links/{code}?tone=offer#poster-festival")
    page = keeper.get(reply.location).text
    assert 'id="poster-festival"' in page
    assert 'value="festival"' not in page.split('id="sizes"')[0]


def test_what_no_style_or_size_is_called_is_refused_in_place(keeper: Person, picked: list[str], house: House) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share")
    before = drawn(house)
    for wrong in ({"style": "nothing"}, {"style": "window", "size": "a3"}, {"style": "shop"}):
        reply = keeper.post(f"/console/links/{code}/posters", wrong)
        assert reply.status_code == 422
        assert "没有这种海报样式" in reply.text
        assert f"/posters/{code}-window.jpg" in reply.text
    assert drawn(house) == before


def test_new_words_make_the_posters_outdated_and_one_tap_redraws_them(
    keeper: Person, picked: list[str], house: House
) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share")
    keeper.post(f"/console/links/{code}/posters", {"style": "window", "size": "a6"})
    before = drawn(house)
    assert "推荐或图改过了" not in keeper.get(f"/console/links/{code}").text
    keeper.post(f"/console/picks/{picked[0]}/reason", {"reason": "换了新茶，更甜。"})
    assert "推荐或图改过了" in keeper.get(f"/console/links/{code}").text
    assert keeper.post(f"/console/links/{code}/posters").status_code == 303
    after = drawn(house)
    assert set(after) == set(before)
    assert not set(after.values()) & set(before.values())
    assert "推荐或图改过了" not in keeper.get(f"/console/links/{code}").text


def test_a_stale_link_keeps_its_posters_and_draws_no_more(keeper: Person, picked: list[str], house: House) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share")
    with house.database.transaction() as session:
        goods_coded(session, picked[0]).skus[0].listed_price = Money(9900)
    before = drawn(house)
    page = keeper.get(f"/console/links/{code}").text
    assert 'value="festival"' not in page
    assert "旧价" in page
    reply = keeper.post(f"/console/links/{code}/posters", {"style": "festival"})
    assert reply.status_code == 422
    assert "不再重画" in reply.text
    assert drawn(house) == before
    assert keeper.get(f"/posters/{code}-window.jpg").status_code == 200


@pytest.mark.parametrize("who", ["neighbour", "stranger", "buyer"])
def test_nobody_else_draws_for_a_link(
    keeper: Person, picked: list[str], house: House, request: pytest.FixtureRequest, who: str
) -> None:
    code = share(keeper, f"/console/picks/{picked[0]}/share")
    before = drawn(house)
    other: Person = request.getfixturevalue(who)
    other.get("/console/opening" if who == "stranger" else "/sign-in" if who == "buyer" else "/console/share")
    reply = other.post(f"/console/links/{code}/posters", {"style": "festival"})
    assert reply.status_code == (404 if who == "neighbour" else 303)
    assert drawn(house) == before


class TestWhereNoCodeFits:
    """A network at so long an address that its code cannot be read back from a poster: drawing is really refused."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        return config.model_copy(update={"public_url": f"http://{'a' * 1500}.example"})

    @pytest.mark.parametrize("subject", ["goods", "shop"])
    def test_the_keeper_reads_why_and_the_link_stays(
        self, keeper: Person, picked: list[str], house: House, caplog: pytest.LogCaptureFixture, subject: str
    ) -> None:
        url = f"/console/picks/{picked[0]}/share" if subject == "goods" else "/console/shop/share"
        replies = [keeper.post(url) for _ in ("tap", "tap")]
        with house.database.reading() as session:
            link = session.exec(select(Link)).one()
        for reply in replies:
            assert reply.status_code == 422
            assert "二维码没能读出来" in reply.text
            assert "海报还没有画好" in reply.text
        assert link.code in caplog.text
        assert drawn(house) == {}
        assert keeper.get(f"/console/links/{link.code}").status_code == 200
        again = keeper.post(f"/console/links/{link.code}/posters")
        assert again.status_code == 422
        assert "二维码没能读出来" in again.text
