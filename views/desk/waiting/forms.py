"""What an operator writes down with a decision. A reason may be one of the ready ones, or own words."""

from flask import request
from flask_babel import lazy_gettext as _
from sqlmodel import Session
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from models.stories.waiting import Given, WaitingKind
from views.kit.forms import MoneyField, TokenForm
from views.kit.wording import usual_words

MOST_WHY, MOST_REFERENCE = 500, 80


class VerdictForm(TokenForm):
    """A verb takes of it what it asks for."""

    why = StringField(_("理由"), [Length(max=MOST_WHY, message=_("最多 500 个字"))])
    reference = StringField(_("转账单号"), [Length(max=MOST_REFERENCE, message=_("最多 80 个字"))])
    amount = MoneyField(_("退多少"))
    score = StringField(_("信用分"), [Length(max=12, message=_("信用分是一个整数，照截图填"))])
    return_to = TextAreaField(_("寄回的地址"), [Length(max=200, message=_("最多 200 个字"))])

    def given(self, kind: WaitingKind) -> Given:
        """What was filled in."""
        return Given(
            why=(self.why.data or "").strip() or request.form.get("ready", "").strip()[:MOST_WHY],
            seen=request.form.get("seen", "")[:40],
            reference=self.reference.data or "",
            amount=self.amount.data,
            return_to=self.return_to.data or "",
            score=(self.score.data or "").strip(),
        )


def reasons_for(session: Session, kind: WaitingKind, code: str) -> list[str]:
    """The sentences that are offered for this one, in the reader's language."""
    wording = kind.wording_for(session, code)
    return usual_words(wording) if wording else []
