"""An operator's own services, as far as we talk to them: signed questions about a name and a number, a fact about each
in answer."""

import json
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from models.kernel.provider.double import Asked, DoubleReply, Faults, as_json
from models.notify.signing import SIGNATURE, body_signature

Knows = TypeVar("Knows")


@dataclass
class ServiceDouble(Generic[Knows]):
    """`known` says of each number what the service knows; `questions` are the keys it was asked. A service says its
    name, and what it answers."""

    name: ClassVar[str]

    secret: str
    url: str = ""
    faults: Faults = field(default_factory=Faults)
    known: dict[str, Knows] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)

    def settings(self) -> dict[str, str]:
        """What Config is told of it."""
        return {f"{self.name}_service": self.url, "notify_secret": self.secret}

    def fact(self, name: str, known: Knows | None) -> dict[str, object]:
        """What it says of somebody; `known` is nothing where it does not know the number."""
        raise NotImplementedError  # Each service has facts of its own.

    def answer(self, asked: Asked) -> DoubleReply | None:
        """Takes a question."""
        fault = self.faults.next()
        if fault == "before":
            return None
        signed = asked.headers.get(SIGNATURE.lower(), "")
        at = signed.partition(",")[0].removeprefix("t=")
        if not at.isdigit() or body_signature(self.secret, asked.body, int(at)) != signed:
            return DoubleReply(b"", 403)
        facts = json.loads(asked.body)
        assert set(facts) == {"key", "name", "number"}
        self.questions.append(facts["key"])
        if fault == "lost":
            return None
        if fault == "garbage":
            return DoubleReply(b"<html>")
        said = self.fact(facts["name"], self.known.get(facts["number"]))
        return DoubleReply(as_json(said).encode(), 500 if fault == "500" else 200)
