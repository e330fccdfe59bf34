"""Falls of the commission rate, as the form of goods tells of them: before saving, and after."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.price import Announced, announced_of
from models.catalogue.goods.rates import is_known
from models.kernel.clock import now
from views.kit.filters import minute, rate
from views.kit.house import house


def notice_words(goods: Goods) -> dict[str, Any]:
    """What the form says before saving: from when on a fall would hold; nothing where it holds at once."""
    days = house().rules.rate_notice_days
    return {"notice_days": days, "falls_from": now() + timedelta(days=days) if days and is_known(goods) else None}


def announced_falls(goods: Goods) -> dict[str, Announced]:
    """The falls of rates that are announced, by what their SKUs are called."""
    standing = ((sku.label or goods.title, announced_of(sku)) for sku in goods.on_offer)
    return {label: announced for label, announced in standing if announced is not None}


def saved_words(goods: Goods, before: Mapping[str, Announced]) -> str:
    """What is told after saving: with the newest fall, from when on it holds."""
    falls = {label: fall for label, fall in announced_falls(goods).items() if before.get(label) != fall}
    if not falls:
        return str(_("保存好了"))
    label, fall = next(iter(falls.items()))
    told = {"sku": label, "rate": rate(fall.rate_bp), "moment": minute(fall.falls_at)}
    if len(falls) > 1:
        return str(_("保存好了。“%(sku)s”等 %(count)s 个规格的佣金要到 %(moment)s 才下调", count=len(falls), **told))
    return str(_("保存好了。“%(sku)s”的佣金到 %(moment)s 才降到 %(rate)s，选了它的掌柜会知道", **told))
