"""What counts as a way around the house, and above all what does not: numbers that trade needs stay readable."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.contacts import DOTS, contacts_in, masked, without_numbers

HOST = "xiaopu.example"
HIDDEN = [
    ("我电话13800138000，有货叫我", "我电话●●●，有货叫我"),
    ("１３８００１３８０００", "●●●"),
    ("138 0013 8000", "●●●"),
    ("138-0013-8000", "●●●"),
    ("1 3 8 0 0 1 3 8 0 0 0", "●●●"),
    ("138.0013.8000", "●●●"),
    ("+86 138 0013 8000 打我", "●●● 打我"),
    ("0086-13800138000", "●●●"),
    ("幺三八零零幺三八零零零", "●●●"),
    ("一三八〇〇一三八〇〇〇", "●●●"),
    ("①③⑧００①③⑧０００", "●●●"),
    ("座机 0571-88888888", "座机 ●●●"),
    ("(010)88888888", "●●●"),
    ("客服 400-820-8820", "客服 ●●●"),
    ("加微信 alin_tea88", "加微信 ●●●"),
    ("微信号：alin-tea", "微信号：●●●"),
    ("我的微信是AlinTea2020哦", "我的微信是●●●哦"),
    ("微 信 alintea", "微 信 ●●●"),
    ("vx:alintea1", "vx:●●●"),
    ("VX alintea1", "VX ●●●"),
    ("wx＝ａｌｉｎｔｅａ１", "wx＝●●●"),
    ("v信alintea", "v信●●●"),
    ("加我v alintea66", "加我v ●●●"),
    ("加薇：tea_666666", "加薇：●●●"),
    ("wechat id: alintea", "wechat id: ●●●"),
    ("WeChat alin_tea", "WeChat ●●●"),
    ("微信同号13800138000", "微信同号●●●"),
    ("微信 88887777", "微信 ●●●"),
    ("QQ 10001", "QQ ●●●"),
    ("扣扣号：123456789", "扣扣号：●●●"),
    ("看这里 https://item.taobao.com/item.htm?id=1&x=2 便宜", "看这里 ●●● 便宜"),
    ("http://1.2.3.4:8080/pay", "●●●"),
    ("上www.baidu.com搜", "上●●●搜"),
    ("去taobao.com买", "去●●●买"),
    ("tea.shop/abc", "●●●"),
    ("ｔａｏｂａｏ．ｃｏｍ", "●●●"),
    ("写信到 a.lin@example.org", "写信到 ●●●"),
    ("https://xiaopu.example.evil.com/258147", "●●●"),
    ("https://xiaopu.example@evil.com", "●●●"),
    ("13800138000和13900139000", "●●●和●●●"),
]
LEFT = [
    "订单 261122138001 什么时候发",
    "订单号261122 138001",
    "运单号 SF1380013800012 到哪了",
    "运单 773012345678901",
    "店铺号 258147",
    "我在微信里输入店铺号 258147 进来的",
    "微信258147",
    "一共 128.00 元，两件 256 元",
    "¥1380.00",
    "尺码 150 160 170 180 有吗",
    "130 140 150 160 170",
    "98 104 110 116 122",
    "100x200cm，厚 3.5cm",
    "13.5 14.5 15.5 16.5",
    "2026-11-22 20:52 下的单",
    "20261122",
    "500ml*12瓶",
    "条码 6901234567892",
    "能用微信支付吗",
    "微信支付宝都行，wechat pay 也可以",
    "微信 weixin",
    "v2.0 版的，No.1",
    "3.me",
    "好的…谢谢.再见",
    "一二三四五六七八九十",
    "https://xiaopu.example/258147/0K3X9QAB 是这件吗",
    "xiaopu.example/258147",
    "https://XIAOPU.example:443/q/ABC1234",
    "",
    "三年陈的白茶，一三五发货",
]


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_a_contact_is_masked_and_nothing_beside_it(text: str, shown: str) -> None:
    assert masked(text, own_host=HOST) == shown


@pytest.mark.parametrize("text", LEFT)
def test_what_trade_needs_stays(text: str) -> None:
    assert masked(text, own_host=HOST) == text


def test_without_an_own_host_every_link_is_foreign() -> None:
    assert masked("https://xiaopu.example/258147") == DOTS


def test_numbers_that_are_somebodys_own_go_too() -> None:
    assert (
        without_numbers("订单 261122138001，运单 SF 1380 0138 00012，买 12 盒")
        == f"订单 {DOTS}，运单 SF {DOTS}，买 12 盒"
    )


@given(st.text(max_size=500))
def test_any_text_is_read_and_never_grows(text: str) -> None:
    spans = contacts_in(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert len(masked(text)) <= len(text)


@given(st.text("0123456789 -vxw微信a.@/:一二三", max_size=500))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)
