"""Rights to brands: a chain whose papers join, one that waits and one that stands, and goods that come and go with
them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import put_back
from models.catalogue.goods.withholding import (
    BRAND_RAN_OUT,
    SHORT,
    bring_brand_back,
    fall_short,
    hold_back_brand,
    make_up,
)
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import (
    BrandClaim,
    PaperShown,
    brand_rights,
    claim_brand,
    grant_brand,
    lapse_brand,
    refuse_brand,
    require_brand,
)
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import local, now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from tests.given.factories import make_goods, make_member, make_supplier

TODAY = local(now()).date()
PAPER = PaperShown("太姥山茶业", "山里人", TODAY + timedelta(days=90), "DOC1")


def claimed(session: Session, supplier: Supplier, brand: str = "绿雪芽", paper: PaperShown = PAPER) -> BrandRight:
    owner = make_member(session)
    return claim_brand(session, supplier, BrandClaim(brand, "chain", [paper]), Act.supplier(owner, now()), DEFAULT)


def decider(session: Session, why: str = "") -> Act:
    return Act.operator(make_member(session), now(), why)


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ([], "至少"),
        ([PAPER] * 4, "最多 3"),
        ([replace(PAPER, granted_by=" ")], "第 1 份"),
        ([replace(PAPER, ends_on=date(2020, 1, 1))], "过期"),
        ([PAPER, replace(PAPER, granted_by="别人")], "接不上"),
    ],
)
def test_papers_that_show_nothing_are_refused(database: Database, papers: list[PaperShown], said: str) -> None:
    with database.transaction() as session:
        supplier, act = make_supplier(session), Act.supplier(make_member(session), now())
        with pytest.raises(Refused) as refused:
            claim_brand(session, supplier, BrandClaim("绿雪芽", "chain", papers), act, DEFAULT)
        assert refused.value.field == "papers" and said in str(refused.value.said)
        assert brand_rights(session, supplier) == []


def test_the_chain_ends_with_its_first_paper_that_does(database: Database) -> None:
    with database.transaction() as session:
        supplier, act = make_supplier(session), Act.supplier(make_member(session), now())
        lower = PaperShown(" 山里人 ", "茶厂", TODAY + timedelta(days=30), "DOC2")
        right = claim_brand(session, supplier, BrandClaim("绿雪芽", "chain", [PAPER, lower]), act, DEFAULT)
        assert right.ends_on == TODAY + timedelta(days=30) and len(right.papers) == 2


def test_a_claim_takes_the_place_of_what_waits_and_a_grant_of_what_stands(database: Database) -> None:
    with database.transaction() as session:
        supplier = make_supplier(session)
        first, second = claimed(session, supplier), claimed(session, supplier, "  绿雪芽 ")
        session.refresh(first)
        assert (first.state, second.state) == ("replaced", "waiting")
        assert grant_brand(session, second, decider(session)) is None
        with pytest.raises(Refused):
            grant_brand(session, second, decider(session))
        renewal = claimed(session, supplier)
        assert grant_brand(session, renewal, decider(session)) == second and second.state == "replaced"
        with pytest.raises(Refused):
            refuse_brand(session, renewal, decider(session))
        assert [right.state for right in brand_rights(session, supplier)] == ["standing"]


def test_who_proves_brands_sells_none_without_and_others_until_theirs_run_out(database: Database) -> None:
    with database.transaction() as session:
        by_hand, applied = make_supplier(session, name="手工加的"), make_supplier(session, name="自己申请的")
        applied.proves_brands = True
        require_brand(session, by_hand, "绿雪芽")
        require_brand(session, applied, "")
        with pytest.raises(Refused):
            require_brand(session, applied, "绿雪芽")
        for supplier in (by_hand, applied):
            right = claimed(session, supplier)
            grant_brand(session, right, decider(session))
            require_brand(session, supplier, "绿 雪 芽".replace(" ", ""))
            assert lapse_brand(session, right, Act.program(now())) and not lapse_brand(
                session, right, Act.program(now())
            )
            with pytest.raises(Refused) as refused:
                require_brand(session, supplier, "绿雪芽")
            assert "到期" in str(refused.value.said)


def test_goods_of_the_brand_go_off_and_come_back_and_wait_for_the_reason_that_is_left(database: Database) -> None:
    with database.transaction() as session:
        supplier = make_supplier(session)
        branded, plain = (make_goods(session, supplier, digest="ab" * 16) for _ in range(2))
        branded.brand = "绿雪芽"
        right = claimed(session, supplier)
        grant_brand(session, right, decider(session))
        lapse_brand(session, right, Act.program(now()))
        assert hold_back_brand(session, supplier, right.brand_key, at=now()) == 1
        assert (branded.state, branded.state_why, plain.state) == ("off_sale", BRAND_RAN_OUT, "on_sale")
        with pytest.raises(Refused):
            put_back(session, branded, decider(session))

        supplier.deposit_required = Money(100)
        fall_short(session, supplier, at=now())
        assert plain.state_why == SHORT
        grant_brand(session, claimed(session, supplier), decider(session))
        assert bring_brand_back(session, supplier, at=now()) == 0
        session.refresh(branded)
        assert branded.state_why == SHORT
        made = make_up(session, supplier, at=now())
        assert (made, branded.state_why, plain.state_why) == (2, "", "")
        states = session.exec(select(Goods.state).where(Goods.supplier_id == supplier.id)).all()
        assert set(states) == {"on_sale"}
