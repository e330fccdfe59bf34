"""News: found once each, gathered into one message, held at night, tried for a day, and never sent twice."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.goods import listing
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.hiring import take_onto_staff
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.said import Said
from models.notify import Notice, Undelivered
from models.notify.dispatching import undelivered
from models.notify.news import Dispatch, News, NoticeChoice
from models.notify.noting import forget_news, news_of, see_news, unseen_news
from models.stories.news import news_kinds
from models.stories.news.cutting import cut
from models.stories.news.tell import look_for_news, tell_news
from models.talk.conversation import MailAddress
from tests.given.factories import at_desk, make_member
from tests.given.market import Market
from tests.given.processes import in_threads
from tests.given.tills import approved, asked, till

MINUTE = timedelta(minutes=1)
WHERE = "https://xiaopu.example"


@dataclass
class Told:
    """A way that takes down what it was given, and fails while told to."""

    name: str = "told"
    fails: bool = False
    got: list[Notice] = field(default_factory=list)

    def send(self, notice: Notice) -> None:
        """Keeps it."""
        if self.fails:
            raise Undelivered("not now")
        self.got.append(notice)


def _look(market: Market) -> int:
    return look_for_news(market.database, rules=DEFAULT, at=market.at)


def _tell(market: Market, *ways: Told) -> int:
    return tell_news(market.database, ways, where=WHERE, rules=DEFAULT, at=market.at)


@pytest.fixture
def market(database: Database) -> Market:
    """One in which news has been looked for once: what follows is new."""
    made = Market(database)
    assert _look(made) == 0
    made.wait(minutes=5)
    return made


def _news(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        rows = session.exec(select(News).order_by(col(News.audience), col(News.id))).all()
        return [(row.audience, row.kind, row.words) for row in rows]


def _keeper(session: Session) -> Member:
    return session.exec(select(Member).where(Member.name == "掌柜")).one()


def test_an_order_is_told_to_its_keeper_and_each_supplier_once(market: Market) -> None:
    assert market.buy([1, 0, 2], gateway="cod") == ""
    assert (_look(market), _look(market)) == (3, 0)
    market.wait(minutes=1)
    assert _look(market) == 0
    told = _news(market.database)
    assert [(audience, kind) for audience, kind, _ in told] == [("keeper", "order")] + [("supplier", "order")] * 2
    assert "共 3 件" in told[0][2] and told[1][2].startswith("新包裹要发")


def test_news_is_told_to_those_of_the_staff_who_may_act_on_it(market: Market) -> None:
    with market.database.transaction() as session:
        supplier = session.exec(select(Supplier).order_by(col(Supplier.id))).first()
        assert supplier is not None
        for role in ("shipping", "finance"):
            take_onto_staff(session, supplier, make_member(session, name=role), [role], Act.program(market.at))
    market.buy([1, 0, 0], gateway="cod")
    assert _look(market) == 3
    with market.database.reading() as session:
        told = session.exec(select(Member.name).join(News).where(News.audience == "supplier")).all()
    assert len(told) == 2 and "shipping" in told and "finance" not in told


def test_a_prepaid_order_counts_once_it_is_paid(market: Market) -> None:
    market.buy([1, 0, 0])
    assert _look(market) == 0
    market.wait(minutes=20)
    market.pay(0)
    assert _look(market) == 2
    market.replay(0)
    assert _look(market) == 0


def test_what_was_before_the_first_look_is_history(database: Database) -> None:
    market = Market(database)
    market.buy([1, 0, 0], gateway="cod")
    market.wait(minutes=1)
    assert (_look(market), _look(market)) == (0, 0)
    market.buy([1, 0, 0], gateway="cod")
    assert _look(market) == 2


def test_a_worker_that_was_down_for_days_makes_up_for_it(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    market.wait(days=5)
    kinds = {kind for _, kind, _ in _news(market.database)}
    assert _look(market) == 4
    assert {kind for _, kind, _ in _news(market.database)} - kinds == {"order", "overdue"}


def test_two_workers_at_once_note_and_send_once(market: Market) -> None:
    market.buy([1, 1, 1], gateway="cod")
    assert sum(in_threads(lambda _: _look(market), [(n,) for n in range(4)])) == 3
    told = Told()
    assert sum(in_threads(lambda _: _tell(market, told), [(n,) for n in range(4)])) == 3
    assert len({notice.key for notice in told.got}) == len(told.got) == 3


def test_a_crash_before_sending_leaves_it_to_the_next_round(market: Market) -> None:
    class Crash(Told):
        def send(self, notice: Notice) -> None:
            raise SystemExit("the machine stops")

    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    with pytest.raises(SystemExit):
        _tell(market, Crash())
    told = Told()
    market.wait(minutes=3)
    assert _tell(market, told) == 2
    assert _tell(market, told) == 0
    assert [notice.audience for notice in told.got].count("keeper") == 1


def test_many_at_once_are_one_message(market: Market) -> None:
    for _ in range(5):
        market.buy([1, 0, 0], gateway="cod")
    _look(market)
    told = Told()
    assert _tell(market, told) == 2
    keepers = next(notice for notice in told.got if notice.audience == "keeper")
    assert keepers.subject == "小铺里有 5 件新的事" and "还有 2 件" in keepers.text
    assert (keepers.url, keepers.event) == (f"{WHERE}/console/notices", "news.several")


def test_one_leads_to_where_it_is(market: Market) -> None:
    market.buy([0, 0, 1], gateway="cod")
    _look(market)
    told = Told()
    _tell(market, told)
    keeper, supplier = sorted(told.got, key=lambda notice: notice.audience)
    assert keeper.url.startswith(f"{WHERE}/console/orders/") and "?door=" in keeper.url
    assert supplier.url.startswith(f"{WHERE}/supply/parcels/")
    assert (keeper.event, keeper.key.startswith("news-")) == ("news.order", True)


def test_what_was_read_in_the_program_is_not_sent(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    with market.database.transaction() as session:
        keeper = _keeper(session)
        [one] = news_of(session, keeper.id, "keeper")
        assert unseen_news(session, keeper.id, "keeper") == 1
        see_news(session, keeper.id, "supplier", one.id, at=market.at)
        see_news(session, keeper.id, "keeper", one.id - 1, at=market.at)
        assert unseen_news(session, keeper.id, "keeper") == 1
        see_news(session, keeper.id, "keeper", one.id, at=market.at)
        assert unseen_news(session, keeper.id, "keeper") == 0
    told = Told()
    _tell(market, told)
    assert [notice.audience for notice in told.got] == ["supplier"]


def test_at_night_it_waits_for_the_morning(market: Market) -> None:
    # NOON is twelve in China; ten hours later the quiet begins.
    market.wait(hours=10)
    market.buy([1, 0, 0], gateway="cod")
    told = Told()
    for _ in range(9):
        _look(market)
        assert _tell(market, told) == 0
        market.wait(hours=1)
    market.wait(hours=1)
    assert _tell(market, told) == 2


def test_a_way_that_fails_for_a_day_is_given_up_and_said(market: Market, caplog: pytest.LogCaptureFixture) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    good, bad = Told("good"), Told("bad", fails=True)
    sent = 0
    for _ in range(24 * 60 // 20 + 40):
        sent += _tell(market, good, bad)
        market.wait(minutes=20)
    assert sent == 2 and len(good.got) == 2
    with market.database.reading() as session:
        tries = {(one.tries, one.next_at, bool(one.given_up_at), one.trouble) for one in session.exec(select(Dispatch))}
        assert tries == {(7, None, True, "not now")}
        found = undelivered(session, _keeper(session).id, at=market.at)
        assert found and found.done == ["good"]
        assert undelivered(session, _keeper(session).id, at=market.at + timedelta(days=8)) is None
    assert "is given up: not now" in caplog.text


def test_a_way_that_hangs_holds_nobody_up(market: Market) -> None:
    class Hanging(Told):
        tried = 0

        def send(self, notice: Notice) -> None:
            self.tried += 1
            raise Undelivered("no answer")

    market.buy([1, 0, 1], gateway="cod")
    _look(market)
    good, bad = Told("good"), Hanging("bad")
    assert _tell(market, bad, good) == 3
    assert (bad.tried, len(good.got)) == (2, 3)
    with market.database.reading() as session:
        assert {one.trouble for one in session.exec(select(Dispatch))} == {
            "no answer",
            "bad: left out, as it failed others just now",
        }


def test_what_failed_is_sent_by_that_way_alone(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    good, bad = Told("good"), Told("bad", fails=True)
    _tell(market, good, bad)
    bad.fails = False
    assert _tell(market, good, bad) == 0
    market.wait(minutes=2)
    assert _tell(market, good, bad) == 2
    assert (len(good.got), len(bad.got)) == (2, 2)
    assert {one.key for one in good.got} == {one.key for one in bad.got}


def test_a_member_chooses_ways_and_language(market: Market) -> None:
    with market.database.transaction() as session:
        keeper = _keeper(session)
        session.add(MailAddress(member_id=keeper.id, address="alin@example.org", since=now()))
        session.add(NoticeChoice(member_id=keeper.id, by_sms=False, by_email=True, language="en", since=now()))
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    told = Told()
    _tell(market, told)
    keeper_notice, supplier_notice = sorted(told.got, key=lambda notice: notice.audience)
    assert (keeper_notice.phone, keeper_notice.mail) == ("", "alin@example.org")
    assert keeper_notice.text.startswith("New order ")
    assert supplier_notice.phone and supplier_notice.mail == ""


def test_a_parcel_that_did_not_leave_is_overdue_once(market: Market) -> None:
    market.buy([1, 0, 1], gateway="cod")
    _look(market)
    market.wait(hours=47)
    assert _look(market) == 0
    market.ship(0)
    market.wait(hours=2)
    assert (_look(market), _look(market)) == (2, 0)
    overdue = [words for _, kind, words in _news(market.database) if kind == "overdue"]
    assert overdue[0].endswith("小时供货商还没发出")


def test_after_sales_are_told_to_whose_turn_it_is(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    market.ship(0)
    market.receive(0)
    _look(market)
    assert market.ask(0, "return", 1) == ""
    assert _look(market) == 2
    assert market.carry_on(0, "agree_return") == ""
    assert _look(market) == 0
    assert market.carry_on(0, "send_back") == ""
    assert _look(market) == 1
    assert market.carry_on(0, "arrive") == ""
    assert _look(market) == 1
    assert market.carry_on(0, "refuse") == "" and market.carry_on(0, "dispute") == ""
    assert _look(market) == 0
    assert market.carry_on(0, "rule_refund") == ""
    assert _look(market) == 2
    told = [(audience, words[:5]) for audience, kind, words in _news(market.database) if kind == "after_sale"]
    asked, ruled = ("买家申请售", "平台裁定了")
    assert told == [
        ("keeper", asked),
        ("keeper", ruled),
        ("supplier", asked),
        ("supplier", "退货寄出了"),
        ("supplier", "退货到了 "),
        ("supplier", ruled),
    ]


def test_decisions_on_goods_are_told_with_their_reason_cut_well(market: Market) -> None:
    why = "照片太暗，" * 100
    with market.database.transaction() as session:
        by = make_member(session, name="平台")
        at_desk(session, by.id)
        session.flush()
        goods = session.get_one(Goods, session.get_one(SKU, market.stalls[0].sku).goods_id)
        goods.title = "长" * 120
        listing.take_off(session, goods, Act.operator(by, market.at, why[:200]))
    assert _look(market) == 0, "it may be taken back for a minute"
    market.wait(minutes=1)
    assert _look(market) == 1
    [(audience, kind, words)] = _news(market.database)
    assert (audience, kind) == ("supplier", "goods")
    assert words.startswith("平台下架了：" + "长" * 39 + "…") and len(words) < 140
    told = Told()
    _tell(market, told)
    assert len(told.got[0].subject) <= 60


def test_payouts_are_told_to_their_owner(database: Database) -> None:
    at = till(database)
    look_for_news(database, rules=DEFAULT, at=now() - timedelta(days=4000))
    code = asked(database, at, 2_000, "once-once-once-once")
    approved(database, at, code)
    look_for_news(database, rules=DEFAULT, at=now() + timedelta(days=1))
    [(audience, words)] = [(who, words) for who, kind, words in _news(database) if kind == "payout"]
    assert (audience, words) == ("keeper", f"提现 {code} 批准了：20.00 元正在付")


def test_old_news_is_forgotten_and_not_found_again(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    with market.database.transaction() as session:
        assert forget_news(session, at=market.at + timedelta(days=89)) == 0
        assert forget_news(session, at=market.at + timedelta(days=91)) == 2
    market.wait(days=91)
    look_for_news(market.database, rules=DEFAULT, at=market.at)


def test_a_kind_that_fails_does_not_stop_the_others(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = news_kinds()

    def broken(*_: object) -> list[object]:
        raise RuntimeError("broken")

    bad = {**kinds, "after_sale": replace(kinds["after_sale"], find=broken)}  # type: ignore[arg-type]  # A finder that fails.
    market.buy([1, 0, 0], gateway="cod")
    with monkeypatch.context() as patched:
        patched.setattr("models.stories.news.tell.news_kinds", lambda: bad)
        assert _look(market) == 2
    with market.database.reading() as session:
        assert session.exec(select(News.kind).distinct()).all() == ["order"]
    assert _look(market) == 0


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("短的", 10, "短的"),
        ("一二三四五六七八九十", 5, "一二三四…"),
        ("照片太暗，重拍一张再交上来", 8, "照片太暗，重拍…"),
        ("照片照片太暗，重拍一张", 8, "照片照片太暗…"),
        ("👩‍👩‍👧‍👧👩‍👩‍👧‍👧👩‍👩‍👧‍👧", 2, "👩‍👩‍👧‍👧…"),
        ("a\n\nb   c", 20, "a b c"),
        ("", 5, ""),
    ],
)
def test_cutting(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


def test_what_is_kept_can_be_told_in_another_language(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    with market.database.reading() as session:
        assert all(isinstance(row.words, Said) and json.dumps(row.words) for row in session.exec(select(News)))


def test_without_ways_nothing_is_gathered(market: Market) -> None:
    market.buy([1, 0, 0], gateway="cod")
    _look(market)
    assert _tell(market) == 0
    with market.database.reading() as session:
        assert session.exec(select(Dispatch)).all() == []
    market.wait(days=3)
    assert _tell(market, Told()) == 0
