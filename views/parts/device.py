"""What a page is opened with, as far as it decides how people can pay."""

from flask import request

from models.payment.gateways import Device

PHONES = ("Mobile", "Android", "iPhone", "iPod")


def device() -> Device:
    """WeChat's own browser, another phone's, or a desk. Tablets count as phones where they say so."""
    agent = request.user_agent.string
    # WeChat for desks says MicroMessenger too, but has no wallet: there a QR code is right.
    if "MicroMessenger" in agent and "WindowsWechat" not in agent and "MacWechat" not in agent:
        return "wechat"
    return "phone" if any(name in agent for name in PHONES) else "desk"
