"""What the shop wrote: drafts and timed ones, then what is out; pinning, taking back, deleting."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.feed import posting
from models.feed.finding import POSTS_PAGE, count_of_keeper, post_of_shop, posts_of_keeper
from models.feed.following import followers_of
from models.feed.post import Post
from models.feed.report import POST_RULES
from models.feed.reporting import words_of_hiding
from models.kernel.errors import N_, Gone, Refused
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.identity import shop
from views.kit.page import page, see, sentence
from views.kit.paging import Paged


@console.get("/posts")
def posts() -> Response:
    """All of them, with how many people follow."""
    return _list()


@console.post("/posts/<code>/pin")
def pin_post(code: str) -> Response:
    """It stands first."""
    return _done(code, lambda post: posting.pin_post(store.session(), post, as_keeper()), N_("置顶了"))


@console.post("/posts/<code>/unpin")
def unpin_post(code: str) -> Response:
    """Back among the others."""
    return _done(code, lambda post: posting.unpin_post(store.session(), post), N_("不置顶了"))


@console.post("/posts/<code>/back")
def keep_post_back(code: str) -> Response:
    """A timed one is a draft again."""
    return _done(code, lambda post: posting.keep_back(store.session(), post), N_("改回草稿了，到点不发"))


@console.post("/posts/<code>/deletion")
def delete_post(code: str) -> Response:
    """Nobody sees it any more."""
    return _done(code, lambda post: posting.delete_post(store.session(), post, as_keeper()), N_("删了"))


def own_post(code: str) -> Post:
    """One of the shop's own; anything else is not there."""
    post = post_of_shop(store.session(), shop(), code)
    if post is None:
        raise Gone(code)
    return post


def _done(code: str, verb: Callable[[Post], None], words: str) -> Response:
    """Runs a verb on one of the shop's posts. A second press of deleting finds it gone, which is as it should be."""
    post = post_of_shop(store.session(), shop(), code)
    if post is None and request.endpoint == "console.delete_post":
        return see(url_for("console.posts"))
    try:
        verb(own_post(code))
    except Refused as refusal:
        store.give_up()
        return refused_list(sentence(refusal))
    flash(gettext(words), "ok")
    return see(url_for("console.posts"))


def refused_list(refused: str) -> Response:
    """The list with the sentence of what was refused."""
    return _list(refused)


def _list(refused: str = "") -> Response:
    session, own = store.session(), shop()
    paged = Paged(count_of_keeper(session, own), POSTS_PAGE, "console.posts")
    found = posts_of_keeper(session, own, offset=paged.offset)
    return page(
        "console/posts/list.html",
        status=422 if refused else 200,
        refused=refused,
        shop=own,
        posts=found,
        followers=followers_of(session, own.id),
        paged=paged,
        post_rules=POST_RULES,
        hiding_words=words_of_hiding(session, found),
    )
