"""A gateway that is gone, and one that is slow: WeChat Pay by its stand-in, behind a relay."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.missing.asking import order, under
from bench.missing.network import Bench, Figures
from bench.relay import Relay
from bench.running import Answer, Browser, Network
from models.payment.gateways.wechat.double import WechatDouble
from tests.given.serving import serving


@contextmanager
def _behind_a_relay() -> Iterator[tuple[WechatDouble, Relay]]:
    double = WechatDouble()
    with serving(double.answer) as url:
        host, port = re.findall(r"//([^:/]+):(\d+)", url)[0]
        with Relay(host, int(port)) as relay:
            double.url = f"http://127.0.0.1:{relay.port}"
            yield double, relay


def _pays(network: Network, browser: Browser, placed: Answer) -> Answer:
    """The way to pay: the gateway is asked for a charge."""
    where = placed.where.removesuffix("/payment")
    browser.get(where)
    pressed = browser.post(f"{where}/payment")
    shown = browser.get(pressed.where) if pressed.status == 303 else pressed
    return shown._replace(seconds=pressed.seconds + shown.seconds)


def _gateway(bench: Bench, fail: Callable[[Relay], None]) -> Figures:
    with _behind_a_relay() as (double, relay):
        told = double.settings() | {"gateways": "cod,wechat"}
        with bench.network(**told) as network:
            browser, placed = order(bench, network, payment="wechat")
            found: Figures = {"order_before": placed.status}
            said: list[Answer] = []

            def fault() -> None:
                fail(relay)
                said.append(_pays(network, browser, placed))

            found |= under(bench, network, fault, relay.go_on)
            again = _pays(network, browser, placed)
            found |= {
                "code_while_away": "scan-code" in said[0].text,
                "code_after": "scan-code" in again.text,
                "paying_says": said[0].status,
                "paying_s": round(said[0].seconds, 1),
                "paying_after": again.status,
            }
            return found


def gateway_gone(bench: Bench) -> Figures:
    """It refuses every connection."""
    return _gateway(bench, Relay.refuse)


def gateway_slow(bench: Bench) -> Figures:
    """It takes connections and says nothing."""
    return _gateway(bench, Relay.hang)
