"""Answers come back by the words of the question: to every keeper with the goods, never with a buyer's own words."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.backup import backup, restore
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.talk import suggesting
from models.talk.answer import Answer
from models.talk.public_answers import (
    answer_coded,
    answers_of,
    approve_answer,
    approved_answers,
    approved_count,
    forget_answer,
    withdraw_answer,
    write_down,
)
from models.talk.suggesting import Suggestion, suggestions
from models.talk.talking import call_in
from models.talk.words_index import is_there, make_index
from tests.given import databases
from tests.given.factories import make_goods, make_shop, make_supplier
from tests.given.talks import NOON, Place, ask, place, reply, talk_at

KEEPS = "干燥避光，越放越醇。"
BREWS = "先泡五六道，再小火煮，最甜。"


@pytest.fixture
def at(database: Database) -> Place:
    """A shop where the supplier has answered two questions."""
    here = place(database)
    for number, (question, answer) in enumerate((("这茶能放多久啊？", KEEPS), ("煮着喝还是泡着喝好", BREWS))):
        visitor = f"{number:032}"
        ask(database, here, question, visitor=visitor)
        with database.transaction() as session:
            call_in(session, talk_at(session, here, visitor), at=NOON)
        reply(database, here, answer, side="supplier", visitor=visitor)
    return here


def _found(database: Database, at: Place, question: str, *, shop: int | None = None) -> list[Suggestion]:
    with database.reading() as session:
        return suggestions(session, question, goods_id=at.goods, shop_id=shop)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("保质期多久，能放多久", KEEPS),
        ("放多久", KEEPS),
        ("多久", KEEPS),
        ("可以煮吗", BREWS),
        ("怎么泡", BREWS),
        ("ＰＡＯ 泡", BREWS),
    ],
)
def test_a_question_in_other_words_finds_its_answer(database: Database, at: Place, question: str, best: str) -> None:
    with database.reading() as session:
        assert is_there(session.connection())
    found = _found(database, at, question, shop=at.shop)
    assert found[0] == Suggestion(found[0].code, "", best, is_own=False)


@pytest.mark.parametrize("question", ["", "？？？", "请问有吗", "寄到新疆要几天", 'a" OR goods:"', "*"])
def test_what_nobody_answered_finds_nothing(database: Database, at: Place, question: str) -> None:
    assert _found(database, at, question) == []


def test_without_the_index_the_words_are_compared(
    database: Database, at: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "is_there", lambda connection: False)
    assert _found(database, at, "能放多久呢")[0].answer == KEEPS


def test_other_goods_have_other_answers(database: Database, at: Place) -> None:
    with database.transaction() as session:
        goods = make_goods(session, session.get_one(Supplier, at.supplier), title="别的茶").id
    assert _found(database, Place(goods, at.shop, at.supplier), "能放多久") == []


def test_a_keepers_answer_helps_that_keeper_alone(database: Database, at: Place) -> None:
    ask(database, at, "送礼有礼盒吗？")
    reply(database, at, "有礼盒，下单留言写一声就好", side="keeper")
    with database.transaction() as session:
        elsewhere = make_shop(session, name="海边").id
    own = _found(database, at, "有没有礼盒", shop=at.shop)
    assert (own[0].answer, own[0].is_own) == ("有礼盒，下单留言写一声就好", True)
    assert _found(database, at, "有没有礼盒", shop=elsewhere) == []
    assert _found(database, at, "有没有礼盒", shop=None) == []


def test_a_suggestion_that_was_sent_is_not_remembered_again(database: Database, at: Place) -> None:
    ask(database, at, "能放很久吗？")
    reply(database, at, KEEPS, side="keeper")
    with database.reading() as session:
        assert len(session.exec(select(Answer)).all()) == 2


@pytest.mark.parametrize(
    "words", ["好的", "单号是 SF1380013800012", "加我微信 alin_tea88 细说", "订单 261122138001 已发"]
)
def test_numbers_contacts_and_short_words_are_not_remembered(database: Database, words: str) -> None:
    at = place(database)
    ask(database, at, "什么时候发货？")
    reply(database, at, words)
    with database.reading() as session:
        assert session.exec(select(Answer)).all() == []


def test_nothing_is_remembered_where_it_is_not_wanted_or_nothing_was_asked(database: Database) -> None:
    at = place(database)
    ask(database, at, "什么时候发货？")
    reply(database, at, "今天下午就发出去", remember=False)
    reply(database, at, "还有事随时问我")
    with database.reading() as session:
        assert session.exec(select(Answer)).all() == []


def test_the_buyers_numbers_do_not_stand_in_the_memory(database: Database) -> None:
    at = place(database)
    ask(database, at, "我是 13800138000，订单 261122138001，几天能到？")
    reply(database, at, "江浙沪次日到，其他三天")
    with database.reading() as session:
        assert session.exec(select(Answer.question)).one() == "我是 ●●●，订单 ●●●，几天能到？"


def test_only_what_the_supplier_approved_is_shown_in_its_own_words(database: Database, at: Place) -> None:
    with database.reading() as session:
        assert approved_answers(session, at.goods) == []
    code = _first_code(database, at)
    with database.transaction() as session:
        approve_answer(_answer(session, at, code), question=" 能放多久？", words="避光干燥，越放越醇", at=NOON)
    with database.reading() as session:
        assert [tuple(row) for row in approved_answers(session, at.goods)] == [("能放多久？", "避光干燥，越放越醇")]
        assert approved_count(session, at.goods) == 1
    assert _found(database, at, "能放多久")[0].question == "能放多久？"
    with database.transaction() as session:
        withdraw_answer(_answer(session, at, code))
    with database.reading() as session:
        assert approved_answers(session, at.goods) == []
    assert _found(database, at, "能放多久") != []
    with database.transaction() as session:
        forget_answer(session, _answer(session, at, code))
    assert KEEPS not in [suggestion.answer for suggestion in _found(database, at, "能放多久")]


@pytest.mark.parametrize(
    ("question", "words", "field"), [("", "x", "question"), ("x", " ", "answer"), ("问" * 201, "x", "question")]
)
def test_an_empty_or_endless_pair_is_refused(
    database: Database, at: Place, question: str, words: str, field: str
) -> None:
    with database.writing() as session, pytest.raises(Refused) as refusal:
        approve_answer(_answer(session, at, _first_code(database, at)), question=question, words=words, at=NOON)
    assert refusal.value.field == field


def test_another_supplier_finds_none_of_them(database: Database, at: Place) -> None:
    code = _first_code(database, at)
    with database.transaction() as session:
        other = make_supplier(session, name="别家")
        assert answer_coded(session, other, code) is None
        assert answers_of(session, other, approved=False) == []


def test_a_supplier_writes_one_down_itself(database: Database, at: Place) -> None:
    with database.transaction() as session:
        write_down(
            session, session.get_one(Goods, at.goods), question="产地？", words="福鼎磻溪", at=NOON + timedelta(1)
        )
    with database.reading() as session:
        assert approved_answers(session, at.goods)[0].shown_answer == "福鼎磻溪"
    assert _found(database, at, "产地是哪里")[0].answer == "福鼎磻溪"


def test_the_index_may_be_made_again_and_follows_changes(database: Database, at: Place) -> None:
    with database.transaction() as session:
        make_index(session.connection())
    if not database.is_sqlite:
        return
    with database.transaction() as session:
        session.exec(select(Answer).limit(1)).one().shown_question = "保质期多长"
    with database.reading() as session:
        count = "SELECT count(*) FROM answer_words WHERE answer_words MATCH '\"保质期\"'"
        assert session.connection().execute(text(count)).scalar() == 1


def _first_code(database: Database, at: Place) -> str:
    with database.reading() as session:
        return session.exec(select(Answer.code).where(Answer.answer == KEEPS)).one()


def _answer(session: Session, at: Place, code: str) -> Answer:
    answer = answer_coded(session, session.get_one(Supplier, at.supplier), code)
    assert answer is not None
    return answer


def test_a_backup_brings_the_index_back(database: Database, at: Place, tmp_path: Path) -> None:
    media = MediaStore(f"file://{tmp_path}/media")
    backup(database, media, tmp_path / "all.tar.gz")
    (tmp_path / "fresh").mkdir()
    with databases.sqlite(tmp_path / "fresh") as url:
        fresh = Database(url)
        restore(fresh, media, tmp_path / "all.tar.gz")
        with fresh.reading() as session:
            count = "SELECT count(*) FROM answer_words WHERE answer_words MATCH '\"放多久\"'"
            assert session.connection().execute(text(count)).scalar() == 1
        fresh.engine.dispose()
