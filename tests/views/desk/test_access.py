"""Who may come to the desk, what its first page says, and that its forms carry their token."""

from models.catalogue.goods.goods import Goods
from tests.given.factories import make_goods, make_shop, make_supplier
from tests.given.people import Person
from views.kit.house import House

PAGES = (
    "/desk",
    "/desk/goods",
    "/desk/goods/ANYTHING",
    "/desk/suppliers",
    "/desk/suppliers/new",
    "/desk/invitations",
    "/desk/shops",
    "/desk/categories",
    "/desk/audit",
)
FORMS = (
    "/desk/goods/approvals",
    "/desk/goods/refusals",
    "/desk/goods/ANYTHING/approval",
    "/desk/suppliers",
    "/desk/invitations",
    "/desk/invitations/revocations",
    "/desk/categories",
)


def test_to_others_there_is_nothing_here(stranger: Person, keeper: Person, staff: Person) -> None:
    for somebody in (stranger, keeper, staff):
        for url in PAGES:
            reply = somebody.get(url)
            assert reply.status_code == 404, url
            assert "商品审核" not in reply.text
        for url in FORMS:
            assert somebody.post(url).status_code == 404, url


def test_who_is_not_signed_in_is_sent_to_sign_in(buyer: Person) -> None:
    for url in PAGES:
        reply = buyer.get(url)
        assert (reply.status_code, reply.location.split("?")[0]) == (303, "/sign-in"), url


def test_a_form_without_its_token_does_nothing(operator: Person) -> None:
    operator.token = ""
    for url in FORMS:
        assert operator.post(url).status_code == 400, url


def test_an_operator_signs_in_to_the_desk(operator: Person) -> None:
    assert operator.get("/sign-in").location == "/desk"
    assert operator.get("/desk/goods").status_code == 200


class TestToday:
    def test_a_young_network_reads_what_it_lacks(self, operator: Person) -> None:
        page = operator.get("/desk").text
        assert "加第一家" in page
        assert "邀请码用完了" in page
        assert "都看过了" in page

    def test_numbers_and_what_waits(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            goods: Goods = make_goods(session, make_supplier(session), title="老白茶", state="submitted")
            code = goods.code
            make_shop(session)
        page = operator.get("/desk").text
        assert "去审核 1 件" in page
        assert f"/desk/goods/{code}" in page
        assert "加第一家" not in page
