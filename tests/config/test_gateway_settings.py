"""Ways to pay in the environment: what each needs, and the one line that says what is missing or cannot be."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app import create_app
from config import Config, Misconfigured, load
from models.kernel.provider.pairs import private_text, public_text
from models.payment.gateways.alipay.double import AlipayDouble
from models.payment.gateways.wechat.double import WechatDouble

ALIPAY = AlipayDouble(url="https://alipay.example").settings()
WECHAT = WechatDouble(url="https://wechat.example").settings()
PRODUCTION = {"env": "production", "secret_key": "k" * 32, "public_url": "https://p.example"}


def checked(tmp_path: Path, gateways: str, **settings: Any) -> Config:
    """A Config that was checked."""
    made = Config(data=tmp_path, **{"gateways": gateways} | settings)
    made.check()
    return made


def test_both_are_made_without_asking_anybody(tmp_path: Path) -> None:
    made = checked(tmp_path, "cod,alipay,wechat", **PRODUCTION | ALIPAY | WECHAT)
    assert list(made.ways_to_pay(secret="")) == ["cod", "alipay", "wechat"]
    assert list(create_app(made).extensions["xiaopu"].gateways) == ["cod", "alipay", "wechat"]


def test_a_key_may_lie_in_a_file_or_be_bare(tmp_path: Path) -> None:
    path = tmp_path / "merchant.pem"
    path.write_text(private_text("merchant"))
    bare = "".join(public_text("alipay").splitlines()[1:-1])
    one_line = private_text("merchant").replace("\n", "\\n")
    for key in (str(path), one_line):
        checked(tmp_path, "alipay", **ALIPAY | {"alipay_private_key": key, "alipay_public_key": bare})
    with pytest.raises(ValidationError, match="neither a key nor a file"):
        checked(tmp_path, "alipay", **ALIPAY | {"alipay_private_key": str(tmp_path / "nowhere.pem")})


def test_a_key_that_is_nowhere_ends_the_start_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOPU_DATA", str(tmp_path))
    monkeypatch.setenv("XIAOPU_WECHAT_PRIVATE_KEY", str(tmp_path / "nowhere.pem"))
    with pytest.raises(Misconfigured, match="XIAOPU_WECHAT_PRIVATE_KEY cannot be used") as refusal:
        load()
    assert "\n" not in str(refusal.value)


def test_without_a_public_key_certificates_are_fetched(tmp_path: Path) -> None:
    checked(tmp_path, "wechat", **WECHAT | {"wechat_public_key": "", "wechat_public_key_id": "", "wechat_secret": ""})


@pytest.mark.parametrize(
    ("gateway", "name", "value"),
    [
        ("alipay", "app_id", ""),
        ("alipay", "app_id", "my shop"),
        ("alipay", "seller_id", ""),
        ("alipay", "seller_id", "me@p.example"),
        ("alipay", "private_key", ""),
        ("alipay", "private_key", "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----"),
        ("alipay", "private_key", public_text("merchant")),
        ("alipay", "public_key", ""),
        ("alipay", "public_key", private_text("merchant")),
        ("wechat", "mch_id", ""),
        ("wechat", "app_id", ""),
        ("wechat", "api_v3_key", "short"),
        ("wechat", "private_key", ""),
        ("wechat", "serial_no", ""),
        ("wechat", "serial_no", "not hexadecimal"),
        ("wechat", "public_key", ""),
        ("wechat", "public_key_id", ""),
        ("wechat", "public_key", private_text("merchant")),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_never_repeated(
    tmp_path: Path, gateway: str, name: str, value: str
) -> None:
    settings = (ALIPAY if gateway == "alipay" else WECHAT) | {f"{gateway}_{name}": value}
    with pytest.raises(Misconfigured, match=f"XIAOPU_{gateway}_{name}".upper()) as refusal:
        checked(tmp_path, gateway, **settings)
    assert "\n" not in str(refusal.value)
    assert not value or value not in str(refusal.value)


def test_what_is_not_named_needs_no_settings(tmp_path: Path) -> None:
    checked(tmp_path, "cod", **PRODUCTION)


@pytest.mark.parametrize(
    ("name", "gateway"),
    [("alipay_url", "alipay"), ("wechat_url", "wechat"), ("wechat_open_url", "wechat")],
)
def test_production_speaks_https_only(tmp_path: Path, name: str, gateway: str) -> None:
    with pytest.raises(Misconfigured, match=f"XIAOPU_{name.upper()}"):
        checked(tmp_path, gateway, **PRODUCTION | ALIPAY | WECHAT | {name: "http://127.0.0.1:1"})


def test_no_secret_is_shown_by_accident(tmp_path: Path) -> None:
    shown = repr(checked(tmp_path, "alipay,wechat", **ALIPAY | WECHAT))
    for name in ("alipay_private_key", "wechat_private_key", "wechat_api_v3_key", "wechat_secret"):
        assert name not in shown
