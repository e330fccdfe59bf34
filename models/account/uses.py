"""Sign-ins that are used, written behind the page: their last use, and the rows of those that came over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.browser import Browser
from models.account.member import Member
from models.account.sign_in import SignIn
from models.account.signing_in import facts_of, key_in
from models.kernel.behind import WrittenBehind
from models.kernel.codes import fresh_code
from models.kernel.database import Database, insert_ignoring


@dataclass(frozen=True, slots=True)
class SignInUse:
    """That a sign-in was used; `token` of one that has no row yet, `row` is its id where it has."""

    browser: Browser
    at: datetime
    row: int | None = None
    member_id: int = 0
    token: str = ""


class SignInUses(WrittenBehind[SignInUse]):
    """`note` returns at once."""

    name = "uses of sign-ins"

    def __init__(self, database: Database, *, secret: Callable[[], str], interval: float = 1.0) -> None:
        super().__init__(database, interval=interval)
        self._secret = secret

    def note(self, used: SignInUse) -> None:
        """Takes a use down."""
        self._take_down(used)

    def _write(self, batch: Sequence[SignInUse]) -> int:
        last = {one.row: one for one in batch if one.row is not None}
        new = {one.token: one for one in batch if one.row is None}
        # Asked for before the lock.
        secret = self._secret()
        with self._database.transaction() as session:
            # Members first and in order, as every verb does (signing_in.py): two processes never wait for each other.
            began = [self._begin(session, one, secret) for one in sorted(new.values(), key=lambda one: one.member_id)]
            used = [_move(session, row, one) for row, one in sorted(last.items())]
        return sum(began) + sum(used)

    def _begin(self, session: Session, one: SignInUse, secret: str) -> int:
        """The row of a browser that came with a member's key: only where that is still the key."""
        facts = facts_of(one.member_id, one.token, one.browser, secret=secret, at=one.at)
        # Carrying an old cookie shows nothing of who carries it.
        facts |= {"code": fresh_code(session, SignIn.code, 8), "came_over": True, "proven_at": None}
        theirs = select(Member.id).where(Member.id == one.member_id, Member.key == key_in(one.token))
        if session.exec(theirs.with_for_update(key_share=True)).first() is None:
            return 0
        return int(session.exec(insert_ignoring(session, SignIn).values(**facts)).rowcount)


def _move(session: Session, row: int, used: SignInUse) -> int:
    browser = used.browser
    said = {"system": browser.system, "program": browser.program, "network": browser.network, "last_used_at": used.at}
    mine = (col(SignIn.id) == row, col(SignIn.ended_at).is_(None), col(SignIn.last_used_at) < used.at)
    return int(session.exec(update(SignIn).where(*mine).values(**said)).rowcount)
