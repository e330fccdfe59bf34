"""Usual words: ours until an admin writes others; offered where a reason is typed, and read in another language."""

from flask import Flask

from models.setting.wording import word_kinds
from tests.given.factories import make_goods, make_supplier
from tests.given.forms import form_of
from tests.given.people import Person
from views.kit.house import House
from views.kit.said import said
from views.kit.wording import usual_words

URL = "/desk/settings/words/goods_refusal"
OURS = "图片看不清，换一张清楚的"


def test_the_networks_own_words_take_the_place_of_ours(operator: Person, house: House) -> None:
    text = operator.get(URL).text
    assert OURS in text
    assert "The picture" in text or "picture" in text
    sent = form_of(text, URL)
    emptied = {name: [""] for name in sent if name.startswith("text_")}
    written = {"text_0_zh_CN": ["吊牌没拍到"], "text_0_en": ["No label in the picture"], "why": ["常说这句"]}
    assert operator.post(URL, sent | emptied | written).status_code == 303
    with house.database.transaction() as session:
        make_goods(session, make_supplier(session), state="submitted")
    page = operator.get("/desk/goods").text
    assert '<option value="吊牌没拍到">' in page
    assert OURS not in page
    english = operator.get(URL, headers={"Accept-Language": "en"}).text
    assert "No label in the picture" in english
    assert "吊牌没拍到" in operator.get("/desk/settings/history").text
    back = form_of(operator.get(URL).text, URL) | {"why": ["还是原来的好"]}
    assert operator.post(f"{URL}/restoration", back).status_code == 303
    assert OURS in operator.get("/desk/goods").text


def test_what_cannot_be_kept_comes_back(operator: Person, house: House) -> None:
    sent = form_of(operator.get(URL).text, URL) | {"why": ["改改"]}
    for typed, words in (
        ({"text_0_zh_CN": [""]}, "每一句都要有中文"),
        ({"text_0_zh_CN": ["长" * 201]}, "最多 200 个字"),
        ({"text_1_zh_CN": sent["text_0_zh_CN"]}, "有两句一样"),
        ({"why": [""], "text_0_zh_CN": ["新的"]}, "请写明原因"),
        ({}, "什么都没改"),
    ):
        reply = operator.post(URL, sent | typed)
        assert reply.status_code == 422
        assert words in reply.text
    assert house.rulebook.today().words == {}
    assert operator.get("/desk/settings/words/no_such").status_code == 404


def test_two_people_who_write_the_same_sentence_see_each_other(operator: Person) -> None:
    first = form_of(operator.get(URL).text, URL) | {"text_0_zh_CN": ["甲"], "why": ["甲"]}
    second = form_of(operator.get(URL).text, URL) | {"text_0_zh_CN": ["乙"], "text_1_zh_CN": ["丙"], "why": ["乙"]}
    assert operator.post(URL, first).status_code == 303
    reply = operator.post(URL, second)
    assert reply.status_code == 422
    assert "别人也改了这一项" in reply.text
    assert operator.post(URL, form_of(reply.text, URL)).status_code == 303
    text = operator.get(URL).text
    assert 'value="乙"' in text
    assert 'value="丙"' in text


def test_a_reason_is_read_in_the_readers_own_language(app: Flask, operator: Person) -> None:
    sent = form_of(operator.get(URL).text, URL)
    written = {"text_0_zh_CN": ["吊牌没拍到"], "text_0_en": ["No label in the picture"], "why": ["常说这句"]}
    operator.post(URL, sent | written)
    operator.get("/desk/goods")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said("吊牌没拍到") == "No label in the picture"
        assert said("谁也没写过的话") == "谁也没写过的话"
        assert said("户名和实名不一致") == "The holder's name differs from the name on record"
        assert "No label in the picture" in usual_words("goods_refusal")
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert said("No label in the picture") == "吊牌没拍到"
        assert said("The holder's name differs from the name on record") == "户名和实名不一致"


def test_every_kind_is_offered_in_both_languages(app: Flask, operator: Person) -> None:
    text = operator.get("/desk/settings/words").text
    for kind in word_kinds().values():
        assert kind.called in text
        with app.test_request_context(headers={"Accept-Language": "en"}):
            assert not any("一" <= sign <= "鿿" for words in usual_words(kind.name) for sign in words)
