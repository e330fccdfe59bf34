"""Settings at the desk: from the form over what would change to a save with its reason; what is refused stands beside
its field with what was typed; two people at once see each other."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from config import Config
from models.account.audit import Audit
from models.setting.change import SettingChange
from tests.given.factories import make_shop
from tests.given.forms import form_of
from tests.given.people import Person
from tests.given.rules import change_rules
from views.kit.house import House

Sent = dict[str, list[str]]


def _form(operator: Person, **typed: str) -> Sent:
    """The form as the page has it, with these typed over it."""
    return form_of(operator.get("/desk/settings").text, "/desk/settings/preview") | {
        name: [value] for name, value in typed.items()
    }


def _preview(operator: Person, sent: Sent) -> tuple[int, str]:
    reply = operator.post("/desk/settings/preview", sent)
    return reply.status_code, reply.text


def _save(operator: Person, preview: str, why: str = "试一试") -> tuple[int, str]:
    reply = operator.post("/desk/settings", form_of(preview, "/desk/settings") | {"why": [why]})
    return reply.status_code, reply.text


def test_what_changes_is_shown_first_and_then_is_in_force(operator: Person, house: House) -> None:
    with house.database.transaction() as session:
        for _ in range(2):
            make_shop(session).picks_count = 12
    sent = _form(operator, pick_limit="10", withdrawal_min="20.5", platform_fee_bp="1.25", contact_rule="warn")
    status, text = _preview(operator, sent | {"forbidden_in_names": ["旗舰，官方"]})
    assert status == 200
    assert "选品已经超过新上限的店：2 家" in text
    assert re.findall(r"<s>(.*?)</s> → .*?</span>(.*?)</span>", text) == [
        ("旗舰、专卖", "旗舰、官方"),
        ("1000", "10"),
        ("1%", "1.25%"),
        ("¥10", "¥20.5"),
        ("给对方显示 ●●● 并说明", "只提醒"),
    ]
    assert house.rules.pick_limit == 1000
    status, text = _save(operator, text, "")
    assert status == 422
    assert "请写明原因" in text
    assert _save(operator, text, "店铺太满")[0] == 303
    rules = house.rules
    assert (rules.pick_limit, rules.withdrawal_min, rules.platform_fee_bp) == (10, 2050, 125)
    assert (rules.contact_rule, rules.forbidden_in_names) == ("warn", ("旗舰", "官方"))
    page = operator.get("/desk/settings").text
    assert "改：店铺太满" in page
    assert 'value="20.5"' in page
    with house.database.reading() as session:
        assert len(session.exec(select(SettingChange)).all()) == 5
        audits = [row for row in session.exec(select(Audit)) if row.what == "setting.change"]
        assert {row.subject for row in audits} >= {"pick_limit", "withdrawal_min"}


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("pick_limit", "0", "要在 1 到 100000 之间"),
        ("pick_limit", "很多", "请填一个数字"),
        ("pick_limit", "", "请填一个数字"),
        ("withdrawal_min", "0.005", "金额最多写到分"),
        ("platform_fee_bp", "11", "要在 0% 到 10% 之间"),
        ("platform_fee_bp", "一成", "请写百分数"),
        ("name_suffix", "一" * 11, "太长了"),
        ("found_days", "16", "不然来不及申请售后"),
        ("fold_lines", "100", ""),
        ("code_pause_seconds", "601", "隔几秒才能再要"),
        ("name_suffix", "专卖", "店名里不能出现的字"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    operator: Person, house: House, name: str, typed: str, words: str
) -> None:
    status, text = _preview(operator, _form(operator, **{name: typed, "link_days": "30"}))
    if not words:
        assert status == 200
        return
    assert status == 422
    assert words in re.findall(rf'id="{name}-error">(.*?)</p>', text)[0]
    assert form_of(text, "/desk/settings/preview")[name] == [typed]
    assert form_of(text, "/desk/settings/preview")["link_days"] == ["30"]
    assert house.rules.link_days == 15


def test_nothing_typed_changes_nothing(operator: Person) -> None:
    status, text = _preview(operator, _form(operator))
    assert status == 422
    assert "什么都没改" in text


def test_two_people_at_once_see_each_other(operator: Person, house: House) -> None:
    mine = _form(operator, pick_limit="300")
    change_rules(house, pick_limit=200, link_days=20)
    status, text = _preview(operator, mine)
    assert status == 422
    assert "你改的时候，别人也改了这一项" in text
    assert re.findall(r"<span>(\d+)</span>", text) == ["200", "300"]
    # What was left alone is the other's; what clashed is decided by the next save.
    assert form_of(text, "/desk/settings/preview")["link_days"] == ["20"]
    status, preview = _preview(operator, form_of(text, "/desk/settings/preview"))
    assert (status, _save(operator, preview)[0]) == (200, 303)
    assert (house.rules.pick_limit, house.rules.link_days) == (300, 20)


def test_somebody_else_saves_while_the_change_is_looked_at(operator: Person, house: House) -> None:
    _, preview = _preview(operator, _form(operator, pick_limit="300", fold_lines="5"))
    change_rules(house, fold_lines=7)
    status, text = _save(operator, preview, "我的理由")
    assert status == 422
    assert "你改的时候，别人也改了这一项" in text
    assert form_of(text, "/desk/settings/preview")["why"] == ["我的理由"]
    back = operator.post("/desk/settings/editing", form_of(text, "/desk/settings/preview"))
    assert form_of(back.text, "/desk/settings/preview")["pick_limit"] == ["300"]
    assert house.rules.fold_lines == 7


def test_a_save_sent_twice_is_one_change(operator: Person, house: House) -> None:
    _, preview = _preview(operator, _form(operator, pick_limit="300"))
    assert [_save(operator, preview)[0] for _ in range(2)] == [303, 422]
    with house.database.reading() as session:
        assert len(session.exec(select(SettingChange)).all()) == 1


def test_history_undoes_and_is_refused_where_that_contradicts(operator: Person, house: House) -> None:
    change_rules(house, found_days=90)
    change_rules(house, after_sale_days=70)
    page = operator.get("/desk/settings/history").text
    assert page.index("收货后多少天内") < page.index("能找回多少天以内")
    action = "/desk/settings/history/2/after_sale_days/undoing"
    assert operator.post(action, form_of(page, action) | {"why": ["太长"]}).status_code == 303
    assert house.rules.after_sale_days == 7
    change_rules(house, received_days=60)
    change_rules(house, found_days=180)
    change_rules(house, after_sale_days=60)
    page = operator.get("/desk/settings/history?name=found_days").text
    action = "/desk/settings/history/5/found_days/undoing"
    reply = operator.post(action, form_of(page, action) | {"why": ["试试"]})
    assert reply.status_code == 422
    assert "不然来不及申请售后" in reply.text
    stale = {"seen": ["1"], "why": ["晚了"]}
    assert "刚才又有人改过" in operator.post("/desk/settings/history/1/found_days/undoing", stale).text
    assert operator.post("/desk/settings/history/99/found_days/undoing", {"seen": "1", "why": "x"}).status_code == 404


def test_the_page_says_who_else_decides(operator: Person, house: House, config: Config) -> None:
    """Environment values are fixed; secrets are shown to nobody."""
    text = operator.get("/desk/settings").text
    assert "环境变量 XIAOPU_CASH_PIECES 定了这一项" in text
    assert 'name="cash_pieces"' not in text
    assert config.database_url not in text
    assert "XIAOPU_SMTP_URL" in text
    sent = _form(operator) | {"cash_pieces": ["7"]}
    assert _preview(operator, sent)[0] == 422
    assert house.rules.cash_pieces == 6_000


def test_who_is_no_admin_gets_nowhere(app: Flask, stranger: Person, keeper: Person, operator: Person) -> None:
    for url in ("/desk/settings", "/desk/settings/history", "/desk/settings/words", "/desk/settings/words/ruling"):
        assert {somebody.get(url).status_code for somebody in (stranger, keeper)} == {404}, url
        assert Person(app).get(url).status_code == 303
    for url in ("/desk/settings", "/desk/settings/preview", "/desk/settings/words/ruling"):
        assert stranger.post(url, {"pick_limit": "1"}).status_code == 404
    operator.token = ""
    assert operator.post("/desk/settings", {"pick_limit": "1"}).status_code == 400
