"""Writing posts on the phone: a draft that is never lost, one send however often it is pressed, pictures, what is
attached; and that nobody else gets at it."""

import io
import re

from sqlmodel import col, select

from models.feed.post import Post
from models.feed.report import PostReport
from models.feed.reporting import hide_reported, report_post
from models.kernel.act import Act
from models.kernel.clock import local, now
from models.link.link import Link
from tests.given.factories import make_member, picture_bytes
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE
_ONCE = re.compile(r'name="once"[^>]*value="([0-9a-f]{16})"')


def _new(keeper: Person) -> dict[str, str]:
    """An empty form, as the page gives it."""
    found = _ONCE.search(keeper.get("/console/posts/new").text)
    assert found
    return {"once": found[1]}


def _posts(house: House) -> list[Post]:
    with house.database.reading() as session:
        return list(session.exec(select(Post).order_by(col(Post.id))))


def test_a_post_is_written_sent_and_read(keeper: Person, buyer: Person, house: House) -> None:
    form = _new(keeper) | {"words": "今年头一批柿饼出霜了 🍂", "do": "send"}
    for _ in range(2):
        assert keeper.post("/console/posts/new", form).status_code == 303
    (post,) = _posts(house)
    assert (post.state, post.words) == ("out", "今年头一批柿饼出霜了 🍂")
    address = f"/{keeper.shop_number}/posts"
    for place in (address, f"{address}/{post.code}", f"{address}/{post.code.lower()}"):
        assert "柿饼" in buyer.get(place).text.replace("<wbr>", "")
    assert "柿饼" in buyer.get(f"/{keeper.shop_number}").text
    assert "今年头一批柿饼" in keeper.get("/console/posts").text


def test_a_draft_is_kept_with_its_pictures_and_is_nobody_elses(
    keeper: Person, buyer: Person, stranger: Person, house: House
) -> None:
    files = [(io.BytesIO(picture_bytes(colour)), f"{colour[1:]}.jpg") for colour in ("#2F5A4A", "#AA3300")]
    form = _new(keeper) | {"words": "还没写完", "pictures": files, "do": "keep"}
    assert (
        keeper.client.post(
            "/console/posts/new", data=form | {"csrf_token": keeper.token}, content_type="multipart/form-data"
        ).status_code
        == 303
    )
    (post,) = _posts(house)
    with house.database.reading() as session:
        assert len(session.get_one(Post, post.id).pictures) == 2
    page = keeper.get(f"/console/posts/{post.code}").text
    assert "还没写完" in page and page.count('name="kept"') >= 2
    assert buyer.get(f"/{keeper.shop_number}/posts/{post.code}").status_code == 404
    assert "还没写完" not in buyer.get(f"/{keeper.shop_number}/posts").text
    for person in (buyer, stranger):
        assert person.get(f"/console/posts/{post.code}").status_code in (302, 303, 403, 404)
        assert person.post(f"/console/posts/{post.code}/deletion").status_code in (302, 303, 400, 403, 404)
    assert _posts(house)[0].state == "draft"


def test_what_is_refused_comes_back_with_all_that_was_typed(keeper: Person, house: House) -> None:
    refused = (
        ("一" * 501, "最多 500 个字"),
        (" ", "写点什么"),
        ("\u3164\u2800\u2060", "写点什么"),
        ("加微信 abc12345", "联系方式"),
    )
    for words, why in refused:
        reply = keeper.post("/console/posts/new", _new(keeper) | {"words": words, "do": "send"})
        assert reply.status_code == 422 and why in reply.text
        assert words.strip() in reply.text
    broken = {
        "pictures": (io.BytesIO(picture_bytes()[:900]), "半张.jpg"),
        "words": "配半张图",
        "csrf_token": keeper.token,
    }
    reply = keeper.client.post("/console/posts/new", data=_new(keeper) | broken, content_type="multipart/form-data")
    assert reply.status_code == 422 and "半张.jpg" in reply.text and "配半张图" in reply.text
    assert all(post.state == "draft" for post in _posts(house))


def test_a_time_of_its_own(keeper: Person, house: House) -> None:
    soon = f"{local(now()).year + 1}-01-01T08:00"
    for when in ("", "昨天", "2020-01-01T08:00"):
        reply = keeper.post("/console/posts/new", _new(keeper) | {"words": "到点发", "when": when, "do": "time"})
        assert reply.status_code == 422
    assert (
        keeper.post("/console/posts/new", _new(keeper) | {"words": "到点", "when": soon, "do": "time"}).status_code
        == 303
    )
    post = next(one for one in _posts(house) if one.state == "timed")
    assert keeper.post(f"/console/posts/{post.code}/back").status_code == 303
    assert all(one.state == "draft" for one in _posts(house))


def test_pinned_changed_and_deleted(keeper: Person, buyer: Person, house: House) -> None:
    keeper.post("/console/posts/new", _new(keeper) | {"words": "第一条", "do": "send"})
    keeper.post("/console/posts/new", _new(keeper) | {"words": "第二条", "do": "send"})
    first, second = _posts(house)
    address = f"/{keeper.shop_number}/posts"
    for _ in range(2):
        assert keeper.post(f"/console/posts/{first.code}/pin").status_code == 303
    page = buyer.get(address).text
    assert page.index(first.code) < page.index(second.code) and "置顶" in page
    keeper.get(f"/console/posts/{second.code}")
    keeper.post(f"/console/posts/{second.code}", {"once": second.once or "", "words": "改过的第二条", "do": "keep"})
    assert "改过" in buyer.get(f"{address}/{second.code}").text
    for _ in range(2):
        assert keeper.post(f"/console/posts/{first.code}/deletion").status_code == 303
    gone = buyer.get(f"{address}/{first.code}")
    assert gone.status_code == 410 and "不在了" in gone.text
    assert keeper.get(f"/console/posts/{first.code}").status_code == 404


def test_the_keeper_of_a_hidden_post_reads_the_rule_and_why(keeper: Person, house: House) -> None:
    keeper.post("/console/posts/new", _new(keeper) | {"words": "柿饼出霜了", "do": "send"})
    with house.database.transaction() as session:
        post = session.exec(select(Post)).one()
        report_post(session, post, "lin", rule="stolen", words="", at=now())
        report = session.exec(select(PostReport)).one()
        hide_reported(session, report, Act.operator(make_member(session), now()).because("第二张是邻居的 <b>照片</b>"))
    page = keeper.get("/console/posts").text
    assert "用了别人的图片或文字" in page
    assert "平台说：第二张是邻居的 &lt;b&gt;照片&lt;/b&gt;" in page


def test_a_post_is_shared_by_its_own_link(keeper: Person, buyer: Person, stranger: Person, house: House) -> None:
    keeper.post("/console/posts/new", _new(keeper) | {"words": "今年头一批柿饼出霜了", "do": "send"})
    keeper.post("/console/posts/new", _new(keeper) | {"words": "还没写完", "do": "keep"})
    post, draft = _posts(house)
    assert keeper.post(f"/console/posts/{draft.code}/share").status_code == 422
    assert stranger.post(f"/console/posts/{post.code}/share").status_code in (302, 303, 403, 404)
    for placement in ("moments", "moments", "group"):
        made = keeper.post(f"/console/posts/{post.code}/share", {"placement": placement})
        assert made.status_code == 303
    with house.database.reading() as session:
        links = list(session.exec(select(Link).where(Link.post_id == post.id).order_by(col(Link.id))))
    assert [link.placement for link in links] == ["moments", "group"]
    kit = keeper.get(f"/console/links/{links[0].code}").text
    assert f"/posters/{links[0].code}-post.jpg" in kit and f'action="/console/posts/{post.code}/share"' in kit
    words = re.search(r'id="words">([^<]*)', kit)
    assert words and "柿饼" in words[1] and str(keeper.shop_number) in words[1]
    assert buyer.get(f"/posters/{links[0].code}-post.jpg").mimetype == "image/jpeg"
    opened = buyer.get(f"/Q/{links[0].code}")
    assert opened.status_code == 200 and "柿饼" in opened.text.replace("<wbr>", "")
    assert any(
        cookie.startswith(f"via{keeper.shop_number}") or links[0].code in cookie
        for cookie in opened.headers.getlist("Set-Cookie")
    )
    # The shop's own link of the same placement is another one.
    shop_kit = keeper.post("/console/shop/share", {"placement": "moments"})
    assert shop_kit.status_code == 303 and links[0].code not in shop_kit.location
    assert "柿饼" in keeper.get("/console/share").text
    assert keeper.post(f"/console/links/{links[0].code}/copy", {"tone": "own", "text": "别的话"}).status_code == 404
    keeper.post(f"/console/posts/{post.code}/deletion")
    assert buyer.get(f"/q/{links[0].code}").status_code == 410
    left = keeper.get(f"/console/links/{links[0].code}").text
    assert "这条动态已经不在了" in left
    assert keeper.post(f"/console/links/{links[0].code}/posters").status_code == 422
