"""Featured lessons: read by keepers whose level has them, shown to the others with the way there."""

from typing import Any

import pytest
from sqlmodel import select

from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.months import month_of
from models.lesson.built_in import COURSE
from models.shop.level import Level, ShopLevel
from models.shop.opening import shop_numbered
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE
FEATURED = [lesson for lesson in COURSE if lesson.featured]


def become(house: House, keeper: Person, slug: str) -> None:
    """What this month's run would have given the shop."""
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        facts: dict[str, Any] = {"sales": Money(0), "orders": 0, "computed_at": now()}
        session.add(ShopLevel(shop_id=shop.id, month=month_of(now()), slug=slug, **facts))


def points(lesson: str, language: str) -> str:
    """The first point of a lesson, which stands nowhere but in its body."""
    words = next(one for one in COURSE if one.slug == lesson).words(language)
    return next(line[2:].split("，")[0].split(",")[0] for line in words.body.splitlines() if line.startswith("- "))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("slug", ["elite", "super"])
def test_who_has_the_level_reads_them(house: House, keeper: Person, slug: str, language: str) -> None:
    become(house, keeper, slug)
    keeper.client.set_cookie("lang", language)
    for lesson in FEATURED:
        assert lesson.words(language).title in keeper.get("/console/lessons").text
        assert points(lesson.slug, language) in keeper.get(f"/console/lessons/{lesson.slug}").text
    assert len(FEATURED) == 3


@pytest.mark.parametrize("slug", ["newcomer", "senior"])
def test_the_others_see_title_line_and_the_way_there(house: House, keeper: Person, slug: str) -> None:
    become(house, keeper, slug)
    index = keeper.get("/console/lessons").text
    for lesson in FEATURED:
        words = lesson.words("zh_CN")
        reply = keeper.get(f"/console/lessons/{lesson.slug}")
        assert reply.status_code == 200
        for page in (index, reply.text):
            assert words.title in page and words.summary in page and "到精英就能读" in page
            assert points(lesson.slug, "zh_CN") not in page and "#level-head" in page
    last = [lesson for lesson in COURSE if not lesson.featured][-1]
    assert "下一课" not in keeper.get(f"/console/lessons/{last.slug}").text


def test_the_table_of_levels_decides(house: House, keeper: Person) -> None:
    with house.database.transaction() as session:
        for slug, featured in (("newcomer", False), ("elite", False), ("super", False)):
            session.add(Level(slug=slug, month="2026-01", sales=Money(0), orders=0, featured_lessons=featured))
    assert "现在没有等级能读" in keeper.get(f"/console/lessons/{FEATURED[0].slug}").text
    with house.database.transaction() as session:
        level = session.exec(select(Level).where(Level.slug == "newcomer")).one()
        level.featured_lessons = True
    assert "现在没有等级能读" not in keeper.get("/console/lessons").text


def test_an_operator_marks_one_and_the_hint_goes_away(keeper: Person, operator: Person) -> None:
    assert "/console/lessons/first-ten" in keeper.get("/console").text
    address = "/desk/lessons/first-ten/zh_CN"
    operator.get(address)
    form = {"topic": "start", "tags": ["today.empty"], "featured": "y"}
    for _ in "ab":
        assert operator.post(f"{address}/places", form).status_code == 303
    assert "精选课" in operator.get("/desk/lessons").text and "checked" in operator.get(address).text
    assert "/console/lessons/first-ten" not in keeper.get("/console").text
    assert "这是精选课" in keeper.get("/console/lessons/first-ten").text
    del form["featured"]
    operator.post(f"{address}/places", form)
    assert "这是精选课" not in keeper.get("/console/lessons/first-ten").text


def test_levels_name_their_privileges(house: House, keeper: Person) -> None:
    become(house, keeper, "elite")
    page = keeper.get("/console/earnings").text
    for words in (
        "最多可以有 2 间店",
        "读精选课堂",
        "售后期结束前 1 天就结算",
        "/console/lessons#featured",
        "/console/me#shops",
    ):
        assert words in page
