"""Where a text in the lookup box leads while the database does not answer: told by its shape alone."""

from urllib.parse import urlencode

import pytest

from views.landing.finding import FIND, MOST_TRIED, leads_to


def led(typed: str, path: str = FIND) -> list[str] | None:
    return leads_to({"PATH_INFO": path, "QUERY_STRING": urlencode({"q": typed})})


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ("258147", ["/258147"]),
        ("店铺号 二五八一四七", ["/258147"]),
        ("https://shop.example/258147/8K8C7HA2", ["/258147/8K8C7HA2", "/258147"]),
        ("https://shop.example/q/64BKC1D", ["/Q/64BKC1D", "/q/64BKC1D"]),
        ("春茶", []),
        ("25814", []),
    ],
)
def test_a_text_leads_to_the_pages_it_may_mean(typed: str, paths: list[str]) -> None:
    assert led(typed) == paths


@pytest.mark.parametrize(("typed", "path"), [("258147", "/258147"), ("258147", "/"), ("", FIND), ("  ", FIND)])
def test_what_is_no_looking_up_leads_nowhere(typed: str, path: str) -> None:
    assert led(typed, path) is None


def test_a_text_full_of_numbers_and_a_query_full_of_fields_cost_little() -> None:
    assert len(led(" ".join(str(number) for number in range(200_000, 200_100))) or []) == MOST_TRIED
    assert leads_to({"PATH_INFO": FIND, "QUERY_STRING": "&".join(f"a{n}=1" for n in range(500))}) == []
