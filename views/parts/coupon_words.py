"""The text to paste beside a coupon."""

from typing import Any

from flask_babel import gettext

from views.kit.coupon_words import much


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
