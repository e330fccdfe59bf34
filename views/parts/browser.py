"""A browser in words: its owner knows it by them, and an operator knows where a member works."""

from flask_babel import gettext

from models.account.browser import Browser
from models.kernel.errors import N_

# What is not here is called the same in every language.
_CALLED = {"Android": N_("安卓"), "HarmonyOS": N_("鸿蒙"), "WeChat": N_("微信"), "Alipay": N_("支付宝")}


def browser_words(browser: Browser) -> str:
    """As its owner would call it."""
    words = [gettext(_CALLED.get(one, one)) for one in (browser.system, browser.program) if one]
    return " · ".join(words) or gettext("认不出的设备")
