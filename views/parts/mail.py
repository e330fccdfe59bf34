"""Where a member wants to be told of new messages by e-mail; asked only where the network can send any."""

import re

from flask_babel import lazy_gettext as _
from wtforms import EmailField, ValidationError

from models.account.member import Member
from models.kernel import text
from models.kernel.clock import now
from models.talk.conversation import MailAddress
from views.kit import store
from views.kit.forms import TokenForm

_ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", re.IGNORECASE)


class MailForm(TokenForm):
    """An address, or nothing."""

    address = EmailField(_("有新消息，发邮件到"), filters=[lambda typed: text.narrow(typed).strip() if typed else ""])

    def validate_address(self, field: EmailField) -> None:
        """Empty means: no mail."""
        if field.data and (len(field.data) > 120 or not _ADDRESS.fullmatch(field.data)):
            raise ValidationError(_("这不像邮箱地址，再看一眼"))


def mail_form(who: Member) -> MailForm:
    """The form with the address that is kept."""
    kept = store.session().get(MailAddress, who.id)
    return MailForm(formdata=None, address=kept.address if kept else "")


def mail_kept(form: MailForm, who: Member) -> bool:
    """Keeps or forgets the address; says whether the form was right."""
    if not form.validate():
        return False
    session = store.session()
    kept = session.get(MailAddress, who.id)
    if not form.address.data:
        if kept:
            session.delete(kept)
    elif kept:
        kept.address, kept.since = form.address.data, now()
    else:
        session.add(MailAddress(member_id=who.id, address=form.address.data, since=now()))
    session.flush()
    return True
