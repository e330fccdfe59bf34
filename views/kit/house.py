"""What one running program holds: made in app.py, reached from views by `house()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app, g, has_app_context

from config import Config
from models.account.audit.chainer import Chainer
from models.account.hash_secret import HashSecrets
from models.account.uses import SignInUses
from models.account.wrong_try import WrongTries
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.kernel.trouble import trouble_of
from models.payment.gateways import Gateway
from models.setting.rulebook import InForce, Rulebook
from models.statistics.counting import VisitCounter


@dataclass
class House:
    """`enqueue(name, *arguments)` hands a job to the worker; call it after the commit (store.after_commit)."""

    config: Config
    database: Database
    media: MediaStore
    visits: VisitCounter
    hash_secrets: HashSecrets
    sign_ins: SignInUses
    wrong_tries: WrongTries
    chainer: Chainer
    gateways: dict[str, Gateway]
    enqueue: Callable[..., None]
    rulebook: Rulebook

    @property
    def in_force(self) -> InForce:
        """What is in force for this request or command, from its first question to its end."""
        if not has_app_context():
            return self.rulebook.today()
        if "in_force" not in g:
            g.in_force = self.rulebook.today()
        return cast(InForce, g.in_force)

    @property
    def rules(self) -> Rules:
        """The rules among it."""
        return self.in_force.rules

    @property
    def rules_to_show(self) -> Rules:
        """For templates: also a page that says that the database is gone shows some."""
        try:
            return self.rules
        except Exception as error:
            if trouble_of(error) is None:
                raise
            return self.rulebook.last_known.rules

    @property
    def hash_secret(self) -> str:
        """What digests of tokens, codes and visitors are keyed with."""
        return self.hash_secrets.current()

    def close(self) -> None:
        """Writes what waits behind the pages."""
        self.visits.close()
        self.sign_ins.close()
        self.wrong_tries.close()
        self.chainer.close()


def house() -> House:
    """The running app's House."""
    return cast(House, current_app.extensions["xiaopu"])
