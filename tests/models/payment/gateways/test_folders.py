"""A gateway is its folder: found there, with its words, its settings and its contract; nothing else lists it."""

import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import models.payment.gateways as package
from config import Config, variable
from models.kernel.kinds import kinds_in
from models.kernel.provider import ProviderSettings
from models.kernel.setting import declared
from models.payment.gateways import providers

FOLDER = Path(package.__file__).parent
CATALOGUE = Path(__file__).resolve().parents[4] / "translations" / "en" / "LC_MESSAGES" / "messages.po"
NEW = """
from models.payment.gateways import PaymentProvider
from models.payment.gateways.cod.gateway import CashOnDelivery

PROVIDER = PaymentProvider(name="barter", place=9, words="以物易物", make=lambda settings, secret: CashOnDelivery())
"""


@pytest.mark.parametrize("name", providers())
def test_a_folder_has_all_of_it(name: str) -> None:
    payment_provider = providers()[name]
    assert payment_provider.name == name
    assert {"__init__.py", "gateway.py"} <= {path.name for path in (FOLDER / name).iterdir()}
    with CATALOGUE.open("rb") as file:
        known = {message.id for message in read_po(file, locale="en")}
    assert {payment_provider.words, payment_provider.elsewhere} | (
        {payment_provider.app} if payment_provider.ways else set()
    ) <= known
    assert [variable(f"{name}_{one}") for one in declared(payment_provider.settings)] == [
        f"XIAOPU_{name}_{one}".upper() for one in declared(payment_provider.settings)
    ]


def test_what_is_made_is_called_as_its_folder() -> None:
    for name in ("cod", "test"):
        made = Config(gateways=(name,)).ways_to_pay(secret="s")
        assert made[name].name == name
        assert providers()[name].settings is ProviderSettings


def test_folders_alone_say_which_gateways_there_are() -> None:
    assert set(providers()) == {path.parent.name for path in FOLDER.glob("*/gateway.py")}


def test_a_folder_that_is_added_is_a_gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "barter").mkdir()
    (tmp_path / "barter" / "__init__.py").write_text(NEW)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    kinds_in.cache_clear()
    try:
        assert list(providers()) == ["cod", "alipay", "wechat", "test", "barter"]
        made = Config(gateways=("barter",))
        made.check()
        assert list(made.ways_to_pay(secret="")) == ["barter"]
    finally:
        kinds_in.cache_clear()
        sys.modules.pop("models.payment.gateways.barter", None)
