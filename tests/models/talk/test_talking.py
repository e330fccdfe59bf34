"""What a conversation keeps: one for each visitor, goods and shop; who answers; what is unread; each message once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import pytest
from sqlmodel import func, select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.talk import finding
from models.talk.conversation import Conversation, Message, Nudge
from models.talk.handing import hand_over, handover
from models.talk.talking import answer_due, call_in, mark_read
from tests.given.factories import make_goods, make_shop, make_supplier
from tests.given.processes import in_processes
from tests.given.talks import NOON, VISITOR, Place, ask, heard, place, reply, standing, talk_at

HOUR = timedelta(hours=1)


def test_a_question_goes_to_the_keeper_and_starts_the_clock(database: Database) -> None:
    at = place(database)
    assert ask(database, at, " 能放多久？\n\n\n\n干燥吗 ") == 1
    talk = standing(database, at)
    assert (talk.answerer, talk.waiting_since, answer_due(talk, DEFAULT)) == ("keeper", NOON, NOON + 24 * HOUR)
    assert (talk.buyer_unread, talk.keeper_unread, talk.supplier_unread) == (0, 1, 0)
    assert heard(database, at) == [(1, "buyer", "能放多久？\n\n干燥吗")]
    ask(database, at, "在吗", when=NOON + HOUR)
    assert standing(database, at).waiting_since == NOON


def test_an_answer_stops_it_and_counts_as_unread_for_the_buyer(database: Database) -> None:
    at = place(database)
    ask(database, at, "能放多久？")
    reply(database, at, "干燥避光，越放越醇。")
    talk = standing(database, at)
    assert (talk.waiting_since, talk.buyer_unread, talk.keeper_unread) == (None, 1, 0)


def test_one_conversation_for_each_visitor_goods_and_shop(database: Database) -> None:
    at = place(database)
    ask(database, at, "一")
    ask(database, at, "二")
    ask(database, at, "三", visitor="e" * 32)
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Conversation)).one() == 2
    assert [number for number, *_ in heard(database, at)] == [1, 2]


def test_a_form_that_arrives_twice_is_one_message(database: Database) -> None:
    at = place(database)
    assert [ask(database, at, "能放多久？", once="x" * 32) for _ in range(2)] == [1, 1]
    assert standing(database, at).keeper_unread == 1


def test_two_at_once_are_two_numbers_and_one_conversation(database: Database, database_url: str) -> None:
    at = place(database)
    numbers = in_processes(_ask_once, [(database_url, at, f"问题 {number}") for number in range(4)])
    assert sorted(numbers) == [1, 2, 3, 4]
    assert standing(database, at).keeper_unread == 4


def test_the_same_form_at_once_is_one_message(database: Database, database_url: str) -> None:
    at = place(database)
    assert in_processes(_ask_once, [(database_url, at, "问题", "y" * 32)] * 4) == [1, 1, 1, 1]
    assert len(heard(database, at)) == 1


def _ask_once(url: str, at: Place, words: str, once: str = "") -> int:
    opened = Database(url)
    try:
        return ask(opened, at, words, once=once)
    finally:
        opened.engine.dispose()


@pytest.mark.parametrize(("words", "field"), [("", "text"), (" \u200b\n ", "text"), ("问" * 501, "text")])
def test_nothing_and_too_much_are_refused(database: Database, words: str, field: str) -> None:
    at = place(database)
    with pytest.raises(Refused) as refusal:
        ask(database, at, words)
    assert refusal.value.field == field
    with database.reading() as session:
        assert session.exec(select(Message)).all() == []


def test_five_hundred_characters_fit(database: Database) -> None:
    at = place(database)
    assert ask(database, at, "🍵" * 500) == 1


def test_contacts_are_masked_for_the_others_by_default(database: Database) -> None:
    at = place(database)
    ask(database, at, "加微信 alin_tea88 聊")
    with database.reading() as session:
        message = session.exec(select(Message)).one()
        assert (message.text, message.shown) == ("加微信 alin_tea88 聊", "加微信 ●●● 聊")
        assert message.has_contact


@pytest.mark.parametrize(("rule", "has_contact"), [("warn", True), ("allow", False)])
def test_other_rules_leave_the_words(database: Database, rule: Literal["warn", "allow"], has_contact: bool) -> None:
    at = place(database)
    ask(database, at, "13800138000", rules=replace(DEFAULT, contact_rule=rule))
    with database.reading() as session:
        message = session.exec(select(Message)).one()
        assert (message.shown, message.has_contact) == ("13800138000", has_contact)


def test_after_the_sale_the_supplier_answers_with_its_own_time(database: Database) -> None:
    at = place(database)
    ask(database, at, "什么时候发货？")
    _buy(database, at, NOON + HOUR)
    talk = standing(database, at)
    assert (talk.answerer, talk.buyer, talk.supplier_unread) == ("supplier", "王＊＊", 1)
    assert answer_due(talk, DEFAULT) == NOON + 49 * HOUR
    assert [side for _, side, _ in heard(database, at)] == ["buyer", "note"]
    _buy(database, at, NOON + 2 * HOUR)
    assert len(heard(database, at)) == 2
    ask(database, at, "发了吗", when=NOON + 3 * HOUR)
    talk = standing(database, at)
    assert (talk.keeper_unread, talk.supplier_unread) == (2, 2)
    reply(database, at, "我帮你看看", side="keeper")
    assert standing(database, at).waiting_since is None
    reply(database, at, "今天下午发", side="supplier")
    assert standing(database, at).buyer_unread == 2


def test_a_sale_without_a_question_makes_a_conversation_in_nobodys_list(database: Database) -> None:
    at = place(database)
    _buy(database, at, NOON)
    with database.reading() as session:
        talk = session.exec(select(Conversation)).one()
        assert (talk.answerer, talk.last_number, talk.supplier_id) == ("supplier", 0, at.supplier)
        assert finding.talks_count(session, "supplier", at.supplier) == 0
        assert finding.tokens(session, VISITOR, [(at.goods, at.shop)]) == {(at.goods, at.shop): talk.token}


def test_the_supplier_cannot_speak_before_it_is_asked(database: Database) -> None:
    at = place(database)
    ask(database, at, "能放多久？")
    with pytest.raises(Refused):
        reply(database, at, "我来答", side="supplier")
    with database.reading() as session:
        supplier = session.get_one(Supplier, at.supplier)
        assert finding.talk_of_supplier(session, supplier, standing(database, at).code) is None


def test_the_keeper_may_call_the_supplier_in(database: Database) -> None:
    at = place(database)
    ask(database, at, "能放多久？")
    for _ in range(2):
        with database.transaction() as session:
            call_in(session, talk_at(session, at), at=NOON + HOUR)
    talk = standing(database, at)
    assert (talk.answerer, talk.supplier_unread, talk.waiting_since) == ("supplier", 1, NOON + HOUR)
    assert talk.buyer == ""
    with database.reading() as session:
        supplier = session.get_one(Supplier, at.supplier)
        assert finding.talk_of_supplier(session, supplier, talk.code) is not None


def test_reading_counts_only_what_was_seen(database: Database) -> None:
    at = place(database)
    for words in ("一", "二", "三"):
        ask(database, at, words)
    with database.transaction() as session:
        mark_read(session, talk_at(session, at), "keeper", upto=2)
    assert standing(database, at).keeper_unread == 1
    with database.transaction() as session:
        mark_read(session, talk_at(session, at), "keeper", upto=3)
    assert standing(database, at).keeper_unread == 0


def test_each_finds_only_its_own(database: Database) -> None:
    at = place(database)
    elsewhere = _elsewhere(database)
    ask(database, at, "能放多久？")
    _buy(database, at, NOON)
    talk = standing(database, at)
    with database.reading() as session:
        mine, other = session.get_one(Shop, at.shop), session.get_one(Shop, elsewhere.shop)
        assert finding.talk_of_shop(session, mine, talk.code) is not None
        assert finding.talk_of_shop(session, other, talk.code) is None
        assert finding.talk_of_supplier(session, session.get_one(Supplier, elsewhere.supplier), talk.code) is None
        assert finding.talk_by_token(session, talk.code) is None
        assert finding.listed_talks(session, "keeper", elsewhere.shop) == []
        assert finding.listed_talks(session, "buyer", "e" * 32) == []


def _elsewhere(database: Database) -> Place:
    with database.transaction() as session:
        supplier = make_supplier(session, name="又一家")
        return Place(make_goods(session, supplier).id, make_shop(session, name="海边").id, supplier.id)


def test_lists_begin_with_who_waits_longest(database: Database) -> None:
    at = place(database)
    for number, hours in enumerate((3, 1, 2)):
        ask(database, at, f"问 {number}", visitor=f"{number:032}", when=NOON + hours * HOUR)
    ask(database, at, "谢谢", visitor=f"{3:032}", when=NOON)
    reply(database, at, "不客气，有事再问", visitor=f"{3:032}", when=NOON + 9 * HOUR)
    with database.reading() as session:
        listed = [entry.last.shown for entry in finding.listed_talks(session, "keeper", at.shop)]
        assert listed == ["问 1", "问 2", "问 0", "不客气，有事再问"]
        assert finding.talks_count(session, "keeper", at.shop, waiting=True) == 3
        assert finding.open_count(session, "keeper", at.shop) == 3
        assert finding.open_count(session, "supplier", at.supplier) == 0
        assert [entry.unread for entry in finding.listed_talks(session, "buyer", f"{3:032}")] == [1]


def test_old_messages_come_in_pages(database: Database) -> None:
    at = place(database)
    with database.transaction() as session:
        talk = talk_at(session, at)
        for number in range(1, 121):
            session.add(
                Message(conversation_id=talk.id, number=number, side="buyer", text="x", shown="x", said_at=NOON)
            )
        talk.last_number = 120
    talk_id = standing(database, at).id
    with database.reading() as session:
        assert [m.number for m in finding.messages(session, talk_id)] == list(range(71, 121))
        assert [m.number for m in finding.messages(session, talk_id, before=71)] == list(range(21, 71))
        assert [m.number for m in finding.messages(session, talk_id, after=118)] == [119, 120]
        assert finding.latest(session, standing(database, at).token).last_number == 120
        assert finding.latest(session, "nobody") is None


def test_a_side_is_nudged_once_until_it_reads(database: Database) -> None:
    at = place(database)
    ask(database, at, "一")
    ask(database, at, "二")
    assert _nudged(database) == ["keeper"]
    reply(database, at, "好的，收到")
    assert _nudged(database) == ["buyer"]
    with database.transaction() as session:
        mark_read(session, talk_at(session, at), "buyer", upto=3)
    assert _nudged(database) == []


def _nudged(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(Nudge.side)))


def _buy(database: Database, at: Place, when: datetime) -> None:
    with database.transaction() as session:
        supplier = session.get_one(Goods, at.goods).supplier_id
        hand_over(session, handover(VISITOR, "王小明", [(at.goods, at.shop, supplier)] * 2, at=when))


def test_looking_at_older_messages_makes_nothing_unread(database: Database) -> None:
    at = place(database)
    for words in ("一", "二", "三"):
        ask(database, at, words)
    for upto in (3, 1):
        with database.transaction() as session:
            mark_read(session, talk_at(session, at), "keeper", upto=upto)
    assert standing(database, at).keeper_unread == 0
