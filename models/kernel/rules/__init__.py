"""The settings that rules depend on, each declared once, as values, in the file of its group. Their reasons stand in
docs/product.md (marked ⚙).

config.py fills this from the environment; verbs take it as `rules=`. Nothing here reads the environment.
"""

from dataclasses import dataclass

from models.kernel.rules.after_sale import AfterSaleRules
from models.kernel.rules.buying import BuyingRules
from models.kernel.rules.desk import DeskRules
from models.kernel.rules.documents import DocumentRules
from models.kernel.rules.feed import FeedRules
from models.kernel.rules.gates import GateRules
from models.kernel.rules.goods import GoodsRules
from models.kernel.rules.money import MoneyRules
from models.kernel.rules.nearby import NearbyRules
from models.kernel.rules.numbers import NumberRules
from models.kernel.rules.opening import OpeningRules
from models.kernel.rules.people import PeopleRules
from models.kernel.rules.picking import PickingRules
from models.kernel.rules.points import PointsRules
from models.kernel.rules.privacy import PrivacyRules
from models.kernel.rules.reviews import ReviewRules
from models.kernel.rules.sharing import SharingRules
from models.kernel.rules.stars import StarRules
from models.kernel.rules.talk import TalkRules


# The last named comes first: Python gathers the facts of a class from its farthest base on.
@dataclass(frozen=True)
class Rules(
    DeskRules,
    TalkRules,
    MoneyRules,
    ReviewRules,
    AfterSaleRules,
    BuyingRules,
    FeedRules,
    NearbyRules,
    SharingRules,
    PickingRules,
    GoodsRules,
    PeopleRules,
    StarRules,
    PointsRules,
    GateRules,
    NumberRules,
    DocumentRules,
    OpeningRules,
    PrivacyRules,
):
    """Every limit that the domain applies, with docs/product.md's defaults. `own_host` follows from the network's
    address and is no setting."""

    own_host: str = ""


DEFAULT = Rules()
