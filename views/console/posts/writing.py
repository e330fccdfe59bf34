"""Writing a post, and changing one. A draft is kept by its button, and goes on where it was left."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.feed.post import POST_LIMIT, POST_PICTURES, Post
from models.feed.posting import keep_for, put_out, rewrite_post, write_post
from models.kernel.errors import N_, Refused
from views.console.blueprint import console
from views.console.own.pictures import owner_of_shots
from views.console.posts.form import PostForm, empty_form, form_of, offered, said_in_form
from views.console.posts.list import own_post
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.bodies import FILES, carries
from views.kit.filters import minute
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, see
from views.parts.shots import KeptShot, one_shot, shots_sent, standing_shots


@console.get("/posts/new")
def new_post() -> Response:
    """An empty one."""
    return _shown(empty_form(), [], None)


@console.get("/posts/<code>")
def one_post(code: str) -> Response:
    """One that was written, to go on with or to change."""
    post = own_post(code)
    shots = standing_shots(owner_of_shots(), [picture.digest for picture in post.pictures])
    return _shown(form_of(post), shots, post)


@console.post("/posts/pictures")
@carries(FILES)
def post_picture() -> Response:
    """One picture of a post that is being written, or whether it is here already."""
    return one_shot(owner_of_shots())


@console.post("/posts/new")
@carries(FILES)
def keep_post() -> Response:
    """Writes it, and with `do=send` sends it, with `do=time` at its time. The same form again is the same post."""
    return _kept(None)


@console.post("/posts/<code>")
@carries(FILES)
def change_post(code: str) -> Response:
    """The same of one that stands."""
    return _kept(own_post(code))


def _kept(post: Post | None) -> Response:
    form = offered(PostForm())
    code = post.code if post else ""
    shots, wants = shots_sent(form, owner_of_shots()), request.form.get("do", "keep")
    # Decoding has ended the transaction in which it was found.
    post = own_post(code) if code else None
    if post is not None:
        shots = _caught_up(form, post, shots)
    if not form.validate() or form.errors:
        return _shown(form, shots, post, status=422)
    with attempt(form) as outcome:
        said = said_in_form(form, shots)
        if post is None:
            post = write_post(store.session(), shop(), said, as_keeper(), rules=house().rules)
        # The same form once more may say more than it did.
        rewrite_post(store.session(), post, said, as_keeper(), rules=house().rules)
        words = _sent(post, form, wants)
    if not outcome.ok:
        return _shown(form, shots, own_post(code) if code else None, status=422)
    flash(words, "ok")
    return see(url_for("console.posts"))


def _caught_up(form: PostForm, post: Post, shots: list[KeptShot]) -> list[KeptShot]:
    """What another tab wrote in fields that this one left alone stays; the pictures to go on with."""
    store.hold(shop())
    before = standing_shots(owner_of_shots(), [picture.digest for picture in post.pictures])
    sent, standing = _in_order(shots), _in_order(before)
    merged = form.catch_up(form_of(post), also=sent, today_also=standing)
    return before if merged == standing else shots


def _in_order(shots: list[KeptShot]) -> dict[str, str]:
    """The pictures as one more field of the form, under the name that is said of it."""
    return {f"pictures:{_('图片')}": " ".join(shot.digest for shot in shots)}


def _sent(post: Post, form: PostForm, wants: str) -> str:
    """What became of it, as the keeper is told. Raises Refused."""
    if wants == "send":
        put_out(store.session(), post, as_keeper(), rules=house().rules)
        return _("发出去了，关注你的人打开就看得到")
    if wants == "time":
        if form.when.data is None:
            raise Refused("when", N_("选一个时间"))
        keep_for(store.session(), post, form.when.data, as_keeper())
        return _("到 %(time)s 自己发出去", time=minute(form.when.data))
    return _("改好了") if post.state == "out" else _("存好了，什么时候接着写都行")


def _shown(form: PostForm, shots: list[KeptShot], post: Post | None, *, status: int = 200) -> Response:
    return page(
        "console/posts/form.html",
        status=status,
        shop=shop(),
        form=form,
        shots=shots,
        post=post,
        pictured=_in_order(shots),
        most=POST_LIMIT,
        most_pictures=POST_PICTURES,
    )
