"""The files that payments are made by.

    alipay  as Alipay's own template: a line that names it, then 序号（必填）, 收款方支付宝账号（必填）,
            收款方姓名（必填）, 金额（必填，单位：元）, 备注（选填）; in GBK
    bank    序号, 收款人, 收款账号, 开户银行, 开户支行, 金额, 备注; in UTF-8. Each bank has another template: the
            columns are there to be copied

备注 is the withdrawal's code. What comes back is read by payout_reading.py. The headings are what the bank and Alipay
know, so they are not translated. docs/payments.md says how Alipay's were found out.
"""

from collections.abc import Sequence

from models.kernel.cells import MARK, csv_line
from models.kernel.sealing import Seal
from models.payout.verifying import number_of
from models.payout.withdrawal import Withdrawal

ALIPAY_TITLE = ("支付宝批量付款文件模板（前面两行请勿删除）", "", "", "", "")
_ALIPAY = ("序号（必填）", "收款方支付宝账号（必填）", "收款方姓名（必填）", "金额（必填，单位：元）", "备注（选填）")
_BANK = ("序号", "收款人", "收款账号", "开户银行", "开户支行", "金额", "备注")
# GBK to whoever knows no more; a rare character of a name, which GBK lacks, takes four bytes of its successor.
ENCODINGS = {"alipay": "gb18030", "bank": "utf-8"}


def payment_file(chosen: Sequence[Withdrawal], kind: str, *, seal: Seal) -> bytes:
    """What to upload at the bank ("bank") or Alipay ("alipay"). Raises Refused where a number cannot be read."""
    rows = b"".join(
        csv_line(_row(place, withdrawal, kind, number_of(withdrawal.payee, seal)))
        for place, withdrawal in enumerate(chosen, 1)
    )
    if kind == "bank":
        return MARK + csv_line(_BANK) + rows
    whole = csv_line(ALIPAY_TITLE) + csv_line(_ALIPAY) + rows
    return whole.decode().encode(ENCODINGS["alipay"])


def _row(place: int, withdrawal: Withdrawal, kind: str, number: str) -> list[str]:
    payee, amount = withdrawal.payee, withdrawal.amount.yuan
    if kind == "alipay":
        return [str(place), number, payee.holder, amount, withdrawal.code]
    return [str(place), payee.holder, number, payee.bank, payee.branch, amount, withdrawal.code]
