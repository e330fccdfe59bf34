"""The copy of a link in the tone and the variant that the address asks for, or in the keeper's own words."""

import re
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from models.pick.pick import Pick
from models.poster import copy
from models.poster.kept_copy import kept
from models.poster.sheet import Sheet
from models.shop.shop import Shop
from views.kit import store
from views.kit.asked import number_asked
from views.kit.forms import TokenForm
from views.kit.house import house

_PRICE = re.compile(r"[¥￥]\s?(\d+(?:\.\d+)?)")


class CopyForm(TokenForm):
    """The keeper's own words for one tone."""

    text = TextAreaField(_("文案"))


@dataclass(frozen=True, slots=True)
class Words:
    """`main` is pasted, `comment` goes into the first comment. `another` is the next variant. `old_price` is what a
    kept text says where the poster says `price`; `lacks_number` where it leaves the shop number out."""

    tone: str
    variant: int
    another: int
    main: str
    comment: str
    is_kept: bool
    old_price: str
    price: str
    lacks_number: bool
    form: CopyForm

    @property
    def length(self) -> int:
        return copy.character_count(self.main)

    @property
    def comment_length(self) -> int:
        return copy.character_count(self.comment)


def tone_asked() -> str:
    """The tone that the address or the form names, else the first."""
    asked = request.values.get("tone", "")
    return asked if asked in copy.TONES else next(iter(copy.TONES))


def words(sheet: Sheet, of: Pick | Shop, form: CopyForm | None = None) -> Words:
    """Both parts, parted where WeChat would fold the text."""
    tone, limits = tone_asked(), {"lines": house().rules.fold_lines, "chars": house().rules.fold_chars}
    variant = number_asked(request.values, "variant") % copy.ROUND
    own = kept(store.session(), of, tone)
    text = own.text if own else copy.compose(sheet, tone, variant, **limits)
    main, comment = copy.fold(text, **limits)
    return Words(
        tone=tone,
        variant=variant,
        another=(variant + 1) % copy.ROUND,
        main=main,
        comment=comment,
        is_kept=own is not None,
        old_price=_old_price(text, sheet.price or "") if own else "",
        price=sheet.price or "",
        lacks_number=own is not None and sheet.shop_number not in text,
        form=form or CopyForm(formdata=None, text=text),
    )


def _old_price(text: str, price: str) -> str:
    """The first price in the text, where none of them is the poster's. A shop's poster has none."""
    said = _PRICE.findall(text) if price else []
    return said[0] if said and price not in said else ""
