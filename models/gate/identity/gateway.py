"""Name and number through an operator's own service."""

from models.gate.services import ask_service


class IdentityGateway:
    """The service knows a question by its key."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret

    def is_match(self, name: str, number: str, *, key: str) -> bool | None:
        """Whether they belong together; None where the service does not know. Raises Unreachable."""
        answer = ask_service(self._url, self._secret, {"key": key, "name": name, "number": number}).get("match")
        return answer if isinstance(answer, bool) else None
