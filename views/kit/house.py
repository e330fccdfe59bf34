"""What one running program holds: made in app.py, reached from views by `house()`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from config import Config
from models.account.audit.chainer import Chainer
from models.account.uses import SignInUses
from models.account.wrong_try import WrongTries
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.payment.gateways import Gateway
from models.statistics.counting import VisitCounter


@dataclass
class House:
    """`enqueue(name, *arguments)` hands a job to the worker; call it after the commit (store.after_commit)."""

    config: Config
    database: Database
    media: MediaStore
    visits: VisitCounter
    sign_ins: SignInUses
    wrong_tries: WrongTries
    chainer: Chainer
    gateways: dict[str, Gateway]
    enqueue: Callable[..., None]
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        self.rules = self.config.rules

    def close(self) -> None:
        """Writes what waits behind the pages."""
        self.visits.close()
        self.sign_ins.close()
        self.wrong_tries.close()
        self.chainer.close()


def house() -> House:
    """The running app's House."""
    return cast(House, current_app.extensions["xiaopu"])
