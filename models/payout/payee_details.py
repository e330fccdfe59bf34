"""An account that money is paid to, as its owner writes it down."""

import re
from dataclasses import dataclass

from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import mobile
from models.kernel.text import narrow, one_line
from models.payout.payee import PAYEE_KINDS

HOLDER_LIMIT, BANK_LIMIT, BRANCH_LIMIT = 60, 40, 60
# The shortest company accounts and the longest: cards have 16 to 19.
_BANK_NUMBER = re.compile(r"[0-9]{8,32}")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,40}@[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class PayeeDetails:
    """An account as its owner wrote it down."""

    kind: str
    holder: str
    number: str
    bank: str = ""
    branch: str = ""


def checked_payee(given: PayeeDetails) -> PayeeDetails:
    """As it is kept. Raises Refused for what is no account."""
    holder = one_line(given.holder)
    if given.kind not in PAYEE_KINDS:
        raise Refused("kind", N_("选一种收款方式"))
    if not holder or len(holder) > HOLDER_LIMIT:
        raise Refused("holder", N_("写下户名，要和账户上的一样，最多 %(most)s 个字"), most=HOLDER_LIMIT)
    if given.kind == "alipay":
        return PayeeDetails("alipay", holder, _alipay_number(given.number))
    bank, branch = one_line(given.bank), one_line(given.branch)
    number = re.sub(r"[\s-]", "", narrow(given.number))
    if not _BANK_NUMBER.fullmatch(number):
        raise Refused("number", N_("银行账号是 8 到 32 位数字，再对一遍"))
    if not bank or len(bank) > BANK_LIMIT:
        raise Refused("bank", N_("写下开户银行，最多 %(most)s 个字"), most=BANK_LIMIT)
    if len(branch) > BRANCH_LIMIT:
        raise Refused("branch", N_("最多 %(most)s 个字"), most=BRANCH_LIMIT)
    return PayeeDetails("bank", holder, number, bank, branch)


def _alipay_number(typed: str) -> str:
    number, address = mobile(typed), narrow(typed).strip().lower()
    if not number and not (len(address) <= BANK_LIMIT * 2 and _EMAIL.fullmatch(address)):
        raise Refused("number", N_("支付宝账号是手机号或邮箱，再对一遍"))
    return number or address
