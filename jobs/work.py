"""What jobs work with, and the list that they declare themselves on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config import Config
from models.kernel.database import Database
from models.kernel.job.declaring import Jobs
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.notify import Notifier
from models.payment.gateways import Gateway
from models.setting.rulebook import Rulebook
from models.stories.gate.ask import Services

JOBS = Jobs()


@dataclass(frozen=True)
class Work:
    """What jobs work with; `ask(name, *arguments)` asks for another one."""

    config: Config
    database: Database
    media: MediaStore
    gateways: Mapping[str, Gateway]
    rulebook: Rulebook
    ways: list[Notifier]
    services: Services
    ask: Callable[..., None]

    @property
    def rules(self) -> Rules:
        """What is in force. A job asks once, and goes to its end by that."""
        return self.rulebook.today().rules
