"""Regions: the tree is whole, odd places have their place in it, and only what is written is found."""

import pytest

from models.kernel import regions


def test_the_tree_is_whole() -> None:
    provinces = regions.provinces()
    assert len(provinces) == 34
    cities = [city for place in provinces for city in regions.cities(place.code)]
    districts = [district for city in cities for district in regions.districts(city.code)]
    codes = [one.code for one in (*provinces, *cities, *districts)]
    assert len(set(codes)) == len(codes) > 3_100
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert all(regions.cities(place.code) for place in provinces)
    for place in districts:
        assert regions.can_send_to(place.code)
        assert all(regions.named(place.code) or ())
        assert len(regions.written(place.code)) <= 60
    for city in cities:
        assert regions.can_send_to(city.code) == (not regions.districts(city.code))


@pytest.mark.parametrize(
    ("code", "names", "written", "whole"),
    [
        ("330106", ("浙江省", "杭州市", "西湖区"), "浙江省 杭州市 西湖区", True),
        ("330100", ("浙江省", "杭州市", ""), "浙江省 杭州市", False),
        ("330000", ("浙江省", "", ""), "浙江省", False),
        ("110101", ("北京市", "北京市", "东城区"), "北京市 东城区", True),
        ("441900", ("广东省", "东莞市", ""), "广东省 东莞市", True),
        ("442000", ("广东省", "中山市", ""), "广东省 中山市", True),
        ("460400", ("海南省", "儋州市", ""), "海南省 儋州市", True),
        ("429004", ("湖北省", "仙桃市", ""), "湖北省 仙桃市", True),
        ("659001", ("新疆维吾尔自治区", "石河子市", ""), "新疆维吾尔自治区 石河子市", True),
        ("810101", ("香港特别行政区", "香港岛", "中西区"), "香港特别行政区 香港岛 中西区", True),
        ("820105", ("澳门特别行政区", "澳门半岛", "大堂区"), "澳门特别行政区 澳门半岛 大堂区", True),
        ("710100", ("台湾省", "台北市", ""), "台湾省 台北市", True),
        ("999999", None, "", False),
        ("", None, "", False),
        ("330106; DROP", None, "", False),
    ],
)
def test_odd_places(code: str, names: tuple[str, str, str] | None, written: str, whole: bool) -> None:
    assert (regions.named(code), regions.written(code), regions.can_send_to(code)) == (names, written, whole)


@pytest.mark.parametrize("code", ["", "330100", "330106", "99", "nothing"])
def test_only_a_province_has_cities_and_only_a_city_districts(code: str) -> None:
    assert regions.cities(code) == ()
    assert code == "330100" or regions.districts(code) == ()


@pytest.mark.parametrize(
    ("text", "written", "after"),
    [
        ("浙江省杭州市西湖区文三路", "浙江省 杭州市 西湖区", "文三路"),
        ("杭州西湖区文三路", "浙江省 杭州市 西湖区", "文三路"),
        ("浙江 杭州 西湖 文三路", "浙江省 杭州市 西湖区", " 文三路"),
        ("北京市市辖区朝阳区建国路", "北京市 朝阳区", "建国路"),
        ("北京朝阳区", "北京市 朝阳区", ""),
        ("吉林市昌邑区", "吉林省 吉林市 昌邑区", ""),
        ("吉林吉林", "吉林省 吉林市", ""),
        ("恩施州巴东县", "湖北省 恩施土家族苗族自治州 巴东县", ""),
        ("内蒙古锡林郭勒盟锡林浩特市", "内蒙古自治区 锡林郭勒盟 锡林浩特市", ""),
        ("义乌市稠城街道", "浙江省 金华市 义乌市", "稠城街道"),
        ("湖北省仙桃市沔阳大道", "湖北省 仙桃市", "沔阳大道"),
        ("广东中山石岐街道", "广东省 中山市", "石岐街道"),
        ("我住在 浙江省杭州市", "浙江省 杭州市", ""),
    ],
)
def test_what_is_found(text: str, written: str, after: str) -> None:
    found = regions.find(text)
    assert found is not None
    assert (regions.written(found.code), text[found.end :]) == (written, after)


@pytest.mark.parametrize(
    "text", ["", "朝阳区", "鼓楼区建设路", "南京路100号", "上海路", "中山路1号", "杭州西湖大道1号", "江苏南京路", "🍵"]
)
def test_what_is_not_guessed(text: str) -> None:
    found = regions.find(text)
    assert found is None, found and regions.written(found.code)
