"""Who is paying inside WeChat: its openid, asked for without a question to the buyer (OAuth 2, snsapi_base)."""

import json
from urllib.parse import urlencode

from models.kernel.provider import Unreachable
from models.kernel.provider.wire import send
from models.payment.gateways.wechat.account import WechatAccount


class WechatOpener:
    """The official account's side of it."""

    def __init__(self, account: WechatAccount) -> None:
        self._account = account

    def address(self, back: str, mark: str) -> str:
        """Where WeChat sends the buyer on to `back`, with a code and our mark (letters and digits)."""
        asked = {
            "appid": self._account.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": mark,
        }
        return f"{self._account.authorize_url.rstrip('/')}?{urlencode(asked)}#wechat_redirect"

    def openid(self, code: str) -> str:
        """Whose code this is; empty where WeChat does not know it (any more). Raises Unreachable."""
        asked = {
            "appid": self._account.app_id,
            "secret": self._account.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        reply = send("GET", f"{self._account.open_url.rstrip('/')}/sns/oauth2/access_token?{urlencode(asked)}")
        try:
            answer = json.loads(reply.body)
            return str(answer.get("openid", "")) if reply.status == 200 else ""
        except (ValueError, AttributeError) as error:
            raise Unreachable("WeChat's answer cannot be read") from error
