"""How coupons are said: folds and per cent, the last day, the text to paste."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask_babel import gettext

from models.kernel.errors import N_

# Which of the two the sentences about a rate speak of: folds are what is left of ten, off what is taken of a hundred.
COUNTED = N_("{folds}")


def init_app(app: Flask) -> None:
    """Gives templates the filters."""
    app.add_template_filter(much)
    app.add_template_filter(last_day)
    app.add_template_filter(firm)


def folds(off_bp: int) -> str:
    """What is left of ten: 9, 8.5."""
    return f"{(10_000 - off_bp) / 1_000:g}"


def much(off_bp: int) -> str:
    """A rate as the reader's language counts it, says its catalogue: 9 (折) in Chinese, 10 (% off) in English."""
    return gettext(COUNTED).format(folds=folds(off_bp), off=f"{off_bp / 100:g}")


def firm(name: str) -> str:
    """A giver's name as a seal is carved from: without a company's legal form."""
    return name.removesuffix("有限公司").removesuffix("股份") or name


def last_day(ends_at: datetime) -> datetime:
    """The last moment that counts: coupons end at midnight, and people say the day before."""
    return ends_at - timedelta(seconds=1)


def words_to_share(coupon: Any, address: str) -> str:
    """The text to paste: whoever reads it opens the address, or puts it whole into the lookup box."""
    if coupon.off is not None:
        said = gettext("满 %(minimum)s 元减 %(off)s 元", minimum=coupon.minimum.short, off=coupon.off.short)
    elif coupon.minimum:
        said = gettext("满 %(minimum)s 元打 %(much)s 折", minimum=coupon.minimum.short, much=much(coupon.off_bp))
    else:
        said = gettext("%(much)s 折", much=much(coupon.off_bp))
    if coupon.passphrase is None:
        return gettext("送你一张券：%(said)s。点开 %(address)s 就能领。", said=said, address=address)
    return gettext(
        "口令「%(passphrase)s」：%(said)s。点开 %(address)s 就能领，或者在小铺首页的框里输口令。",
        passphrase=coupon.passphrase,
        said=said,
        address=address,
    )
