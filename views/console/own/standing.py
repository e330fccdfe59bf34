"""How a shop stands with its own goods: whether it may sell some, what is missing, and on what terms."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlmodel import col, select

from models.catalogue.category.category import Category
from models.catalogue.supplier.freight_rate import FreightRate
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.ledger.deposit import deposit_of
from models.stories.own.beginning import certification_of, is_certified, require_own_goods, self_run_of, usual_freight
from models.stories.own.deposit import lacking_for
from models.stories.own.publishing import waits_for_desk
from views.kit import locale, store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import sentence

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """`lack` says why the shop may not sell own goods now, empty where it may; `needs_papers` that certification is
    what is missing, `asks_papers` that nothing asks for it yet."""

    supplier: Supplier | None
    lack: str = ""
    needs_papers: bool = False
    asks_papers: bool = False


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What holds for own goods of a category: freight, the deposit that it asks for with what is missing of it, whether
    the desk looks first. `asking` are the categories that ask for one, by name, with how much."""

    freight: FreightRate
    deposit: Money = _NOTHING
    lacking: Money = _NOTHING
    held: Money = _NOTHING
    waits: bool = True
    asking: list[tuple[str, Money]] = field(default_factory=list)

    @property
    def asking_words(self) -> str:
        """The first few of them, in a sentence."""
        shown = _("、").join(_("%(name)s %(yuan)s 元", name=name, yuan=yuan.short) for name, yuan in self.asking[:3])
        return shown + ("…" if len(self.asking) > 3 else "")


def standing() -> Standing:
    """Of the shop that this request is for."""
    session, mine = store.session(), shop()
    supplier = self_run_of(session, mine)
    try:
        require_own_goods(session, mine)
    except Refused as no:
        return Standing(
            supplier, sentence(no), not is_certified(session, mine), certification_of(session, mine) is None
        )
    return Standing(supplier)


def terms_for(category: Category | None) -> OwnTerms:
    """For goods of this category, or of none yet."""
    session, rules = store.session(), house().rules
    supplier = self_run_of(session, shop())
    return OwnTerms(
        freight=supplier.rate if supplier else usual_freight(rules),
        deposit=category.deposit if category else _NOTHING,
        lacking=lacking_for(session, supplier, category) if category else _NOTHING,
        held=deposit_of(session, supplier) if supplier else _NOTHING,
        waits=waits_for_desk(session, supplier, category, rules),
        asking=_asking(),
    )


def _asking() -> list[tuple[str, Money]]:
    asks = select(Category).where(Category.deposit > 0, col(Category.retired_at).is_(None))
    found = store.session().exec(asks.order_by(col(Category.position), col(Category.id)))
    return [(one.called(locale.current()), one.deposit) for one in found]
