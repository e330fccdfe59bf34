"""The forms of withdrawals at the desk: why not, where it can be seen, when it came back, and a file of results."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from models.kernel.clock import local, now
from models.payout.steps import PAYOUT_REFERENCE_LIMIT
from models.payout.verifying import PAYEE_WHY_LIMIT
from views.kit.forms import TokenForm


class WithdrawalWhyForm(TokenForm):
    """Why it is refused, or did not arrive."""

    why = StringField(
        _("原因"),
        [InputRequired(_("写一句为什么，对方会看到")), Length(max=PAYEE_WHY_LIMIT, message=_("最多 200 个字"))],
    )


class ReturnForm(WithdrawalWhyForm):
    """Why the bank returned it, and when."""

    returned_on = DateField(
        _("退回日期"), [InputRequired(_("写下银行退回的日子"))], default=lambda: local(now()).date()
    )


class ReferenceForm(TokenForm):
    """Where the payment can be seen."""

    reference = StringField(
        _("转账单号"),
        [InputRequired(_("写下转账单号，以后好查")), Length(max=PAYOUT_REFERENCE_LIMIT, message=_("最多 80 个字"))],
    )


class ResultForm(TokenForm):
    """The file of payments with what became of each."""

    file = FileField(_("结果文件"), [FileRequired(_("请选一个 CSV 或 XLSX 文件"))])
