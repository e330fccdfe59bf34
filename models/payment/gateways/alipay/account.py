"""What a merchant has at Alipay."""

from dataclasses import dataclass

from models.payment.gateways.keys import Unfit, private_key, public_key

ALIPAY_URL = "https://openapi.alipay.com/gateway.do"


@dataclass(frozen=True, slots=True)
class AlipayAccount:
    """`private_key` is ours, `public_key` is Alipay's (not that of our own pair), both as text."""

    app_id: str
    seller_id: str
    private_key: str
    public_key: str
    url: str = ALIPAY_URL

    def check(self) -> None:
        """Raises Unfit."""
        if not self.app_id.isdecimal():
            raise Unfit("ALIPAY_APP_ID", "must be the application's number (digits)")
        if not (self.seller_id.isdecimal() and len(self.seller_id) == 16 and self.seller_id.startswith("2088")):
            raise Unfit("ALIPAY_SELLER_ID", "must be the merchant's PID: 16 digits that start with 2088")
        private_key("ALIPAY_PRIVATE_KEY", self.private_key)
        public_key("ALIPAY_PUBLIC_KEY", self.public_key)
