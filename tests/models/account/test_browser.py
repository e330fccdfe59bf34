"""What is kept of a browser: words its owner knows it by, and a network that many share."""

import pytest

from models.account.browser import Browser, browser_of, coarse_network

ANDROID = "Mozilla/5.0 (Linux; Android 14; PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "system", "program"),
    [
        (f"{ANDROID} XWEB/1160083 MMWEBSDK/20240404 MicroMessenger/8.0.49", "Android", "WeChat"),
        (ANDROID, "Android", "Chrome"),
        (f"{ANDROID} EdgA/125.0", "Android", "Edge"),
        (f"{ANDROID} MQQBrowser/15.3", "Android", "QQ"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "iPhone",
            "Safari",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126.0 Safari/604.1", "iPhone", "Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0", "Mac", "Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Windows", "Edge"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1 Mobile", "HarmonyOS", ""),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
        ("微" * 5000, "", ""),
    ],
)
def test_its_own_words_made_coarse(agent: str, system: str, program: str) -> None:
    found = browser_of(agent, "203.0.113.77")
    assert (found.system, found.program, found.network) == (system, program, "203.0.113.0/24")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("198.51.100.254", "198.51.100.0/24"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:192.0.2.128", "192.0.2.0/24"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_never_the_whole_address(address: str, kept: str) -> None:
    assert coarse_network(address) == kept
    assert Browser(network=kept) == browser_of("", address)
