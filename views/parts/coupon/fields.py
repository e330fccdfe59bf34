"""A discount as people write it."""

import re
from decimal import Decimal

from flask_babel import gettext
from wtforms import StringField, ValidationError

from models.kernel.reading.letters import plain
from views.parts.coupon.words import folds

_FOLD = re.compile(r"[1-9](\.[0-9])?|[1-9][0-9]")


class FoldField(StringField):
    """A discount as it is said in Chinese: 9 is what is left of ten, 8.5 and 85 are the same; `data` is what is taken
    off, in basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = plain(valuelist[0][:60]).removesuffix("折").strip() if valuelist else ""
        self.data = None
        if typed:
            if not _FOLD.fullmatch(typed):
                raise ValidationError(gettext("写 9 就是九折，8.5 就是八五折"))
            tenths = Decimal(typed) / (10 if len(typed) == 2 else 1)
            self.data = 10_000 - int(tenths * 1_000)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else folds(self.data)
