"""Every state's word, and how a state and a placement are said."""

from flask_babel import gettext

from models.account.member import PERSONA_WORDS
from models.catalogue.bulk.bulk_edit import BULK_WORDS
from models.catalogue.goods.goods import GOODS_WORDS
from models.catalogue.goods.rate_event import RATE_WORDS
from models.catalogue.imports.run import IMPORT_WORDS
from models.catalogue.supplier.brand_right import BRAND_RIGHT_WORDS
from models.catalogue.supplier.supplier import SUPPLIER_WORDS
from models.coupon.coupon import COUPON_WORDS
from models.feed.states import POST_WORDS
from models.gate.states import GATE_WORDS
from models.ledger.deposit import DEPOSIT_WORDS
from models.ledger.settlement import SETTLEMENT_WORDS
from models.link.link import PLACEMENT_WORDS
from models.payment.deposit_payment import DEPOSIT_PAYMENT_WORDS
from models.payment.gateways import providers
from models.payment.states import REFUND_WORDS
from models.payout.states import PAYOUT_WORDS
from models.review.hide_rules import HIDE_RULE_WORDS
from models.shop.level import LEVEL_WORDS
from models.shop.shop import DOOR_WORDS
from models.shop.star import STAR_WORDS
from models.shop.violation import VIOLATION_WORDS
from models.trade.after_sale.states import AFTER_SALE_WORDS
from models.trade.order.own import OWN_WORDS
from models.trade.order.progress import PROGRESS_WORDS
from models.trade.order.states import ORDER_WORDS

# What nouns call their states and kinds; a new noun joins here, a new state of one stands in the noun.
NOUNS = (
    PERSONA_WORDS,
    BULK_WORDS,
    GOODS_WORDS,
    RATE_WORDS,
    IMPORT_WORDS,
    SUPPLIER_WORDS,
    BRAND_RIGHT_WORDS,
    COUPON_WORDS,
    POST_WORDS,
    GATE_WORDS,
    DEPOSIT_WORDS,
    SETTLEMENT_WORDS,
    PLACEMENT_WORDS,
    REFUND_WORDS,
    DEPOSIT_PAYMENT_WORDS,
    PAYOUT_WORDS,
    LEVEL_WORDS,
    DOOR_WORDS,
    OWN_WORDS,
    STAR_WORDS,
    VIOLATION_WORDS,
    AFTER_SALE_WORDS,
    ORDER_WORDS,
    PROGRESS_WORDS,
    HIDE_RULE_WORDS,
)
# Keys are "noun.state".
STATES = {f"{noun}.{name}": word for words in NOUNS for noun, known in words.items() for name, word in known.items()}


def state(value: str, noun: str) -> str:
    """A state in words."""
    return gettext(STATES[f"{noun}.{value}"])


def placement(name: str) -> str:
    """Where a poster was put: everybody's placements in the reader's language, a shop's own as it named them."""
    known = STATES.get(f"placement.{name}")
    return gettext(known) if known else name


def violation(kind: str) -> str:
    """What a violation is called: ours in the reader's language, what a network calls its own as it wrote it."""
    return gettext(kind)


def gateway(name: str) -> str:
    """A way to pay, also one that this network no longer uses; a name that nobody knows any more stays as it is."""
    known = providers().get(name)
    return gettext(known.words) if known else name
