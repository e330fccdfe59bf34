"""Every state and kind that a noun declares has a word for people."""

from typing import get_args

import pytest

from models.catalogue.goods.goods import Goods
from models.catalogue.imports.run import ImportRun
from models.kernel.steps import states_of
from models.ledger.settlement import STAGES
from models.link.link import PLACEMENTS
from models.payment.refund import CAUSES
from models.payment.states import REFUND
from models.payout.states import PAYEE, WITHDRAWAL
from models.shop.level import SLUGS
from models.trade.after_sale.after_sale import REASONS, RECEPTIONS
from models.trade.after_sale.by_operator import OUTCOMES
from models.trade.after_sale.states import AFTER_SALE, BroughtStanding
from models.trade.order.states import ORDER, PARCEL, FetchedStanding
from views.desk.disputes import AT_THE_SHOP
from views.kit.words import NOUNS, STATES

DECLARED = {
    "order": states_of(ORDER, "unpaid", "placed"),
    "parcel": (*states_of(PARCEL, "waiting"), *get_args(FetchedStanding)),
    "refund": states_of(REFUND, "asked"),
    "refund_cause": CAUSES,
    "after_sale": (*states_of(AFTER_SALE, "asked"), *get_args(BroughtStanding)),
    "reason": REASONS,
    "reception": RECEPTIONS,
    "outcome": (*OUTCOMES, *AT_THE_SHOP.values()),
    "withdrawal": states_of(WITHDRAWAL, "requested"),
    "withdrawal_step": ("request", *WITHDRAWAL),
    "payee": states_of(PAYEE, "asked"),
    "placement": PLACEMENTS,
    "level": SLUGS,
    "settlement_stage": STAGES,
}


@pytest.mark.parametrize("noun", DECLARED)
def test_a_noun_has_words_for_what_it_declares(noun: str) -> None:
    assert {name for key in STATES for at, _, name in [key.partition(".")] if at == noun} == set(DECLARED[noun])


@pytest.mark.parametrize(("record", "noun"), [(Goods, "goods"), (ImportRun, "import")])
def test_a_record_has_words_for_the_states_that_its_check_lists(record: type, noun: str) -> None:
    (check,) = [str(one.sqltext) for one in record.__table__.constraints if one.name and "state_known" in one.name]  # type: ignore[attr-defined]  # A table=True class has its table.
    assert all(f"'{name}'" in check for words in NOUNS for name in words.get(noun, ()))
