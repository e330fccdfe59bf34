"""The templates that a coupon can begin from."""

from dataclasses import dataclass

from models.kernel.errors import N_


@dataclass(frozen=True, slots=True)
class Template:
    """A coupon to begin from. `kind` is "off" or "rate"; amounts in fen, `off_bp` basis points. `greeting` closes the
    passphrase after the giver's name; empty where a button on the pages gives it."""

    name: str
    words: str
    kind: str
    minimum: int
    off: int | None = None
    off_bp: int | None = None
    most_off: int | None = None
    greeting: str = ""
    days: int = 14


# Modest enough that a usual commission bears them whole (reduction.bearing_bp): about nine per cent at most.
TEMPLATES = {
    "welcome": Template(N_("进店立减"), N_("放在店里，进来的人点一下就领"), "off", 5_900, off=500),
    "over": Template(N_("满减"), N_("凑够一单多减一点，客单价更高"), "off", 19_900, off=1_500),
    "rate": Template(N_("折扣"), N_("按比例减，封了顶，大单也不会亏"), "rate", 0, off_bp=500, most_off=2_000),
    "regulars": Template(
        N_("老客口令"), N_("不放在页面上，只告诉老客：报口令就有"), "off", 9_900, off=800, greeting=N_("老友")
    ),
}
