"""Somebody at a browser that its owner left signed in: nothing there turns a minute at it into the account."""

import pytest
from sqlmodel import select

from config import Config
from models.talk.conversation import MailAddress
from tests.given.factories import PASSWORD
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE
THIEF, OWNER = "thief@example.org", "alin@example.org"


@pytest.fixture
def config(config: Config) -> Config:
    """No texts: the digits of a lost password go by mail."""
    return Config(**config.model_dump() | {"smtp_url": "smtp://127.0.0.1:9"})


def _tell(keeper: Person, address: str, password: str) -> int:
    keeper.get("/account")
    sent = {"address": address, "own_password": password, "by_email": "y", "language": "zh_CN"}
    return keeper.post("/account/told", sent).status_code


def _addresses(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.exec(select(MailAddress.address)))


def test_the_digits_of_a_lost_password_are_not_sent_elsewhere(house: House, keeper: Person) -> None:
    assert [_tell(keeper, THIEF, wrong) for wrong in ("", "a-wrong-one")] == [422, 422]
    assert _addresses(house) == []
    assert (_tell(keeper, OWNER, PASSWORD), _addresses(house)) == (303, [OWNER])
    assert [_tell(keeper, THIEF, wrong) for wrong in ("", "a-wrong-one")] == [422, 422]
    assert _addresses(house) == [OWNER]


def test_what_leads_nowhere_else_needs_no_password(house: House, keeper: Person) -> None:
    assert _tell(keeper, OWNER, PASSWORD) == 303
    assert (_tell(keeper, OWNER, ""), _addresses(house)) == (303, [OWNER])
    assert (_tell(keeper, "", ""), _addresses(house)) == (303, [])


def test_the_page_asks_for_it(keeper: Person) -> None:
    assert 'name="own_password"' in keeper.get("/account").text


class TestGuessing:
    """As many tries as at the sign-in."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        """Three."""
        return Config(**config.model_dump() | {"sign_in_limit": "3 per minute"})

    def test_it_is_slowed(self, keeper: Person) -> None:
        tried = [_tell(keeper, THIEF, f"wrong-{nth}") for nth in range(4)]
        assert tried == [422, 422, 422, 429]
