"""What is read out of a pasted address, and that nothing of it is made up or lost."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.kernel import regions
from models.kernel.address.pasted import Pasted, pasted
from models.kernel.reading.phones import MAINLAND
from models.kernel.text import narrow, paragraphs

WEST_LAKE = "330106"
PASTED = [
    (
        "收货人：张三\n手机号码：138 0013 8000\n所在地区：浙江省杭州市西湖区\n详细地址：文三路138号",
        ("张三", "13800138000", WEST_LAKE, "文三路138号", ""),
    ),
    (
        "所在地区: 浙江省 杭州市 西湖区 文新街道\n详细地址: 文三路138号\n收货人: 张三\n手机号码: 13800138000",
        ("张三", "13800138000", WEST_LAKE, "文新街道 文三路138号", ""),
    ),
    (
        "收货人: 张三\n地址: 浙江省杭州市西湖区文三路138号\n3幢502室\n谢谢老板",
        ("张三", "", WEST_LAKE, "文三路138号 3幢502室", "谢谢老板"),
    ),
    ("张三，13800138000，浙江省杭州市西湖区文三路138号", ("张三", "13800138000", WEST_LAKE, "文三路138号", "")),
    ("浙江省杭州市西湖区文三路138号 张三 13800138000", ("张三", "13800138000", WEST_LAKE, "文三路138号", "")),
    ("13800138000 张三 杭州西湖区文三路138号", ("张三", "13800138000", WEST_LAKE, "文三路138号", "")),
    ("张三13800138000浙江省杭州市西湖区文三路138号", ("张三", "13800138000", WEST_LAKE, "文三路138号", "")),
    ("浙江省杭州市西湖区文三路138号张三13800138000", ("张三", "13800138000", WEST_LAKE, "文三路138号", "")),
    (
        "张三\n１３８００１３８０００\n浙江省，杭州市，西湖区，文三路１３８号",
        ("张三", "13800138000", WEST_LAKE, "文三路138号", ""),
    ),
    (
        "欧阳娜娜 +86 138-0013-8000 北京市朝阳区建国路88号 SOHO现代城 3号楼 1205",
        ("欧阳娜娜", "13800138000", "110105", "建国路88号 SOHO现代城 3号楼 1205", ""),
    ),
    (
        "买买提·吐尔逊 13800138000 新疆乌鲁木齐天山区解放路1号",
        ("买买提·吐尔逊", "13800138000", "650102", "解放路1号", ""),
    ),
    (
        "John Smith, 13800138000, 上海市浦东新区世纪大道100号",
        ("John Smith", "13800138000", "310115", "世纪大道100号", ""),
    ),
    (
        "收件人: 李小姐\n联系电话: 8613800138000\n收货地址: 广东省东莞市长安镇步步高大道126号\n邮编 523000",
        ("李小姐", "13800138000", "441900", "长安镇步步高大道126号", "523000"),
    ),
    (
        "张三 收\n13800138000\n浙江省杭州市西湖区文三路138号 阳光花园 3幢502室\n放门口",
        ("张三", "13800138000", WEST_LAKE, "文三路138号 阳光花园 3幢502室", "收 放门口"),
    ),
    (
        "王五，深圳市南山区科苑路8号2号楼，13800138000-1234，0571-88888888",
        ("王五", "13800138000", "440305", "科苑路8号2号楼", "1234 0571-88888888"),
    ),
    (
        "广东 深圳 南山 科技园 科苑路8号 王五 13800138000",
        ("王五", "13800138000", "440305", "科技园 科苑路8号", ""),
    ),
    (
        "收货人 张三 电话 13800138000 地址 浙江省杭州市西湖区文三路138号",
        ("张三", "13800138000", WEST_LAKE, "文三路138号", ""),
    ),
    (
        "张三先生 13800138000 义乌市稠城街道工人西路1号",
        ("张三先生", "13800138000", "330782", "稠城街道工人西路1号", ""),
    ),
    # A district that many cities have is left to the buyer; so is a city that was not written.
    ("张三 13800138000 朝阳区建国路88号", ("张三", "13800138000", "", "朝阳区建国路88号", "")),
    ("张三 13800138000 浙江杭州文三路138号", ("张三", "13800138000", "330100", "文三路138号", "")),
    ("南京路100号", ("", "", "", "南京路100号", "")),
    ("你好", ("", "", "", "", "你好")),
    ("12345678901", ("", "", "", "12345678901", "")),
    ("", ("", "", "", "", "")),
]


@pytest.mark.parametrize(("text", "read"), PASTED, ids=[text[:24] for text, _ in PASTED])
def test_what_is_read(text: str, read: tuple[str, ...]) -> None:
    found = pasted(text)
    assert (found.name, found.phone, found.region_code, found.street, found.rest) == read


def said(found: Pasted) -> str:
    """All that came out, as it was written."""
    return "".join((found.name, found.phone, found.region, found.street, found.rest))


def letters(text: str) -> Counter[str]:
    """What must not get lost: letters and digits, however wide and whatever accents they carry, without the words of
    labels. Apart from their accents, since a space that goes may let a loose one join the letter before it."""
    return Counter(c for c in unicodedata.normalize("NFKD", paragraphs(narrow(text))) if c.isalnum())


# What only says which part follows, or that China is meant, says nothing else.
LABELS = set("收货人件姓名联系字手机号码电话方式所在地区域省市详细地址街道具体邮寄政编备注留言中国86亲0")
_KNOWN = (
    "张三 欧阳娜娜 买买提·吐尔逊 Anna 13800138000 +86138 0013-8000 浙江省 杭州 西湖区 文三路138号 3幢 502 收货人： "
)
_ODD = "收货人： 地址: 手机 ， : 谢谢 放门口 上海路 一二三 🍵 ½ ﷺ"
WORDS = st.sampled_from([*_KNOWN.split(), *_ODD.split(), "\n", "\u200b"])


@settings(max_examples=300, deadline=None)
@example("0R¸")
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map("".join), st.lists(WORDS).map(" ".join)))
def test_nothing_is_lost_nothing_is_made_up(text: str) -> None:
    found = pasted(text)
    assert not found.phone or MAINLAND.fullmatch(found.phone)
    assert not found.region_code or regions.place(found.region_code)
    put_in, came_out = letters(text), letters(said(found))
    assert set(put_in - came_out) <= LABELS
    assert not came_out - put_in


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["张三", "欧阳娜娜", "古丽·买买提", "Anna Lee"]),
    st.integers(13_000_000_000, 19_999_999_999).map(str),
    st.sampled_from([place for p in regions.provinces()[:30] for c in regions.cities(p.code) for place in [c] if c]),
    st.permutations(range(3)),
    st.sampled_from(["，", " ", "\n", " , "]),
)
def test_any_order_and_any_city(name: str, phone: str, city: regions.Place, order: list[int], between: str) -> None:
    below = regions.districts(city.code)
    last = below[0] if below else city
    where = "".join(dict.fromkeys(regions.named(last.code) or ())) + "人民路1号"
    parts = [name, phone, where]
    found = pasted(between.join(parts[at] for at in order))
    assert (found.name, found.phone, found.region_code, found.street) == (name, phone, last.code, "人民路1号")


def test_a_very_long_text_is_read_in_part_and_kept_whole() -> None:
    text = "张三 13800138000 " + "浙江省杭州市西湖区" * 3_000
    found = pasted(text)
    assert (found.name, found.phone) == ("张三", "13800138000")
    assert letters(said(found)) == letters(text)


@pytest.mark.parametrize(
    ("text", "phone", "code"),
    [
        ("陈大文 +852 9123 4567 香港特别行政区油尖旺区弥敦道 100 号", "+85291234567", "81"),
        ("陈大文 9123-4567 香港特别行政区油尖旺区弥敦道 100 号", "+85291234567", "81"),
        ("李先生 00853 6612 3456 澳门特别行政区花地玛堂区", "+85366123456", "82"),
        ("王小姐，0912-345-678，台湾省台北市信义区市府路 1 号", "+886912345678", "71"),
        ("王小明 浙江省杭州市西湖区文三路 138 号 91234567", "", "33"),
        ("陈大文 13800138000 香港特别行政区油尖旺区弥敦道 100 号", "13800138000", "81"),
    ],
)
def test_a_phone_of_where_it_goes_is_understood(text: str, phone: str, code: str) -> None:
    read = pasted(text)
    assert (read.phone, read.region_code[:2]) == (phone, code)
