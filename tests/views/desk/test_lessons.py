"""课堂 at the desk: changing, restoring, placing, hiding, adding; and who may."""

from sqlmodel import Session

from models.lesson.built_in import BY_SLUG, COURSE
from models.lesson.course import Taught, course, lesson_history
from tests.given.people import Person
from views.kit.house import House

REASON = "/desk/lessons/reason/zh_CN"
TYPED = {"title": "三句话", "summary": "我们的写法", "body": "先说自己。\n\n- 再说一处好", "seen": "0"}
ACTIONS = ["", "/preview", "/restoration", "/places", "/hiding", "/showing"]


def lesson(house: House, slug: str = "reason") -> Taught:
    with house.database.reading() as session:
        return next(it for it in course(session) if it.slug == slug)


def added(session: Session) -> list[Taught]:
    return [it for it in course(session) if it.is_own]


def test_the_list_shows_every_lesson_and_what_became_of_it(operator: Person) -> None:
    text = operator.get("/desk/lessons").text
    assert all(it.words("zh_CN").title in text for it in COURSE)
    assert 'href="/desk/lessons/reason/en"' in text
    operator.get(REASON)
    operator.post(REASON, TYPED)
    operator.post("/desk/lessons/prices/zh_CN/hiding")
    text = operator.get("/desk/lessons").text
    assert "改过" in text
    assert "已收起" in text


def test_the_form_holds_the_words_that_stand(operator: Person) -> None:
    for language in ("zh_CN", "en"):
        page = operator.get(f"/desk/lessons/reason/{language}")
        words = BY_SLUG["reason"].words(language)
        assert page.status_code == 200
        assert f'value="{words.title}"' in page.text
        assert words.body.splitlines()[0] in page.text


def test_saving_twice_is_saving_once(operator: Person, house: House) -> None:
    operator.get(REASON)
    for _ in range(2):
        reply = operator.post(REASON, TYPED)
        assert (reply.status_code, reply.location) == (303, REASON)
    assert lesson(house).read("zh_CN").title == "三句话"
    with house.database.reading() as session:
        assert len(lesson_history(session, "reason", "zh_CN", limit=9)) == 1
    page = operator.get(REASON).text
    assert "换回原文" in page
    assert 'name="seen" type="hidden" value="1"' in page
    assert "三句话" in operator.get("/desk/audit").text


def test_what_is_wrong_stands_beside_its_field(operator: Person, house: House) -> None:
    operator.get(REASON)
    for field, typed in (("title", ""), ("summary", " "), ("body", ""), ("title", "长" * 61)):
        reply = operator.post(REASON, TYPED | {field: typed})
        assert reply.status_code == 422
        assert f'id="{field}-error"' in reply.text
        assert "再说一处好" in reply.text or field == "body"
    assert lesson(house).edited == set()


def test_who_was_overtaken_sees_it_and_may_save_once_more(operator: Person, house: House) -> None:
    operator.get(REASON)
    operator.post(REASON, TYPED)
    reply = operator.post(REASON, TYPED | {"title": "旧页面写的"})
    assert reply.status_code == 422
    assert "刚刚有人改过这一课" in reply.text
    assert "旧页面写的" in reply.text
    assert 'name="seen" type="hidden" value="1"' in reply.text
    assert operator.post(REASON, TYPED | {"title": "旧页面写的", "seen": "1"}).status_code == 303
    assert lesson(house).read("zh_CN").title == "旧页面写的"


def test_a_preview_keeps_nothing_and_shows_plain_words(operator: Person, house: House) -> None:
    operator.get(REASON)
    typed = TYPED | {"body": "<script>x</script>\n\n- 一条"}
    whole = operator.post(f"{REASON}/preview", typed)
    part = operator.post(f"{REASON}/preview", typed, htmx=True)
    for reply in (whole, part):
        assert reply.status_code == 200
        assert "&lt;script&gt;x" in reply.text
        assert "<script>x" not in reply.text
        assert '<span class="grow">一条</span>' in reply.text
    assert "<html" in whole.text
    assert part.text.strip().startswith("<section")
    assert operator.post("/desk/lessons/preview", typed | {"language": "en"}, htmx=True).status_code == 200
    assert lesson(house).edited == set()


def test_restoring(operator: Person, house: House) -> None:
    operator.get(REASON)
    operator.post(REASON, TYPED)
    for _ in range(2):
        assert operator.post(f"{REASON}/restoration").status_code == 303
    assert lesson(house).read("zh_CN") == BY_SLUG["reason"].words("zh_CN")
    assert "三句话" in operator.get(REASON).text


def test_hiding_and_showing(operator: Person, keeper: Person, house: House) -> None:
    operator.get(REASON)
    assert operator.post(f"{REASON}/hiding").status_code == 303
    assert "这一课收起来了" in operator.get(REASON).text
    assert keeper.get("/console/lessons/reason").status_code == 404
    assert operator.post(f"{REASON}/showing").status_code == 303
    assert keeper.get("/console/lessons/reason").status_code == 200


def test_placing(operator: Person, house: House) -> None:
    operator.get(REASON)
    reply = operator.post(f"{REASON}/places", {"topic": "share", "tags": ["photo", "share"]})
    assert reply.status_code == 303
    assert (lesson(house).topic, lesson(house).tags) == ("share", ("photo", "share"))
    assert operator.post(f"{REASON}/places", {"topic": "share"}).status_code == 303
    assert lesson(house).tags == ()
    assert operator.post(f"{REASON}/places", {"tags": "photo"}).status_code == 422
    assert operator.post(f"{REASON}/places", {"topic": "share", "tags": "nowhere"}).status_code == 422


def test_adding_a_lesson(operator: Person, keeper: Person, house: House) -> None:
    page = operator.get("/desk/lessons/new")
    assert page.status_code == 200
    typed = TYPED | {"language": "zh_CN", "topic": "buyers", "tags": ["orders"], "once": "the form's mark"}
    refused = operator.post("/desk/lessons", typed | {"title": ""})
    assert refused.status_code == 422
    assert 'id="title-error"' in refused.text
    first, second = operator.post("/desk/lessons", typed), operator.post("/desk/lessons", typed)
    assert first.status_code == 303
    assert first.location == second.location
    with house.database.reading() as session:
        (own,) = added(session)
    assert own.slug in first.location
    assert "补英语" in operator.get("/desk/lessons").text
    assert keeper.get(f"/console/lessons/{own.slug}").status_code == 200
    page_of_it = operator.get(first.location)
    assert "换回原文" not in page_of_it.text
    assert operator.post(f"{first.location}/restoration").status_code == 422


def test_what_is_not_there(operator: Person) -> None:
    operator.get("/desk/lessons")
    for slug, language in (("nothing", "zh_CN"), ("reason", "xx")):
        assert operator.get(f"/desk/lessons/{slug}/{language}").status_code == 404
        for action in ACTIONS:
            assert operator.post(f"/desk/lessons/{slug}/{language}{action}", TYPED).status_code == 404


def test_others_find_nothing_here(
    stranger: Person, keeper: Person, buyer: Person, operator: Person, house: House
) -> None:
    stranger.get("/console/opening")
    keeper.get("/console/me")
    buyer.get("/sign-in")
    operator.get(REASON)
    for person in (stranger, keeper):
        assert person.get("/desk/lessons").status_code == 404
        assert person.get(REASON).status_code == 404
    for action in ACTIONS:
        assert stranger.post(f"{REASON}{action}", TYPED).status_code == 404
        assert keeper.post(f"{REASON}{action}", TYPED).status_code == 404
        assert buyer.post(f"{REASON}{action}", TYPED).location.startswith("/sign-in")
        assert operator.post(f"{REASON}{action}", TYPED | {"csrf_token": "forged"}).status_code == 400
    assert lesson(house).edited == set()
    assert lesson(house).hidden_at is None
