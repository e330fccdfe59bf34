"""Unified social credit codes by GB 32100, however they are typed; one company is one supplier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from models.catalogue.supplier.company import company_named, credit_code, declare_company, forget_company
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.factories import make_supplier

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
bodies = st.builds(
    lambda kind, region, rest: kind + region + rest,
    st.sampled_from(["91", "92", "93", "51"]),
    st.from_regex(r"[1-6][0-9]{5}", fullmatch=True),
    st.text(LETTERS, min_size=9, max_size=9),
)


@given(bodies)
def test_a_right_code_is_read_however_it_is_typed(body: str) -> None:
    code = body + uscc.calc_check_digit(body)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    spaced = f" {code[:6]} {code[6:]} "
    assert {credit_code(typed) for typed in (code, code.lower(), wide, spaced, f"{code[:9]}-{code[9:]}")} == {code}


@given(bodies, st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_seen(body: str, place: int, letter: str) -> None:
    code = body + uscc.calc_check_digit(body)
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        assert credit_code(wrong) == code
    else:
        with pytest.raises(Refused) as refused:
            credit_code(wrong)
        assert refused.value.field == "credit_code"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("9111000060003734", "16"), ("91110000600037341O", "第 18 位“O”"), ("", "0"), ("公司" * 9, "第 1 位")],
)
def test_what_looks_wrong_is_said(typed: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        credit_code(typed)
    assert said in str(refused.value.said)


def test_one_company_is_one_supplier(database: Database) -> None:
    with database.transaction() as session:
        first, second = make_supplier(session, name="一厂"), make_supplier(session, name="二厂")
        declare_company(session, first, company="一厂有限公司", code="91110000600037341l")
        with pytest.raises(Refused) as refused:
            declare_company(session, second, company="冒名", code="9111 0000 6000 3734 1L")
        assert refused.value.field == "credit_code" and second.credit_code is None
        # The same again changes nothing; what is given up is anybody's.
        declare_company(session, first, company="一厂有限公司", code="91110000600037341L")
        forget_company(first)
        declare_company(session, second, company="二厂有限公司", code="91110000600037341L")
        assert company_named(session, "91110000600037341L") == second
