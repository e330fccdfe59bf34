"""What the program says is kept as msgid and parameters, and is text all the same."""

import json

import pytest
from sqlmodel import Session, select

from models.catalogue.goods.goods import GoodsEvent
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.said import Said, as_kept, from_kept, tell
from tests.given.baskets import NOON
from tests.given.factories import make_goods, make_supplier

ENGLISH = {"还缺 %(count)s 张图片": "%(count)s missing", "现在不能上架：%(why)s": "not now: %(why)s", "；": "; "}
LACK = Said("还缺 %(count)s 张图片", count=3)
BOTH = Said.joined([LACK, Said("现在不能上架：%(why)s", why=LACK)])


def _told(text: str) -> str:
    return tell(text, lambda msgid: ENGLISH.get(msgid, msgid))


def test_it_is_text_in_chinese() -> None:
    assert LACK == "还缺 3 张图片"
    assert BOTH == "还缺 3 张图片；现在不能上架：还缺 3 张图片"
    assert Said("百分之百 %(n)d%%", n=100) == "百分之百 100%"
    assert Said.joined([]) == ""


def test_it_is_told_in_another_language() -> None:
    assert _told(BOTH) == "3 missing; not now: 3 missing"
    assert _told("还缺 %(count)s 张图片") == "还缺 %(count)s 张图片"


@pytest.mark.parametrize("said", [LACK, BOTH, Said("文件是空的"), Refused("", "最多 %(most)d 个字", most=5).said])
def test_what_is_stored_is_read_back(said: Said) -> None:
    again = from_kept(as_kept(said))
    assert isinstance(again, Said)
    assert (again, again.sentences) == (said, said.sentences)


def test_what_is_stored_is_plain_json() -> None:
    assert as_kept(LACK) == '{"said":[["还缺 %(count)s 张图片",{"count":3}]]}'
    kept = json.loads(as_kept(Said("扣 %(amount)s 元", amount=Money(100).short)))
    assert kept == {"said": [["扣 %(amount)s 元", {"amount": "1"}]]}


def _kept(session: Session, goods_id: int, why: str) -> str:
    event = GoodsEvent(goods_id=goods_id, state="refused", why=why, at=NOON)
    session.add(event)
    session.flush()
    session.expire(event)
    return event.why


def test_a_column_keeps_both(database: Database) -> None:
    with database.transaction() as session:
        goods_id = make_goods(session, make_supplier(session)).id
        again = _kept(session, goods_id, BOTH)
        assert isinstance(again, Said) and _told(again) == _told(BOTH)
        for written in ("图片看不清", "", "100%", '{"said":[["还缺 %(count)s 张图片"]]}', '{"said":'):
            assert _told(_kept(session, goods_id, written)) == written
        assert session.exec(select(GoodsEvent.why).where(GoodsEvent.why == BOTH)).first() == BOTH
