"""Kind pages for what went wrong: what happened, and the way out. Never a bare status."""

import logging
import math

from flask import Flask, render_template, request
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response

from models.kernel.errors import N_, Gone, Refused
from models.kernel.trouble import Trouble, trouble_of
from views.kit import store
from views.kit.limits import seconds_to_wait
from views.kit.page import page, sentence
from views.kit.resuming import give_back, unsent

log = logging.getLogger(__name__)

WORDS = {
    400: (N_("这个请求没看懂"), N_("退回上一页再试一次。")),
    403: (N_("不能这样做"), N_("这张表单不是从本站打开的，或者你没有权限。")),
    404: (N_("这里没有东西"), N_("地址可能抄漏了一位。回首页输入店铺号就能找到店。")),
    405: (N_("不能这样打开"), N_("退回上一页，从页面上的按钮进来。")),
    413: (N_("交上来的太大了"), N_("图片每张最多 20 MB，商品表格最多 64 MB，文字请分几次交。")),
    429: (N_("慢一点"), N_("试得太多了，歇一会儿再来。")),
    500: (N_("是我们出了错"), N_("已经记下来了。你填的内容没有保存，请退回再试一次。")),
}
# What cannot be helped by the program, by its kind; whoever only reads is told no more than that.
_FULL = N_("网络的磁盘满了，这次没有保存。看店和看订单不受影响；请告诉开网络的人，过一会儿再交。")
_ONLY_READS = N_("网络正在维护，只能看，不能改：这次没有保存，过一会儿再交。")
_SILENT = N_("网络里有一处没有回应，这次没有保存，过一会儿再交。")
TROUBLES: dict[Trouble, tuple[int, str, str]] = {
    "full": (507, N_("存不下了"), _FULL),
    "read-only": (503, N_("现在只能看"), _ONLY_READS),
    "gone": (503, N_("这里暂时用不了"), _SILENT),
    "busy": (503, N_("这里暂时用不了"), _SILENT),
}
UNSEEN = N_("网络里有一处没有回应。看店不受影响，过一会儿再打开这一页。")
KEPT = N_("已经保存了，只是这一页没显示出来。不用再交，退回上一页刷新看看。")
RETRY_SECONDS = "30"


def init_app(app: Flask) -> None:
    """Hangs the pages on the app."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return _http(error)

    @app.errorhandler(CSRFError)
    def expired(error: CSRFError) -> Response:
        kept = unsent()
        if kept:
            return give_back(kept, status=400)
        return page(
            "errors/error.html", status=400, heading=N_("这一页放太久了"), words=N_("退回上一页刷新一下，再交一次。")
        )

    @app.errorhandler(Gone)
    def gone(error: Gone) -> Response:
        return _page(404)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        store.give_up()
        return page("errors/error.html", status=422, heading=N_("没有成功"), said=sentence(error))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        if trouble_of(error) is None:
            if app.testing:
                raise error
            log.exception("a page failed")
        return _broken(error)


def _http(error: HTTPException) -> Response:
    # A redirect raised on the way is no error; it goes out as it is.
    if error.code is None or error.code < 400:
        return error.get_response()
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, Exception):
        # What fails after the view, such as the commit itself, comes this way; Flask has logged it.
        return _broken(cause)
    # A host that cannot be one: nothing here has an address then, and so no page can be made.
    if isinstance(request.routing_exception, BadRequest):
        return request.routing_exception.get_response()
    return _too_often() if error.code == 429 else _page(error.code)


def _broken(error: Exception) -> Response:
    trouble = trouble_of(error)
    store.give_up()
    if store.was_kept():
        return page("errors/error.html", status=500, heading=WORDS[500][0], words=KEPT, unsaved=False)
    if trouble is None:
        return _page(500)
    log.warning("a page met trouble: %s: %s", trouble, type(error).__name__)
    status, heading, words = TROUBLES[trouble]
    kept = unsent()
    if request.method in store.SAFE:
        reply = page("errors/error.html", status=503, heading=N_("这里暂时用不了"), words=UNSEEN)
    elif kept:
        reply = give_back(kept, status=status, why=words)
    else:
        reply = page("errors/error.html", status=status, heading=heading, words=words)
    reply.headers["Retry-After"] = RETRY_SECONDS
    return reply


def _too_often() -> Response:
    """Says how long to wait, to people and to programs."""
    seconds = seconds_to_wait()
    words = (
        ngettext("试得太多了。%(num)s 秒后再来。", "试得太多了。%(num)s 秒后再来。", seconds)
        if seconds < 60
        else ngettext("试得太多了。%(num)s 分钟后再来。", "试得太多了。%(num)s 分钟后再来。", math.ceil(seconds / 60))
    )
    reply = page("errors/error.html", status=429, heading=WORDS[429][0], said=words)
    reply.headers["Retry-After"] = str(seconds)
    return reply


def _page(code: int) -> Response:
    heading, words = WORDS.get(code, WORDS[400] if code < 500 else WORDS[500])
    text = render_template("errors/error.html", heading=heading, words=words, unsaved=True)
    return Response(text, code, mimetype="text/html")
