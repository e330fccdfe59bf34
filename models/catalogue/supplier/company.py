"""The company behind a supplier: its name and its unified social credit code, by GB 32100-2015. One company is one
supplier."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_, Refused
from models.kernel.text import narrow, one_line

COMPANY_LIMIT = 100
CREDIT_CODE_LENGTH = 18
# GB 32100 leaves out the letters that are taken for digits or for each other.
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TAKEN = N_("这家公司已经是供货商了，或者正在申请。一家公司只能是一家供货商")


def credit_code(typed: str) -> str:
    """The code, cleaned of spaces and dashes, in capitals. Raises Refused, saying what looks wrong."""
    code = "".join(narrow(typed).split()).replace("-", "").upper()
    if len(code) != CREDIT_CODE_LENGTH:
        raise Refused(
            "credit_code", N_("统一社会信用代码是 %(most)d 位，现在是 %(length)d 位"), most=18, length=len(code)
        )
    wrong = next((place for place, letter in enumerate(code, 1) if letter not in _LETTERS), 0)
    if wrong:
        words = N_("第 %(place)d 位“%(letter)s”不会出现在统一社会信用代码里（没有 I、O、S、V、Z）")
        raise Refused("credit_code", words, place=wrong, letter=code[wrong - 1])
    try:
        return uscc.validate(code)
    except InvalidLength:
        raise Refused("credit_code", N_("统一社会信用代码是 18 位")) from None
    except InvalidChecksum:
        raise Refused("credit_code", N_("最后一位校验码对不上，请对照营业执照再看一遍，有一位抄错了")) from None
    except ValueError:
        raise Refused("credit_code", N_("这不是统一社会信用代码：第 3 到 8 位要是行政区划数字")) from None


def declare_company(session: Session, supplier: Supplier, *, company: str, code: str) -> None:
    """Writes down whose supplier it is. The UNIQUE constraint lets one of two in that name one company at once. Raises
    Refused by field."""
    name = one_line(company)
    if not name:
        raise Refused("company", N_("请填营业执照上的公司名"))
    if len(name) > COMPANY_LIMIT:
        raise Refused("company", N_("最多 %(most)d 个字"), most=COMPANY_LIMIT)
    plain = credit_code(code)
    other = company_named(session, plain)
    if other is not None and other.id != supplier.id:
        raise Refused("credit_code", _TAKEN)
    supplier.company, supplier.credit_code = name, plain
    try:
        with session.begin_nested():
            session.add(supplier)
            session.flush()
    except IntegrityError:
        raise Refused("credit_code", _TAKEN) from None


def company_named(session: Session, code: str) -> Supplier | None:
    """Whose company it is, or is said to be."""
    return session.exec(select(Supplier).where(Supplier.credit_code == code)).first()


def forget_company(supplier: Supplier) -> None:
    """It is nobody's any more: whoever the company really belongs to may name it."""
    supplier.company, supplier.credit_code = "", None
