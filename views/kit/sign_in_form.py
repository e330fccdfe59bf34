"""The form by which people sign in: on its own page, and where a form arrived after its session was over."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from views.kit.forms import TokenForm
from views.kit.written import Written


class SignInForm(TokenForm):
    """Phone and password. `next` is where to go on, `kept` a form that waits for its person (resuming.py)."""

    phone = StringField(_("手机号"), [Written(_("请填手机号"))])
    password = PasswordField(_("密码"), [InputRequired(_("请填密码"))])
    next = HiddenField()
    kept = HiddenField()
