"""Kind pages for what went wrong: what happened, and the way out. Never a bare status."""

import logging
import math

from flask import Flask, render_template
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from models.kernel.errors import N_, Gone, Refused
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


def init_app(app: Flask) -> None:
    """Hangs the pages on the app."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        # A redirect raised on the way is no error; it goes out as it is.
        if error.code is None or error.code < 400:
            return error.get_response()
        return _too_often() if error.code == 429 else _page(error.code)

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
        if app.testing:
            raise error
        log.exception("a page failed")
        store.give_up()
        return _page(500)


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
