"""Packing slips: real text that can be copied, a page for each parcel, no price unless it is collected at the door."""

import pypdfium2
import pytest

from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.database import Database
from models.kernel.money import Money
from models.trade.order.order import Order
from models.trade.parcel import readdressing
from models.trade.parcel.drawn_slips import draw_slips
from models.trade.parcel.shipping import ship, way
from models.trade.parcel.slips import Packed, Slip, slips_of
from tests.given.baskets import COD, NOON, TEST, Carried, bought, carried
from tests.given.kinds import ON_SQLITE
from tests.given.own import own_goods, own_shop
from tests.models.trade.parcel.test_partial_shipping import parcel_of

TO = Recipient("王小明", "13800138000", "浙江省 杭州市 西湖区", "文三路 138 号")

THERE = Recipient("李四", "13900139000", "江苏省 南京市", "中山北路 1 号")


def say(words: str, **params: object) -> str:
    """As gettext does in Chinese."""
    return words % params if params else words


def slip(code: str = "AB12CD34", *, kinds: int = 1, **facts: object) -> Slip:
    """A slip with some lines."""
    packed = tuple(Packed(f"福鼎白茶 第{place}号", "250 克", f"TEA-{place:03d}", 2) for place in range(kinds))
    usual = {"code": code, "order": "261122000001", "to": TO, "packed": packed, "note": "", "supplier": "福鼎茶厂"}
    return Slip(**usual | {"shops": ("林间 258147",), "collect": None, "before": 0} | facts)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    """What one would copy from each page, without blanks."""
    book = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in book]
    finally:
        book.close()


def test_a_page_says_what_goes_where() -> None:
    (words,) = pages(draw_slips([slip(note="放门口")], say))
    for part in (
        "AB12CD34",
        "261122000001",
        "王小明",
        "13800138000",
        "文三路138号",
        "福鼎白茶第0号",
        "TEA-000",
    ):
        assert part in words
    assert all(part in words for part in ("×2", "共2件", "放门口", "福鼎茶厂", "林间258147"))
    assert "¥" not in words


@pytest.mark.parametrize("title", ["高山老园白茶" * 42, "Unbreakablewordoftea" * 12])
def test_a_long_title_leaves_its_pieces_told_apart(title: str) -> None:
    (words,) = pages(draw_slips([slip(packed=(Packed(title, "100 克一饼", "TEA-100", 3),))], say))
    assert "100克一饼" in words and "TEA-100" in words and "×3" in words


def test_many_lines_go_on_over_the_page() -> None:
    first, second = pages(draw_slips([slip(kinds=20)], say))
    assert "TEA-000" in first and "TEA-019" in second and "AB12CD34" in second
    assert first.endswith("1/2") and second.endswith("2/2")
    assert "共40件" in second and "共40件" not in first


@pytest.mark.parametrize(
    "to",
    [
        Recipient("𮷘𠮷龘·阿卜杜热合曼🎉", "13800138000", "新疆维吾尔自治区", "木吉乡" * 35),
        Recipient("👨‍👩‍👧", "13800138000", "上海市", "‮a​b"),
        Recipient("Ñandú O'Brien", "13800138000", "上海市", "X" * 120),
    ],
)
def test_rare_hanzi_emoji_and_long_words_are_printed(to: Recipient) -> None:
    found = pages(draw_slips([slip(to=to, note="🙏" * 50, kinds=2)], say))
    assert "13800138000" in found[0]
    assert "共4件" in found[-1]


@ON_SQLITE
def test_slips_follow_the_agreed_address_and_what_is_left(database: Database) -> None:
    prepaid = bought(database, carried(database), 3, gateway=TEST)
    cod = bought(database, carried(database), 3, visitor="other", gateway=COD)
    with database.transaction() as session:
        parcel = parcel_of(session, cod)
        change = readdressing.ask_address(session, parcel, THERE, at=NOON)
        assert change is not None
        readdressing.agree_address(session, change, Act.supplier(None, NOON))
        ship(session, parcel, way("顺丰速运", "SF123456"), Act.supplier(None, NOON), pieces={parcel.lines[0].id: 1})
        paid = session.get_one(Order, prepaid).parcels[0]
        first, second = slips_of(session, [parcel, paid])
        assert (first.to, first.packed[0].pieces, first.before) == (THERE, 2, 1)
        assert (first.collect, second.collect) == (Money(38_400), None)
        assert "¥384.00" in pages(draw_slips([first, second], say))[0]


@ON_SQLITE
def test_a_keepers_own_goods_say_so_on_the_slip(database: Database) -> None:
    with database.transaction() as session:
        shop = own_shop(session, name="林间")
        at = Carried(own_goods(session, shop).skus[0].id, shop.id)
    own, plain = bought(database, at), bought(database, carried(database), visitor="other")
    with database.transaction() as session:
        slips = slips_of(session, [parcel_of(session, own), parcel_of(session, plain)])
        words = pages(draw_slips(slips, say))
        assert [one.is_own for one in slips] == [True, False]
        assert "自营·" + slips[0].supplier.replace(" ", "") in words[0] and "自营" not in words[1]
