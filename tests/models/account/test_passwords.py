"""Passwords: which are refused, and how they are kept: dearly wherever people are, cheaply in tests."""

import contextlib
import time
from typing import Any

import pytest

from config import Config
from models.account import password
from models.account.password import FULL, NOBODY, TOKEN, hash_password, is_password, require_good_password
from models.kernel.errors import Refused

PRODUCTION: dict[str, Any] = {"env": "production", "secret_key": "s" * 32, "public_url": "https://p.example"}


def test_only_tests_hash_cheaply() -> None:
    assert Config(env="test").hasher is TOKEN
    assert Config(env="development").hasher is FULL
    assert Config(**PRODUCTION | {"gateways": ("cod",)}).hasher is FULL
    # RFC 9106, 4: the second recommended set, 64 MiB and three passes.
    assert (FULL.memory_cost, FULL.time_cost, FULL.parallelism) == (65536, 3, 4)


@pytest.mark.parametrize("hasher", [FULL, TOKEN])
def test_a_hash_is_known_again_whoever_made_it(monkeypatch: pytest.MonkeyPatch, hasher: Any) -> None:
    monkeypatch.setattr(password, "_hasher", hasher)
    kept = hash_password("a-long-password")
    for one in (FULL, TOKEN):
        password.use(one)
        assert is_password(kept, "a-long-password")
        assert not is_password(kept, "a-long-passwort")


def test_looking_for_nobody_costs_as_much_as_for_somebody() -> None:
    assert not FULL.check_needs_rehash(NOBODY)
    assert not is_password(None, "")


ABOUT = ("13800138000", "阿林", "林间")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "至少 8 位"),
        ("short", "至少 8 位"),
        ("x" * 201, "最多 200 位"),
        ("12345678", "太多人用"),
        ("Passw0rd!", "太多人用"),
        ("woaini1314", "太多人用"),
        ("WoAiNi520", "太多人用"),
        ("zhangwei1990", "太多人用"),
        ("taobao123", "太多人用"),
        ("5201314aini", "太多人用"),
        ("我爱你一生一世1314", "太多人用"),
        ("13800138000", "手机号"),
        ("13800138000a", "手机号"),
        ("00138000", "手机号"),
        ("阿林阿林阿林阿林", "重复"),
        ("林间林间林间林间", "重复"),
        ("1990-01-01", "日期"),
        ("20001231", "日期"),
        ("abcdefghij", "连号"),
        ("a" * 200, "重复"),
        ("qwerty" * 30, "重复"),
        ("        ", "重复"),
    ],
)
def test_one_that_others_would_try_first_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        require_good_password(typed, about=ABOUT, field="new_password")
    assert refused.value.field == "new_password"
    assert why in str(refused.value)
    assert not typed or typed not in str(refused.value.params)


@pytest.mark.parametrize(
    "typed",
    ["correct horse battery", "x7k2m9qp", "茶壶 火车 海鸥 七", "a-long-password", "xiaopu-demo", "éééZq9#v!x"],
)
def test_others_are_good(typed: str) -> None:
    require_good_password(typed, about=ABOUT)


@pytest.mark.parametrize("typed", ["4@8({[<369&#!1/|0$5+7%2" * 8, "([{<1!|7" * 25, "aB3$" * 50, "0123456789/-." * 15])
def test_a_long_one_of_odd_signs_is_looked_at_in_no_time(typed: str) -> None:
    before = time.process_time()
    with contextlib.suppress(Refused):
        require_good_password(typed, about=ABOUT)
    # The estimate of the first of them as it stands takes five seconds.
    assert time.process_time() - before < 2
