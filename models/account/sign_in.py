"""A sign-in: that a member is signed in on one browser, until it is ended or was not used for long."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Field

from models.account.browser import Browser, Program, System
from models.kernel.record import Record, belongs_to, moment, row_id, word

# Last use is kept this coarsely: a row is not written for every page.
USE_EVERY = timedelta(minutes=10)


class SignInAge(NamedTuple):
    """Since when a browser is signed in, and when somebody there last showed that it is the member."""

    began_at: datetime
    proven_at: datetime | None


class SignIn(Record, table=True):
    """The browser carries a random token, the row its keyed hash: who reads the table cannot sign in. A row that `came
    over` was made for a cookie of the time before there were rows (signing_in.py). `proven_at` is when somebody here
    last showed that it is the member: at signing in, and when asked again (proving_again.py)."""

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    member_id: int = belongs_to("member.id")
    token_hash: str = Field(unique=True, max_length=64)
    system: System = word(12, default="")
    program: Program = word(12, default="")
    network: str = Field(default="", max_length=50)
    began_at: datetime = moment()
    last_used_at: datetime = moment(index=True)
    proven_at: datetime | None = moment(default=None, nullable=True)
    ended_at: datetime | None = moment(default=None, nullable=True)
    came_over: bool = False

    @property
    def browser(self) -> Browser:
        """Where it was last used."""
        return Browser(self.system, self.program, self.network)

    @property
    def age(self) -> SignInAge:
        """What another token of the same browser keeps."""
        return SignInAge(self.began_at, self.proven_at)

    def is_open(self, at: datetime, *, days: int) -> bool:
        """Whether its token still opens anything: not ended, and used within so many days."""
        return self.ended_at is None and self.last_used_at > at - timedelta(days=days)

    def began_within(self, at: datetime, *, hours: int) -> bool:
        """Whether it is no older than that; one that began later than now was written by a clock that ran back."""
        return at - timedelta(hours=hours) < self.began_at

    def is_worth_a_note(self, at: datetime, browser: Browser) -> bool:
        """Whether this use says something new."""
        return at >= self.last_used_at + USE_EVERY or (browser != self.browser and at > self.last_used_at)


def hash_of_token(token: str, secret: str) -> str:
    """What a row keeps of a token."""
    return hmac.new(secret.encode(), f"sign-in\n{token}".encode(), hashlib.sha256).hexdigest()
