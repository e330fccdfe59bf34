"""Cash on delivery: the carrier collects. Nothing to ask, nothing will be notified, people give money back."""

from models.payment.gateways import (
    Acknowledgement,
    Arrived,
    Ask,
    Charge,
    Giving,
    PaymentNotice,
    PaymentState,
    RefundState,
)


class CashOnDelivery:
    """Goods ship at once."""

    name = "cod"
    prepaid = False
    test = False

    def create(self, ask: Ask) -> Charge:
        """Nothing is due now."""
        return Charge()

    def query(self, payment: str) -> PaymentState:
        """Nobody but the carrier knows."""
        return PaymentState("pending")

    def close(self, payment: str) -> None:
        """Nobody was asked for it."""

    def refund(self, giving: Giving) -> RefundState:
        """Cash came, cash (or a transfer) goes."""
        return RefundState("by_hand")

    def verify(self, arrived: Arrived) -> PaymentNotice | None:
        """Nobody sends notices; whatever comes is not one."""
        return None

    def acknowledge(self, accepted: bool) -> Acknowledgement:
        """Tells the sender that there was nothing to notify."""
        return Acknowledgement("fail", status=400)
