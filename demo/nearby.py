"""Who can be found nearby in the demo: the open shops, in three districts of Hangzhou, each by another way of saying
where it stands."""

from datetime import datetime, timedelta

from demo.network import Network
from models.feed.nearby.placing import SaidPlace, place_shop
from models.kernel.act import Act
from models.kernel.earth.point import EarthPoint
from models.kernel.rules import Rules

# 西湖区, 拱墅区, 上城区.
_STANDING = (
    SaidPlace("330106", EarthPoint(30.2592, 120.1302), "browser"),
    SaidPlace("330105", EarthPoint(30.3199, 120.1418), "map"),
    SaidPlace("330102"),
)


def stand_nearby(network: Network, rules: Rules, at: datetime) -> None:
    """They opted in two days ago."""
    doors = [shop for shop in network.shops.values() if shop.closed_at is None]
    for place, shop in enumerate(doors):
        act = Act.keeper(shop.keeper, at - timedelta(days=2))
        place_shop(network.session, shop, _STANDING[place % len(_STANDING)], act, rules=rules)
