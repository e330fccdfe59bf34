"""Asking under a post: the shop's conversation, on its page only where both agreed, and only as long as both do."""

import re

from flask import Flask
from sqlmodel import select

from models.talk.conversation import Conversation
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.posts import posted_in
from views.kit.house import House

_ONCE = re.compile(r'name="once" value="([^"]+)"')


def say(person: Person, page: str, action: str, words: str, **more: str) -> int:
    found = _ONCE.search(person.get(page).text)
    assert found
    return person.post(action, {"once": found[1], "text": words} | more).status_code


def begun(house: House) -> Conversation:
    with house.database.reading() as session:
        return session.exec(select(Conversation)).one()


def under(app: Flask, place: str) -> str:
    return Person(app).get(place).text.replace("<wbr>", "")


def test_it_is_public_only_where_both_agree(
    app: Flask, keeper: Person, buyer: Person, stranger: Person, house: House
) -> None:
    number = int(keeper.shop_number)
    place = f"/{number}/posts/{posted_in(house, number)}"
    assert f'href="{place}/talk"' in buyer.get(place).text
    assert say(buyer, f"{place}/talk", f"{place}/talk", "十份还有吗") == 303
    talk = begun(house)
    console, mine = f"/console/talks/{talk.code}", f"/talks/{talk.token}"
    assert "头一批柿饼" in keeper.get("/console/talks").text and "头一批柿饼" in buyer.get("/talks").text
    # The keeper alone agrees, then the buyer alone.
    assert say(keeper, console, f"{console}/messages", "还有四份", is_open="y") == 303
    assert "还有四份" not in under(app, place)
    assert say(buyer, mine, f"{mine}/messages", "给我留一份", is_open="y") == 303
    assert "给我留一份" not in under(app, place)
    assert say(keeper, console, f"{console}/messages", "悄悄说：留好了") == 303
    assert "给我留一份" not in under(app, place)
    assert say(keeper, console, f"{console}/messages", "留了", is_open="y") == 303
    shown = under(app, place)
    assert "给我留一份" in shown and "留了" in shown
    assert "十份还有吗" not in shown and "悄悄说" not in shown and talk.token not in shown
    # What holds a number is nothing for everybody.
    assert say(buyer, mine, f"{mine}/messages", "打我 13800138000", is_open="y") == 422
    # Nobody else reads, answers or takes back; each of the two takes back all of it.
    assert stranger.post(f"{console}/closing").status_code in (302, 303, 403, 404)
    assert Person(app).post("/talks/nobody/closing").status_code == 404
    assert "给我留一份" in under(app, place)
    for one, address in ((keeper, console), (buyer, mine)):
        assert one.post(f"{address}/closing").status_code == 303
        assert "给我留一份" not in under(app, place)
        assert say(buyer, mine, f"{mine}/messages", "给我留一份", is_open="y") == 303
        assert say(keeper, console, f"{console}/messages", "留了", is_open="y") == 303
        assert "给我留一份" in under(app, place)


@ON_SQLITE
def test_only_under_what_readers_see_and_by_the_keeper_alone(
    app: Flask, keeper: Person, buyer: Person, house: House
) -> None:
    number = int(keeper.shop_number)
    code = posted_in(house, number)
    place = f"/{number}/posts/{code}"
    assert say(buyer, f"{place}/talk", f"{place}/talk", "还有吗", is_open="y") == 303
    talk = begun(house)
    keeper.post(f"/console/talks/{talk.code}/handing")
    assert begun(house).answerer == "keeper"
    form = {"once": "x" * 20, "text": "还有吗"}
    for elsewhere in ("/999999", f"/{number}"):
        wrong = f"{elsewhere}/posts/{code if elsewhere == '/999999' else 'nosuch12'}/talk"
        assert buyer.post(wrong, form).status_code == 404
    keeper.post(f"/console/posts/{code}/deletion")
    assert Person(app).post(f"{place}/talk", form).status_code == 404
    # What was said stays between the two.
    assert "还有吗" in buyer.get(f"/talks/{talk.token}").text
