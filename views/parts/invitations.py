"""Invitations as the desk and shopkeepers show them."""

from flask import url_for

from views.kit.house import house


def sign_up_link(code: str) -> str:
    """The address that a person opens to sign up with this invitation."""
    return f"{house().config.where}{url_for('signing_up.sign_up_page')}?invite={code}"
