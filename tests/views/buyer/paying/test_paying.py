"""Going to pay: which way from which browser, the page in between, and an order that stands whatever is answered."""

import html
import io
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw
from werkzeug.test import TestResponse

from config import Config
from models.kernel.clock import now
from models.kernel.provider import wire
from models.payment.gateways.alipay.double import AlipayDouble
from models.payment.gateways.wechat.double import WechatDouble
from models.payment.payment import payment_for
from models.trade.order.order import Order
from tests.given.baskets import carried, order_all, put
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.serving import serving
from views.kit.house import House

pytestmark = ON_SQLITE

DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; ALN-AL00) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
WECHAT = f"{PHONE} MicroMessenger/8.0.50(0x28003252) NetType/4G"
WECHAT_DESK = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 MicroMessenger/7.0.20 WindowsWechat(0x63090a13)"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for a double."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.4)


@pytest.fixture
def alipay() -> Iterator[AlipayDouble]:
    """Alipay."""
    double = AlipayDouble()
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture
def wechat() -> Iterator[WechatDouble]:
    """WeChat Pay."""
    double = WechatDouble()
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture
def secret() -> str:
    """The official account's."""
    return "a secret"


@pytest.fixture
def config(database_url: str, tmp_path: Path, alipay: AlipayDouble, wechat: WechatDouble, secret: str) -> Config:
    """A network that takes money with both."""
    settings: dict[str, Any] = {"env": "test", "data": tmp_path, "database_url": database_url, "page_cache_seconds": 0}
    settings |= {"gateways": ("cod", "alipay", "wechat", "test"), "public_url": "http://localhost"}
    return Config(**settings | alipay.settings() | wechat.settings() | {"wechat_secret": secret})


def placed(house: House, gateway: str) -> tuple[str, str]:
    """An order's address and its payment's code."""
    at = carried(house.database)
    with house.database.transaction() as session:
        put(session, "owner", at)
        order = order_all(session, "owner", gateway=house.gateways[gateway], once=secrets.token_hex(16), at=now())
        return f"/orders/{order.token}", payment_for(session, order).code


def going(app: Flask, address: str, agent: str) -> tuple[Person, TestResponse]:
    """Presses "pay" and follows to the page in between."""
    person = Person(app)
    person.client.environ_base["HTTP_USER_AGENT"] = agent
    reply = person.post(f"{address}/payment")
    assert (reply.status_code, reply.location) == (303, f"{address}/payment")
    return person, person.get(reply.location)


def forward(page: TestResponse) -> str:
    """Where the page sends the browser on to, by itself and by its link."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found
    assert page.text.count(found[1]) == 2
    return html.unescape(found[1])


def scanned(page: TestResponse) -> str:
    """What a phone reads from the drawn code."""
    side, path = re.search(r'class="scan-code"\s+viewBox="0 0 (\d+) \1".*?<path d="([^"]+)"', page.text, re.S).groups()  # type: ignore[union-attr]
    drawn = Image.new("L", (int(side), int(side)), 255)
    pen = ImageDraw.Draw(drawn)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path):
        pen.point((int(x), int(y)), 0)
    held = io.BytesIO()
    drawn.resize((int(side) * 6, int(side) * 6)).save(held, "PNG")
    return str(zxingcpp.read_barcodes(Image.open(held))[0].text)


@pytest.mark.parametrize(("agent", "method"), [(DESK, "page"), (PHONE, "wap")])
def test_alipay_by_page_or_wap(app: Flask, house: House, alipay: AlipayDouble, agent: str, method: str) -> None:
    address, code = placed(house, "alipay")
    _, page = going(app, address, agent)
    content = alipay.opened(forward(page))
    assert content["method"] == f"alipay.trade.{method}.pay"
    assert (content["out_trade_no"], content["total_amount"]) == (code, "128.00")
    assert content["notify_url"] == "http://localhost/pay/alipay/notify"


def test_the_way_on_is_no_redirect_that_browsers_stop(app: Flask, house: House, alipay: AlipayDouble) -> None:
    address, _ = placed(house, "alipay")
    _, page = going(app, address, DESK)
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("agent", [DESK, WECHAT_DESK])
def test_wechat_at_a_desk_is_a_code_to_scan(app: Flask, house: House, wechat: WechatDouble, agent: str) -> None:
    address, code = placed(house, "wechat")
    person, page = going(app, address, agent)
    assert scanned(page) == f"weixin://wxpay/bizpayurl?pr={code}"
    assert "我已付款" in page.text
    assert "128" in page.text
    # Opened again, nobody is asked again.
    assert "bizpayurl" not in page.text
    assert scanned(person.get(f"{address}/payment")) == f"weixin://wxpay/bizpayurl?pr={code}"
    assert len(wechat.asked) == 1


def test_wechat_on_a_phone_is_h5(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, code = placed(house, "wechat")
    _, page = going(app, address, PHONE)
    asked = parse_qs(urlsplit(forward(page)).query)
    assert asked["prepay_id"] == [f"wx{code}"]
    assert asked["redirect_url"] == [f"http://localhost{address}/payment?back=1"]


def test_inside_wechat_it_learns_who_pays_and_then_pays(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, code = placed(house, "wechat")
    person, page = going(app, address, WECHAT)
    asked = parse_qs(urlsplit(forward(page)).query)
    assert wechat.asked == []
    wechat.codes["c1"] = "o-buyer"
    reply = person.get(f"/pay/wechat/opener?code=c1&state={asked['state'][0]}")
    assert (reply.status_code, reply.location) == (303, f"{address}/payment")
    script = html.unescape(re.search(r'data-wechat-pay="([^"]+)"', person.get(reply.location).text)[1])  # type: ignore[index]
    assert f"prepay_id=wx{code}" in script
    assert wechat.orders[code].asked["payer"] == {"openid": "o-buyer"}
    # From now on this browser is known.
    other, second = placed(house, "wechat")
    person.post(f"{other}/payment")
    assert wechat.orders[second].asked["payer"] == {"openid": "o-buyer"}


def test_nobody_pays_as_somebody_else(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, _ = placed(house, "wechat")
    person, page = going(app, address, WECHAT)
    mark = parse_qs(urlsplit(forward(page)).query)["state"][0]
    wechat.codes["attackers"] = "o-attacker"
    assert person.get("/pay/wechat/opener?code=attackers&state=0").status_code == 404
    assert person.get("/pay/wechat/opener?code=attackers&state=签").status_code == 404
    assert Person(app).get(f"/pay/wechat/opener?code=attackers&state={mark}").status_code == 404
    assert wechat.asked == []


def test_a_code_that_wechat_does_not_know_is_no_end(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, _ = placed(house, "wechat")
    person, page = going(app, address, WECHAT)
    mark = parse_qs(urlsplit(forward(page)).query)["state"][0]
    reply = person.get(f"/pay/wechat/opener?code=nonsense&state={mark}")
    assert "订单已留好" in person.get(reply.location).text


def test_inside_wechat_alipay_is_elsewhere(app: Flask, house: House) -> None:
    address, _ = placed(house, "alipay")
    _, page = going(app, address, WECHAT)
    assert "在浏览器打开" in page.text
    assert f"http://localhost{address}" in page.text
    assert "http-equiv" not in page.text


@pytest.mark.parametrize("secret", [""])
def test_inside_wechat_without_the_accounts_secret_too(
    app: Flask, house: House, wechat: WechatDouble, secret: str
) -> None:
    address, _ = placed(house, "wechat")
    _, page = going(app, address, WECHAT)
    assert "在浏览器打开" in page.text
    assert wechat.asked == []


@pytest.mark.parametrize("fault", ["before", "500", "garbage", "unsigned"])
def test_a_provider_that_does_not_answer_leaves_the_order_as_it_is(
    app: Flask, house: House, wechat: WechatDouble, fault: Any
) -> None:
    address, _ = placed(house, "wechat")
    wechat.faults.coming = [fault]
    person, page = going(app, address, DESK)
    assert page.status_code == 200
    assert "支付暂时连不上，订单已留好，再试一次" in page.text
    assert person.get(address).status_code == 200
    person.post(f"{address}/payment")
    assert scanned(person.get(f"{address}/payment")).startswith("weixin://")


def test_a_provider_that_says_no_is_quoted(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, _ = placed(house, "wechat")
    wechat.refusal = (400, "PARAM_ERROR")
    _, page = going(app, address, DESK)
    assert "PARAM_ERROR" in page.text


def test_no_lock_is_held_while_a_provider_is_asked(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, _ = placed(house, "wechat")
    answer, written = wechat.answer, []

    def slow(asked: Any) -> Any:
        with house.database.transaction() as session:
            order = session.get_one(Order, 1)
            order.note = "written meanwhile"
            written.append(order.id)
        return answer(asked)

    with serving(slow) as wechat.url:
        slowly = Config(**house.config.model_dump(exclude={"port"}) | {"wechat_url": wechat.url})
        house.gateways.update(slowly.ways_to_pay(secret=""))
        going(app, address, DESK)
    assert written == [1]


def test_a_notice_may_come_while_the_call_is_under_way(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, code = placed(house, "wechat")
    answer, told = wechat.answer, []

    def quick(asked: Any) -> Any:
        said = answer(asked)
        wechat.take(code, "128.00")
        told.append(app.test_client().post("/pay/wechat/notify", **wechat.notice(code)).status_code)
        return said

    with serving(quick) as wechat.url:
        quickly = Config(**house.config.model_dump(exclude={"port"}) | {"wechat_url": wechat.url})
        house.gateways.update(quickly.ways_to_pay(secret=""))
        person = Person(app)
        reply = person.post(f"{address}/payment")
    assert (told, reply.status_code) == ([200], 303)
    reply = person.get(reply.location)
    assert (reply.status_code, reply.location) == (303, address)


def test_what_is_paid_leads_to_the_order(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, code = placed(house, "wechat")
    person, _ = going(app, address, DESK)
    assert person.get(f"{address}/payment", headers={"HX-Request": "true"}).status_code == 200
    wechat.take(code, "128.00")
    assert app.test_client().post("/pay/wechat/notify", **wechat.notice(code)).status_code == 200
    polled = person.get(f"{address}/payment", headers={"HX-Request": "true"})
    assert (polled.status_code, polled.headers["HX-Redirect"]) == (204, address)
    for reply in (person.get(f"{address}/payment"), person.post(f"{address}/payment"), _checked(person, address)):
        assert (reply.status_code, reply.location) == (303, address)


def _checked(person: Person, address: str) -> TestResponse:
    return person.post(f"{address}/payment/check")


def test_asking_by_htmx_changes_the_answer_only(app: Flask, house: House, wechat: WechatDouble) -> None:
    address, _ = placed(house, "wechat")
    person, _ = going(app, address, DESK)
    reply = person.post(f"{address}/payment/check", htmx=True)
    assert "还没有收到" in reply.text
    assert "<html" not in reply.text


def test_one_orders_charge_is_no_others(app: Flask, house: House, wechat: WechatDouble) -> None:
    first, _ = placed(house, "wechat")
    second, _ = placed(house, "wechat")
    person, _ = going(app, first, DESK)
    cookie = person.client.get_cookie("charge", path=f"{first}/payment")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    person.client.set_cookie("charge", cookie.value, path=f"{second}/payment")
    assert "scan-code" not in person.get(f"{second}/payment").text
    person.client.set_cookie("charge", "nonsense", path=f"{first}/payment")
    assert person.get(f"{first}/payment").status_code == 200


def test_strangers_find_nothing(app: Flask, house: House) -> None:
    person = Person(app)
    for reply in (person.get("/orders/guessed/payment"), _checked(person, "/orders/guessed")):
        assert reply.status_code == 404
    assert person.get("/pay/wechat/opener?code=1&state=2").status_code == 404


def test_another_site_cannot_make_a_browser_ask(app: Flask, house: House) -> None:
    address, _ = placed(house, "wechat")
    reply = app.test_client().post(f"{address}/payment/check", headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403


def test_the_test_gateway_goes_to_its_cashier(app: Flask, house: House) -> None:
    address, code = placed(house, "test")
    reply = Person(app).post(f"{address}/payment")
    assert (reply.status_code, reply.location) == (303, f"/cashier/{code}")
