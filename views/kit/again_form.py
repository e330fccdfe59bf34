"""The form by which somebody shows once more who they are."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField

from views.kit.forms import TokenForm


class AgainForm(TokenForm):
    """Digits or a recovery code; the password alone where there is no second factor. `answer` is a
    passkey's. `next` and `kept` as in
    sign_in_form.py."""

    code = StringField(_("六位数或恢复码"))
    password = PasswordField(_("密码"))
    next = HiddenField()
    kept = HiddenField()
    answer = HiddenField()
