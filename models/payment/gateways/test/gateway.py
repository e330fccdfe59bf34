"""The test gateway, for demos: a cashier's page of our own, and notices signed with the network's secret.

Pages say it is on, and it refuses to run in production (config.py).
"""

import hashlib
import hmac

from models.kernel.money import Money
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


class TestGateway:
    """Its notices go through the same verification as a real gateway's. It keeps nothing: asked, it never knows."""

    __test__ = False  # Not a test class, whatever pytest makes of its name.
    name = "test"
    prepaid = True
    test = True

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def create(self, ask: Ask) -> Charge:
        """The cashier's page."""
        return Charge(url=f"/cashier/{ask.payment}")

    def query(self, payment: str) -> PaymentState:
        """Play money is paid when its notice comes, and not before."""
        return PaymentState("pending")

    def close(self, payment: str) -> None:
        """The cashier's page asks the order itself."""

    def refund(self, giving: Giving) -> RefundState:
        """Play money goes back at once."""
        return RefundState("done", reference=f"TEST-{giving.refund}")

    def sign(self, payment: str, amount: Money) -> dict[str, str]:
        """The notice that the cashier's page sends when the buyer presses "pay"."""
        fields = {"payment": payment, "amount": str(int(amount)), "reference": f"TEST-{payment}"}
        return fields | {"sign": self._mac(fields)}

    def verify(self, arrived: Arrived) -> PaymentNotice | None:
        """Checks the signature over all fields."""
        fields = {name: arrived.form.get(name, "") for name in ("payment", "amount", "reference")}
        # As bytes: comparing text with anything beyond ASCII in it is an error.
        is_ours = hmac.compare_digest(self._mac(fields).encode(), arrived.form.get("sign", "").encode())
        if not is_ours or not fields["amount"].isdecimal():
            return None
        return PaymentNotice(fields["payment"], Money(int(fields["amount"])), fields["reference"])

    def acknowledge(self, accepted: bool) -> Acknowledgement:
        """One word, as Alipay has it."""
        return Acknowledgement("success") if accepted else Acknowledgement("fail", status=400)

    def _mac(self, fields: dict[str, str]) -> str:
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
        return hmac.new(self._secret, f"pay:{text}".encode(), hashlib.sha256).hexdigest()
