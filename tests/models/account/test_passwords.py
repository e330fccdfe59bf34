"""How passwords are kept: dearly wherever people are, cheaply in tests."""

from typing import Any

import pytest

from config import Config
from models.account import password
from models.account.password import FULL, NOBODY, TOKEN, hash_password, is_password

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
