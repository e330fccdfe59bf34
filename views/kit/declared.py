"""Settings as people read them: in which order they stand, what they are called, and their values with their units."""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from flask_babel import gettext, ngettext
from pydantic.fields import FieldInfo

from config import Config
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.setting import Measured, Setting, declaration_in
from views.kit.filters import rate

HIDDEN = "●●●"


class Row(NamedTuple):
    """A setting as tables have it: its field and that field's declaration."""

    name: str
    field: FieldInfo
    setting: Setting

    @property
    def default(self) -> str:
        """As one would write it into the variable, or what holds where nothing is written."""
        return written(self.field.default) or gettext(self.setting.unset or N_("无"))

    @property
    def is_secret(self) -> bool:
        """Whether its value is shown to nobody."""
        return not self.field.repr

    @property
    def unit(self) -> str:
        """What a number of it counts; "" where nothing is said, or it is none."""
        return next((one.unit for one in self.field.metadata if isinstance(one, Measured)), "")

    @property
    def choices(self) -> list[str]:
        """The words it may be, where it is one of a few."""
        return [one for one in get_args(self.field.annotation) if isinstance(one, str)]

    @property
    def least(self) -> int | None:
        """The smallest number it may be."""
        return self._bound("ge", max)

    @property
    def most(self) -> int | None:
        """The largest."""
        return self._bound("le", min)

    @property
    def span(self) -> str:
        """The least and the most, or the words it may be, as one writes them into the variable."""
        words = self.setting.choices or self.choices
        if words or self.field.annotation is bool:
            return ", ".join(f"`{word}`" for word in words or ("true", "false"))
        return "" if self.least is None else f"{self.least}–{self.most}"

    @property
    def called(self) -> str:
        """Its sentence at the desk, where it stands by itself; in the tables it goes on from the variable."""
        words = gettext(self.setting.at_desk or self.setting.words)
        return words[:1].upper() + words[1:]

    @property
    def span_said(self) -> str:
        """From where to where it goes, for people."""
        if self.least is None or self.choices:
            return ""
        return gettext("%(least)s 到 %(most)s", least=self.said(self.least), most=self.said(self.most))

    def said(self, value: Any) -> str:
        """A value with its unit, in the reader's language."""
        if isinstance(value, bool):
            return gettext("是") if value else gettext("否")
        if isinstance(value, int) and self.unit:
            return _counted(value, self.unit)
        if isinstance(value, tuple | list):
            return gettext("、").join(str(one) for one in value) or gettext("无")
        named: Mapping[str, str] = self.setting.named
        return gettext(named[value]) if value in named else written(value) or gettext(self.setting.unset or N_("无"))

    def _bound(self, side: str, choose: Any) -> int | None:
        found = [getattr(one, side) for one in self.field.metadata if hasattr(one, side)]
        return choose(found) if found else None


def _counted(value: int, unit: str) -> str:
    if unit == "fen":
        return f"¥{Money(value).short}"
    if unit == "rate":
        return rate(value)
    said = {
        "day": lambda: ngettext("%(num)s 天", "%(num)s 天", value),
        "hour": lambda: ngettext("%(num)s 小时", "%(num)s 小时", value),
        "minute": lambda: ngettext("%(num)s 分钟", "%(num)s 分钟", value),
        "second": lambda: ngettext("%(num)s 秒", "%(num)s 秒", value),
    }
    return said[unit]()


def declared_rows() -> list[Row]:
    """All settings: the program's own first, then the gateways' and the rules', each in the order of its file."""
    known = Config.model_fields
    own = [name for name in known if name in Config.__annotations__]
    found = {name: declaration_in(known[name].metadata) for name in [*own, *known]}
    return [Row(name, known[name], setting) for name, setting in found.items() if setting]


def written(value: Any) -> str:
    """A value as it stands in a variable."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return ",".join(value) if isinstance(value, tuple) else str(value)
