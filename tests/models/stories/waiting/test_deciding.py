"""Deciding in the queue: through the kinds' own verbs, by one at a time, and back again within the minute."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.stories.news.tell import look_for_news
from models.stories.waiting import waiting_kinds
from models.stories.waiting.deciding import decide_each, decide_waiting, rehearse
from models.stories.waiting.reading import Queue, Sought, waiting_counts
from models.stories.waiting.taking_back import take_back
from models.waiting.hands import hands_of, lapse_hands, let_go, take_in_hand
from models.waiting.in_hand import InHand
from models.waiting.verdict import Verdict
from tests.given.factories import at_desk, make_member, make_supplier
from tests.given.processes import in_threads
from tests.given.waiting_things import press, waiting_goods, waiting_payee, waiting_withdrawal

AT = now().replace(microsecond=0)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
EVERY = tuple(waiting_kinds())


def desk(session: Session, name: str = "秦岚") -> Member:
    member = make_member(session, name=name)
    at_desk(session, member.id)
    session.flush()
    return member


def queue(session: Session, **filters: object) -> Queue:
    return Queue(session, Sought(**({"kinds": EVERY} | filters)), DEFAULT, AT)  # type: ignore[arg-type]  # Filters by name.


class TestTheOrder:
    def test_the_oldest_promise_comes_first_whatever_its_kind(self, database: Database) -> None:
        with database.transaction() as session:
            who = desk(session)
            late = waiting_goods(session, at=AT - 30 * HOUR).code
            fresh = waiting_goods(session, at=AT - HOUR).code
            payee = waiting_payee(session, at=AT - 20 * HOUR).code
            asked = waiting_withdrawal(session, who, at=AT - 25 * HOUR).code
        with database.reading() as session:
            rows = queue(session).after(None, 10)
            assert [row.code for row in rows] == [late, asked, payee, fresh]
            assert [row.promised < AT for row in rows] == [True, True, False, False]
            assert [row.code for row in queue(session, is_overdue=True).after(None, 10)] == [late, asked]
            counted = waiting_counts(session, EVERY, rules=DEFAULT, at=AT)
            found = {name: (one.waiting, one.overdue) for name, one in counted.items() if one.waiting}
            assert found == {"goods": (2, 1), "payee": (1, 0), "withdrawal": (1, 1)}

    def test_pages_meet_without_a_gap_and_go_back_the_same_way(self, database: Database) -> None:
        with database.transaction() as session:
            for number in range(7):
                # Promises of one moment stand in one order too.
                waiting_goods(session, at=AT - (number // 3) * HOUR)
                waiting_payee(session, at=AT - (number // 3) * HOUR, name=f"店{number}")
        with database.reading() as session:
            whole = [row.spot for row in queue(session).after(None, 100)]
            walked, spot = [], None
            while page := queue(session).after(spot, 3):
                walked += [row.spot for row in page]
                spot = page[-1].spot
            assert walked == whole == sorted(whole)
            assert len(whole) == 14
            back = [queue(session).before(spot) for spot in whole]
            assert [row and row.spot for row in back] == [None, *whole[:-1]]

    def test_words_name_whose_they_are(self, database: Database) -> None:
        with database.transaction() as session:
            goods = waiting_goods(session, at=AT, supplier="福鼎茶厂").code
            payee = waiting_payee(session, at=AT, name="豆豆家").code
        with database.reading() as session:
            for words, found in (("茶厂", [goods]), ("豆豆", [payee]), (payee.lower(), [payee]), ("没有", [])):
                assert [row.code for row in queue(session, words=words).after(None, 9)] == found, words


class TestInHand:
    def test_one_of_two_at_once_gets_it(self, database: Database) -> None:
        with database.transaction() as session:
            code = waiting_goods(session, at=AT).code
            people = [desk(session, f"人{n}").id for n in range(4)]

        def take(number: int) -> bool:
            try:
                with database.transaction() as session:
                    take_in_hand(
                        session, "goods", code, Act.operator(session.get_one(Member, people[number]), AT), rules=DEFAULT
                    )
            except Refused:
                return False
            return True

        assert sorted(in_threads(take, [(n,) for n in range(4)])) == [False, False, False, True]

    def test_another_is_told_who_has_it_and_may_take_over_later(self, database: Database) -> None:
        with database.transaction() as session:
            code = waiting_goods(session, at=AT).code
            first, second = desk(session, "秦岚"), desk(session, "老周")
            take_in_hand(session, "goods", code, Act.operator(first, AT), rules=DEFAULT)
            for verb, why in (("approve", ""), ("refuse", "看不清")):
                with pytest.raises(Refused, match="秦岚 正在看"):
                    decide_waiting(session, waiting_kinds()["goods"], code, press("goods", verb, second, AT, why=why))
            later = AT + timedelta(minutes=DEFAULT.in_hand_minutes)
            take_in_hand(session, "goods", code, Act.operator(second, later), rules=DEFAULT)
            assert hands_of(session, [("goods", code)], at=later)[("goods", code)].name == "老周"
            assert not let_go(session, "goods", code, Act.operator(first, later))
            assert let_go(session, "goods", code, Act.operator(second, later))
            ended = session.exec(select(InHand.ended).order_by(col(InHand.id))).all()
            assert list(ended) == ["lapsed", "let_go"]

    def test_a_clock_that_ran_back_breaks_no_hand(self, database: Database) -> None:
        with database.transaction() as session:
            code, who = waiting_goods(session, at=AT).code, desk(session)
            for at in (AT, AT - timedelta(hours=2)):
                take_in_hand(session, "goods", code, Act.operator(who, at), rules=DEFAULT)
            hand = hands_of(session, [("goods", code)], at=at)[("goods", code)]
            assert (hand.since, hand.until) == (at, at + timedelta(minutes=DEFAULT.in_hand_minutes))

    def test_a_hand_that_nobody_opens_again_is_swept(self, database: Database) -> None:
        with database.transaction() as session:
            code = waiting_goods(session, at=AT).code
            take_in_hand(session, "goods", code, Act.operator(desk(session), AT), rules=DEFAULT)
            assert lapse_hands(session, at=AT + 29 * MINUTE) == 0
            assert lapse_hands(session, at=AT + 30 * MINUTE) == 1


class TestDeciding:
    def test_a_second_press_changes_nothing_and_another_verb_is_refused(self, database: Database) -> None:
        kind = waiting_kinds()["goods"]
        with database.transaction() as session:
            code, who = waiting_goods(session, at=AT).code, desk(session)
            first = decide_waiting(session, kind, code, press("goods", "approve", who, AT))
            assert decide_waiting(session, kind, code, press("goods", "approve", who, AT + SECOND)).id == first.id
            with pytest.raises(Refused, match="不在等了"):
                decide_waiting(session, kind, code, press("goods", "refuse", who, AT + SECOND, why="晚了"))
            with pytest.raises(Gone):
                decide_waiting(session, kind, "NOWHERE", press("goods", "approve", who, AT))
        with database.reading() as session:
            assert session.exec(select(Goods.state)).one() == "on_sale"
            assert [row.what for row in session.exec(select(Audit))] == ["goods.approve"]
            assert session.exec(select(Verdict.verb)).all() == ["approve"]
            assert all(row.ended == "decided" for row in session.exec(select(InHand)))

    def test_what_changed_since_it_was_seen_is_not_decided(self, database: Database) -> None:
        with database.transaction() as session:
            goods, who = waiting_goods(session, at=AT), desk(session)
            (row,) = queue(session, kinds=("goods",)).after(None, 1)
            goods.changed_at = AT + SECOND
            session.flush()
            with pytest.raises(Refused, match="再看一眼"):
                decide_waiting(
                    session, waiting_kinds()["goods"], goods.code, press("goods", "approve", who, AT, seen=row.mark)
                )

    def test_many_are_rehearsed_without_a_trace_and_decided_one_by_one(self, database: Database) -> None:
        kind = waiting_kinds()["goods"]
        with database.transaction() as session:
            who, other = desk(session), desk(session, "老周")
            good, held = waiting_goods(session, at=AT), waiting_goods(session, at=AT)
            changed = waiting_goods(session, at=AT)
            take_in_hand(session, "goods", held.code, Act.operator(other, AT), rules=DEFAULT)
            seen = {row.code: row.mark for row in queue(session).after(None, 9)} | {"NOWHERE": ""}
            changed.changed_at = AT + SECOND
            pressed = press("goods", "approve", who, AT)
            lot = rehearse(session, kind, seen, pressed)
            assert [row.code for row in lot.done] == [good.code]
            assert {one.code for one in lot.left} == {held.code, changed.code, "NOWHERE"}
            assert good.state == "submitted"
            assert session.exec(select(Verdict)).first() is None
            assert len(session.exec(select(InHand)).all()) == 1
            done = decide_each(session, kind, seen, pressed)
            assert [row.code for row in done.done] == [good.code]
            assert (good.state, held.state, changed.state) == ("on_sale", "submitted", "submitted")

    def test_withdrawals_of_one_press_are_one_batch(self, database: Database) -> None:
        with database.transaction() as session:
            who = desk(session)
            codes = [waiting_withdrawal(session, who, at=AT, name=f"店{n}").code for n in range(3)]
            lot = decide_each(
                session,
                waiting_kinds()["withdrawal"],
                dict.fromkeys(codes, ""),
                press("withdrawal", "approve", who, AT),
            )
            assert len(lot.done) == 3
            assert len(set(session.exec(select(Withdrawal.batch)).all())) == 1


class TestTakingBack:
    def test_goods_payees_and_approvals_wait_again_with_their_promise(self, database: Database) -> None:
        with database.transaction() as session:
            who = desk(session)
            goods = waiting_goods(session, at=AT - HOUR)
            payee, asked = waiting_payee(session, at=AT), waiting_withdrawal(session, who, at=AT)
            before = [row.spot for row in queue(session).after(None, 9)]
            for kind, code, verb, why in (
                ("goods", goods.code, "approve", ""), ("goods", goods.code, "refuse", "看不清"),
                ("payee", payee.code, "verify", ""), ("payee", payee.code, "refuse", "对不上"),
                ("withdrawal", asked.code, "approve", ""),
            ):  # fmt: skip
                made = decide_waiting(session, waiting_kinds()[kind], code, press(kind, verb, who, AT, why=why))
                for _ in range(2):
                    lot = take_back(session, made.lot, Act.operator(who, AT + 59 * SECOND), rules=DEFAULT)
                    assert ([row.code for row in lot.done], lot.left) == ([code], [])
            assert [row.spot for row in queue(session).after(None, 9)] == before

    def test_after_the_minute_and_by_others_it_stands(self, database: Database) -> None:
        with database.transaction() as session:
            who, other = desk(session), desk(session, "老周")
            code = waiting_goods(session, at=AT).code
            made = decide_waiting(session, waiting_kinds()["goods"], code, press("goods", "approve", who, AT))
            with pytest.raises(Gone):
                take_back(session, made.lot, Act.operator(other, AT), rules=DEFAULT)
            late = take_back(session, made.lot, Act.operator(who, AT + MINUTE), rules=DEFAULT)
            assert [str(one.why) for one in late.left] == ["过了可以收回的时间，通知已经发出去了"]
            asked = waiting_withdrawal(session, who, at=AT).code
            no = decide_waiting(
                session, waiting_kinds()["withdrawal"], asked, press("withdrawal", "refuse", who, AT, why="等等")
            )
            assert [str(one.why) for one in take_back(session, no.lot, Act.operator(who, AT), rules=DEFAULT).left] == [
                "这样的决定收不回"
            ]

    def test_where_something_followed_it_stands(self, database: Database) -> None:
        with database.transaction() as session:
            who = desk(session)
            payee = waiting_payee(session, at=AT)
            made = decide_waiting(session, waiting_kinds()["payee"], payee.code, press("payee", "verify", who, AT))
            payee.state = "replaced"
            session.flush()
            lot = take_back(session, made.lot, Act.operator(who, AT), rules=DEFAULT)
            assert (len(lot.left), session.get_one(PayeeAccount, payee.id).state) == (1, "replaced")
            assert session.get_one(Verdict, made.id).taken_back_at is None

    def test_one_of_two_presses_at_once_takes_back(self, database: Database) -> None:
        with database.transaction() as session:
            who = desk(session).id
            code = waiting_goods(session, at=AT).code
            pressed = press("goods", "approve", session.get_one(Member, who), AT)
            lot = decide_waiting(session, waiting_kinds()["goods"], code, pressed).lot

        def back(_: int) -> int:
            with database.transaction() as session:
                act = Act.operator(session.get_one(Member, who), AT + SECOND)
                return len(take_back(session, lot, act, rules=DEFAULT).done)

        assert in_threads(back, [(n,) for n in range(3)]) == [1, 1, 1]
        with database.reading() as session:
            assert [row.what for row in session.exec(select(Audit))] == ["goods.approve", "goods.undecide"]

    def test_the_other_side_hears_of_it_only_after_the_minute(self, database: Database) -> None:
        kind = waiting_kinds()["goods"]
        assert look_for_news(database, rules=DEFAULT, at=AT) == 0
        with database.transaction() as session:
            who = desk(session)
            staff = make_member(session, name="小王")
            stays, goes = waiting_goods(session, at=AT), waiting_goods(session, at=AT)
            for goods in (stays, goes):
                goods.supplier_id = make_supplier(session, staff=staff if goods is stays else make_member(session)).id
            session.flush()
            decide_waiting(session, kind, stays.code, press("goods", "approve", who, AT + SECOND))
            lot = decide_waiting(session, kind, goes.code, press("goods", "approve", who, AT + SECOND)).lot
            by, told = who.id, staff.id
        assert look_for_news(database, rules=DEFAULT, at=AT + 30 * SECOND) == 0
        with database.transaction() as session:
            take_back(session, lot, Act.operator(session.get_one(Member, by), AT + 40 * SECOND), rules=DEFAULT)
        assert look_for_news(database, rules=DEFAULT, at=AT + 2 * MINUTE) == 1
        with database.reading() as session:
            assert session.exec(select(News.member_id)).one() == told
