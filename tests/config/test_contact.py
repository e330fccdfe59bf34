"""Whom one tells of faults in security: kept as an address that a program can follow."""

import pytest

from config import Config


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("safe@shop.example", "mailto:safe@shop.example"),
        (" mailto:safe@shop.example ", "mailto:safe@shop.example"),
        ("https://shop.example/security", "https://shop.example/security"),
        ("", ""),
    ],
)
def test_a_contact_is_kept_as_an_address(typed: str, kept: str) -> None:
    assert Config(security_contact=typed).security_contact == kept


@pytest.mark.parametrize("typed", ["nobody", "http://shop.example", "a@b", "safe@shop.example\nContact: x", "tel:110"])
def test_a_contact_that_nobody_can_reach_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Config(security_contact=typed)
