"""An operator's service that knows scores, as far as we talk to it: by number."""

from models.gate.double import ServiceDouble


class CreditDouble(ServiceDouble[int]):
    """Says the score."""

    name = "credit"

    def fact(self, name: str, known: int | None) -> dict[str, object]:
        return {"score": known}


DOUBLE = CreditDouble
