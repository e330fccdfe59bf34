"""What has to be answered before a file is loaded: where two readings are about as likely, or nobody but its owner can
know. A doubt never has a silent answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from models.catalogue.imports.formats import format_named
from models.catalogue.imports.sheets.layout import known_as
from models.catalogue.imports.understanding.currency import Currencies
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES, Decoding
from models.catalogue.imports.understanding.meanings import Meanings
from models.catalogue.imports.understanding.plan import YUAN, Plan
from models.kernel.errors import N_, Refused

DoubtAbout = Literal["encoding", "columns", "currency", "decimal"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """`about` is the part of the page that answers it; `words` a msgid with `params`. A `light` one has a
    likely answer that stands on the page already: whoever loads the file gives it."""

    about: DoubtAbout
    words: str
    params: dict[str, object] = field(default_factory=dict)
    light: bool = False

    def refusal(self) -> Refused:
        """The doubt where nobody is there to answer."""
        return Refused(self.about, self.words, **self.params)


def doubts_about(
    plan: Plan, meanings: Meanings, header: Sequence[str], said: Currencies, close: Sequence[Decoding]
) -> list[Doubt]:
    """Every doubt, in the order in which they are best answered."""
    doubts = []
    if len(close) > 1:
        names = "、".join(ENCODING_NAMES.get(one.encoding, one.encoding) for one in close)
        doubts.append(Doubt("encoding", N_("文字编码可能是 %(names)s，请选读得通的那一种"), {"names": names}))
    doubts += [
        Doubt("columns", N_("表头里“%(column)s”出现了两次，请只留一列"), {"column": header[second].strip()[:40]})
        for _, second in meanings.twice
    ]
    missing = _missing(plan)
    if missing:
        doubts.append(Doubt("columns", *missing))
    if plan.currency != YUAN and not (plan.currency and plan.rate):
        doubts.append(_about_money(plan, said))
    return doubts


def light_doubts(plan: Plan, said: Currencies, *, currency_known: bool, decimal_known: bool) -> list[Doubt]:
    """What is likely, but costs much where it is not so: it is asked once."""
    doubts = []
    if said.unsaid and not currency_known:
        words = N_("文件没写价格是哪种钱。是人民币就直接装入；不是，就选币种、写上汇率")
        doubts.append(Doubt("currency", words, light=True))
    if plan.decimal == "," and not decimal_known:
        words = N_("价格写成“%(example)s”，逗号像是小数点。是就直接装入；不是，就在“价格的小数点”那里选另一种")
        doubts.append(Doubt("decimal", words, {"example": said.written[:20]}, light=True))
    return doubts


def _missing(plan: Plan) -> tuple[str, dict[str, object]] | None:
    needed = format_named(plan.format).needed
    has = {*plan.meanings, *({"handle"} if plan.known_by in plan.meanings else ())}
    missing = [name for name in needed if name not in has]
    if not missing:
        return None
    if len(missing) == len(needed):
        return N_("认不出表头。要有一行写着“商品编号”“标题”“价格”这些列名，可以先下载样表照着填"), {}
    return N_("表头缺少这些列：%(columns)s"), {"columns": "、".join(map(known_as, missing))}


def _about_money(plan: Plan, said: Currencies) -> Doubt:
    if plan.currency:
        words = N_("价格是 %(currency)s，不是人民币。请写汇率：1 %(currency)s 等于多少元")
        return Doubt("currency", words, {"currency": plan.currency})
    words = N_("价格像“%(example)s”这样，文件里没写是哪种钱。请选币种；不是人民币就写上汇率")
    return Doubt("currency", words, {"example": said.example[:20]})
