"""Cash on delivery: the carrier collects. Nothing to ask, nothing will be notified."""

from models.kernel.money import Money
from models.payment.gateways import Charge, Notice


class CashOnDelivery:
    """Goods ship at once."""

    name = "cod"
    prepaid = False
    test = False

    def charge(self, payment: str, amount: Money) -> Charge:
        """Nothing is due now."""
        return Charge()

    def verify(self, form: dict[str, str]) -> Notice | None:
        """Nobody sends notices; whatever comes is not one."""
        return None
