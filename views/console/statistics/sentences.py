"""The first sentence: how it went, and where that came from, as far as the figures carry it. Never more."""

from collections.abc import Sequence
from statistics import median

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from models.kernel.clock import local
from models.report.numbers.asking import parts
from models.report.numbers.figures import PartFigures, Step
from models.shop.shop import Shop
from views.console.statistics.looks import Looked
from views.console.statistics.parting import names_of
from views.parts.numbers.asked import SpanAsked
from views.parts.numbers.comparing import LEAST_COMPARED, Compared, Pair
from views.parts.numbers.stepping import step_label

# A day stands out where it has twice the median's visits, and a cause where more than half of the difference is its.
_STANDS_OUT = 2
_LINKS_LOOKED_AT = 50


def sentence_of(session: Session, shop: Shop, looked: Looked) -> str:
    """One or two sentences in plain words."""
    visits, asked = looked.figures.visits, looked.asked
    if not visits:
        return _nothing(asked)
    first = _how_it_went(looked)
    second = _cause(session, shop, looked) or _peak(looked.steps, asked)
    return f"{first}{second}" if second else first


def when(asked: SpanAsked) -> str:
    """The span as people say it."""
    if asked.days == 1:
        return _("今天") if asked.open_ended else f"{asked.span.begins:%Y-%m-%d}"
    if asked.open_ended:
        return ngettext("这 %(num)s 天", "这 %(num)s 天", asked.days)
    return _("%(begins)s 到 %(ends)s", begins=f"{asked.span.begins:%m-%d}", ends=f"{asked.span.ends:%m-%d}")


def _nothing(asked: SpanAsked) -> str:
    if asked.open_ended:
        return _("%(when)s还没有人进店。发一张海报给信得过的人，数字就从这里开始。", when=when(asked))
    return _("%(when)s没有人进店。", when=when(asked))


def _how_it_went(looked: Looked) -> str:
    visits, asked, pair = looked.figures.visits, looked.asked, looked.visits
    said = ngettext("%(when)s有 %(num)s 次进店", "%(when)s有 %(num)s 次进店", visits, when=when(asked))
    if pair is None or looked.pair is None:
        return _("%(said)s。", said=said)
    if pair.now + pair.before < LEAST_COMPARED:
        return _("%(said)s，还少，先不和以前比。", said=said)
    return _("%(said)s，%(versus)s。", said=said, versus=_versus(pair, looked.pair))


def _versus(visits: Compared, pair: Pair) -> str:
    if not visits.is_clear:
        return _("和%(before)s差不多", before=pair.words)
    if visits.more > 0:
        return _("比%(before)s热闹", before=pair.words)
    return _("比%(before)s冷清", before=pair.words)


def _cause(session: Session, shop: Shop, looked: Looked) -> str:
    """The one link that brought most of a clear difference."""
    pair, visits = looked.pair, looked.visits
    if pair is None or visits is None or not visits.is_clear or pair.days is None:
        return ""
    now = parts(session, shop.id, pair.days[0], "link", _LINKS_LOOKED_AT)
    before = parts(session, shop.id, pair.days[1], "link", _LINKS_LOOKED_AT)
    key, more = _most_changed(now, before, up=visits.more > 0)
    if key is None or abs(more) * 2 <= abs(visits.more):
        return ""
    named = names_of(session, "link", [key]).get(key)
    if named is None:
        return ""
    if visits.more > 0:
        return _("多出来的大半是“%(name)s”带来的。", name=named.words)
    return _("少掉的大半是“%(name)s”以前带来的。", name=named.words)


def _most_changed(now: Sequence[PartFigures], before: Sequence[PartFigures], *, up: bool) -> tuple[int | None, int]:
    was = {part.key: part.figures.visits for part in before}
    have = {part.key: part.figures.visits for part in now}
    changes = {key: have.get(key, 0) - was.get(key, 0) for key in {*was, *have} if isinstance(key, int)}
    if not changes:
        return None, 0
    key = (max if up else min)(sorted(changes), key=lambda one: changes[one])
    return key, changes[key]


def _peak(steps: Sequence[Step], asked: SpanAsked) -> str:
    """The day that stands out."""
    counts = [step.figures.visits for step in steps]
    if asked.by != "day" or len(counts) < 4 or sum(counts) < LEAST_COMPARED:
        return ""
    most = max(counts)
    if most < _STANDS_OUT * max(1, median(counts)):
        return ""
    step = steps[counts.index(most)]
    return ngettext(
        "%(day)s最多，%(num)s 次。", "%(day)s最多，%(num)s 次。", most, day=step_label(local(step.begins), "day")
    )
