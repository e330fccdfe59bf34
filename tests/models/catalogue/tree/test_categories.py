"""The tree of categories as operators change it, and what goods feel of it. On both databases."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.category.category import Attribute, Category, attributes_of, category_called, category_named, tree
from models.catalogue.goods import listing
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import Proposal
from models.catalogue.goods.version import keep_version, newest_version
from models.catalogue.tree.attributes import AttributeDraft, attributes_mark, drafts_of, write_attributes
from models.catalogue.tree.changing import (
    CategoryDraft,
    add_category,
    change_category,
    goods_in,
    order_categories,
    reinstate,
    retire,
)
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from tests.given.factories import make_category, make_goods, make_member, make_supplier
from tests.given.processes import in_threads

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
ORIGIN = AttributeDraft("", "产地", {"en": "Origin"}, required=True)
GREEN = CategoryDraft("绿茶", {"en": "Green"})
SCENT = AttributeDraft("", "香型", {"en": "Scent"}, ("清香", "浓香"))


def rows(session: Session) -> list[str]:
    return [row.what for row in session.exec(select(Audit).order_by(col(Audit.id))).all()]


def kept(draft: AttributeDraft, **changes: object) -> AttributeDraft:
    facts = {name: getattr(draft, name) for name in ("name", "names", "choices", "required", "retired")}
    return AttributeDraft(draft.name, **facts | changes)


def write(session: Session, category: Category, wanted: list[AttributeDraft], by: Member, seen: str = "") -> bool:
    seen = seen or attributes_mark(drafts_of(session, category))
    return write_attributes(session, category, wanted, Act.operator(by, AT), seen=seen)


def refusal(call: object, *args: object, **options: object) -> str:
    with pytest.raises(Refused) as no:
        call(*args, **options)  # type: ignore[operator]  # Verbs of several shapes.
    return f"{no.value.field}: {no.value}"


class TestAdding:
    def test_a_root_and_children_at_the_end_of_their_level(self, database: Database) -> None:
        with database.transaction() as session:
            by = make_member(session)
            root = add_category(session, CategoryDraft("文具", {"en": "Stationery"}), Act.operator(by, AT), root=None)
            drafts = [
                CategoryDraft("笔", {"en": "Pens"}, floor_bp=800, deposit=Money(100_000)),
                CategoryDraft("纸", {"en": "Paper goods"}),
            ]
            for draft in drafts * 2:
                add_category(session, draft, Act.operator(by, AT), root=root)
            (branch,) = tree(session)
            assert [child.slug for child in branch[1]] == ["pens", "paper-goods"]
            assert [child.position for child in branch[1]] == [0, 1]
            assert (branch[1][0].commission_floor_bp, branch[1][0].deposit) == (800, Money(100_000))
            # Sent twice, each made one; each left one row.
            assert rows(session) == ["category.add"] * 3

    @pytest.mark.parametrize(
        ("draft", "words"),
        [
            (CategoryDraft("", {"en": "Cups"}), "name: 两种语言"),
            (CategoryDraft("杯", {"en": " "}), "slug: 代号用小写"),
            (CategoryDraft("杯", {"en": " "}, "cups"), "name_en: 两种语言"),
            (CategoryDraft("杯" * 21, {"en": "Cups"}), "name: 最多 20"),
            (CategoryDraft("杯/碗", {"en": "Cups"}), "name: 名字里不能有 /"),
            (CategoryDraft("茶", {"en": "Cups"}), "name: 已经有类目叫这个"),
            (CategoryDraft("杯", {"en": "TEA"}, "cups"), "name_en: 已经有类目叫这个"),
            (CategoryDraft("杯", {"en": "Cups"}, "tea"), "slug: 这个代号已经"),
            (CategoryDraft("杯", {"en": "Cups"}, "new"), "slug: 代号用小写"),
            (CategoryDraft("杯", {"en": "Cups"}, "Cups & Co"), "slug: 代号用小写"),
            (CategoryDraft("杯", {"en": "Cups"}, "c" * 41), "slug: 代号用小写"),
            (CategoryDraft("杯", {"en": "Cups"}, floor_bp=9001), "floor: 佣金率最高"),
            (CategoryDraft("杯", {"en": "Cups"}, deposit=Money(-1)), "deposit: 保证金"),
        ],
    )
    def test_what_is_refused(self, database: Database, draft: CategoryDraft, words: str) -> None:
        with database.transaction() as session:
            make_category(session)
            root, by = category_called(session, "food"), make_member(session)
            assert refusal(add_category, session, draft, Act.operator(by, AT), root=root).startswith(words)
            assert rows(session) == []

    def test_there_are_two_levels_and_no_more(self, database: Database) -> None:
        with database.transaction() as session:
            child, by = make_category(session), make_member(session)
            assert "两级" in refusal(add_category, session, GREEN, Act.operator(by, AT), root=child)
            root = category_called(session, "food")
            assert root is not None
            retire(session, root, Act.operator(by, AT))
            assert "两级" in refusal(add_category, session, GREEN, Act.operator(by, AT), root=root)

    def test_of_two_at_once_under_one_slug_one_is_added(self, database: Database) -> None:
        with database.transaction() as session:
            member_id = make_member(session).id

        def add(name: str) -> bool:
            try:
                with database.transaction() as session:
                    draft = CategoryDraft(name, {"en": f"Things {name}"}, "things")
                    add_category(session, draft, Act.operator(session.get_one(Member, member_id), AT), root=None)
            except Refused:
                return False
            return True

        assert sorted(in_threads(add, [("甲",), ("乙",), ("丙",)])) == [False, False, True]


class TestChanging:
    def test_names_and_deposit_but_never_the_slug(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            draft = CategoryDraft("茶叶", {"en": "Teas"}, "other", deposit=Money(5))
            assert change_category(session, tea, draft, Act.operator(by, AT))
            assert not change_category(session, tea, draft, Act.operator(by, AT))
            assert (tea.name, tea.names, tea.slug, tea.deposit) == ("茶叶", {"en": "Teas"}, "tea", Money(5))
            (row,) = session.exec(select(Audit)).all()
            assert row.what == "category.change"
            assert row.changes == [("名字", "茶 / Tea", "茶叶 / Teas"), ("保证金", "0.00 元", "0.05 元")]
            make_category(session, slug="cups")
            assert "name_en: 已经" in refusal(
                change_category, session, tea, CategoryDraft("茶叶", {"en": "CUPS"}), Act.operator(by, AT)
            )

    def test_the_order(self, database: Database) -> None:
        with database.transaction() as session:
            by = make_member(session)
            some = [make_category(session, slug=slug) for slug in ("a", "b", "c")]
            for _ in range(2):
                order_categories(session, [some[2], some[0], some[1]], Act.operator(by, AT))
            assert [child.slug for child in tree(session)[0][1]] == ["c", "a", "b"]
            assert rows(session) == ["category.order"]


class TestRetiring:
    def test_no_new_goods_come_in_and_those_there_stay(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            on_sale = make_goods(session, make_supplier(session))
            draft = make_goods(session, make_supplier(session), state="draft", digest="ab" * 16)
            assert [retire(session, tea, Act.operator(by, AT)) for _ in "ab"] == [True, False]
            assert tree(session)[0][1] == []
            assert tree(session, retired=True)[0][1] == [tea]
            assert listing.lacks(session, on_sale)[0].field == "pictures"
            assert "停用了" in refusal(listing.submit, session, draft, Act.supplier(by, AT))
            listing.take_off(session, on_sale, Act.supplier(by, AT))
            assert goods_in(session, tea) == 2
            assert [reinstate(session, tea, Act.operator(by, AT)) for _ in "ab"] == [True, False]
            listing.submit(session, draft, Act.supplier(by, AT))
            assert draft.state == "submitted"
            assert rows(session) == ["category.retire", "category.bring_back"]

    def test_a_root_takes_its_children_along_and_brings_those_back(self, database: Database) -> None:
        with database.transaction() as session:
            tea, cups, by = make_category(session), make_category(session, slug="cups"), make_member(session)
            root = session.get_one(Category, tea.parent_id)
            retire(session, cups, Act.operator(by, AT))
            retire(session, root, Act.operator(by, LATER))
            assert tea.retired_at == LATER
            assert tree(session) == []
            assert "先恢复上面的大类" in refusal(reinstate, session, tea, Act.operator(by, LATER))
            reinstate(session, root, Act.operator(by, LATER))
            # Cups had been retired before, for a reason of its own.
            assert [child.slug for child in tree(session)[0][1]] == ["tea"]
            assert cups.retired_at == AT

    def test_a_name_that_one_in_use_has_as_well_means_that_one(self, database: Database) -> None:
        with database.transaction() as session:
            old, new = make_category(session, slug="old"), make_category(session, slug="fresh")
            retire(session, old, Act.operator(make_member(session), AT))
            assert category_named(session, "food/茶") == new
            assert category_named(session, "old") == old


class TestAttributes:
    def test_written_changed_put_in_order_and_retired(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            assert write(session, tea, [ORIGIN, SCENT], by)
            assert not write(session, tea, [ORIGIN, SCENT], by, seen="an old page")
            wanted = [kept(SCENT, choices=("清香", " 清香 ", "", "花香")), kept(ORIGIN, retired=True)]
            assert write(session, tea, wanted, by)
            assert [attribute.name for attribute in attributes_of(session, tea.id)] == ["香型"]
            assert attributes_of(session, tea.id)[0].choices == ["清香", "花香"]
            assert [attribute.name for attribute in attributes_of(session, tea.id, retired=True)] == ["香型", "产地"]
            assert rows(session) == ["category.attributes"] * 2
            assert len(session.exec(select(Attribute)).all()) == 2

    def test_a_new_name_goes_along_into_what_goods_said(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            write(session, tea, [ORIGIN, SCENT], by)
            goods = make_goods(session, make_supplier(session))
            goods.attributes = {"产地": "福鼎", "年份": "2019"}
            other = make_goods(session, make_supplier(session))
            other.attributes = {"原产地": "自己写的", "产地": "武夷"}
            session.flush()
            renamed = [AttributeDraft("产地", "原产地", {"en": "Origin"}, required=True), kept(SCENT)]
            assert write(session, tea, renamed, by)
            assert not write(session, tea, renamed, by, seen="the page before")
            ids = goods.id, other.id
        with database.reading() as session:
            said = [session.get_one(Goods, one).attributes for one in ids]
            assert said == [{"原产地": "福鼎", "年份": "2019"}, {"原产地": "武夷"}]

    def test_what_was_approved_and_what_waits_goes_by_the_new_name_too(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            write(session, tea, [ORIGIN, SCENT], by)
            goods = make_goods(session, make_supplier(session))
            goods.attributes = {"产地": "福鼎"}
            session.flush()
            keep_version(session, goods, Act.operator(by, AT))
            waits = Proposal(code="WAITS", goods_id=goods.id, wanted={"attributes": {"产地": "武夷"}}, at=AT, since=AT)
            session.add(waits)
            session.flush()
            write(session, tea, [AttributeDraft("产地", "原产地", {"en": "Origin"}, required=True), kept(SCENT)], by)
            session.expire_all()
            approved = newest_version(session, goods)
            assert approved and approved.facts["attributes"] == {"原产地": "福鼎"}
            assert waits.wanted == {"attributes": {"原产地": "武夷"}}
            assert goods.attributes == {"原产地": "福鼎"}

    def test_two_names_changed_with_each_other(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            write(session, tea, [ORIGIN, SCENT], by)
            goods = make_goods(session, make_supplier(session))
            goods.attributes = {"产地": "福鼎", "香型": "清香"}
            session.flush()
            swapped = [
                AttributeDraft("产地", "香型", {"en": "Scent"}),
                AttributeDraft("香型", "产地", {"en": "Origin"}),
            ]
            write(session, tea, swapped, by)
            session.refresh(goods)
            assert goods.attributes == {"香型": "福鼎", "产地": "清香"}

    @pytest.mark.parametrize(
        ("wanted", "words"),
        [
            ([kept(ORIGIN)], ": 属性不能删"),
            ([kept(ORIGIN), kept(SCENT), AttributeDraft("", "产地", {"en": "Place"})], "attribute3: 和另一个属性重名"),
            ([kept(ORIGIN), kept(SCENT, names={"en": "origin"})], "attribute2: 和另一个属性重名"),
            ([kept(ORIGIN, name=" "), kept(SCENT)], "attribute1: 两种语言"),
            ([kept(ORIGIN), kept(SCENT, name="香" * 21)], "attribute2: 名字太长"),
            ([kept(ORIGIN), kept(SCENT, choices=tuple(map(str, range(61))))], "attribute2: 最多 60"),
            (
                [kept(ORIGIN), kept(SCENT), *(AttributeDraft("", f"甲{n}", {"en": f"A{n}"}) for n in range(29))],
                ": 一个类目最多",
            ),
        ],
    )
    def test_what_is_refused(self, database: Database, wanted: list[AttributeDraft], words: str) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            write(session, tea, [ORIGIN, SCENT], by)
            before = drafts_of(session, tea)
            assert refusal(write, session, tea, wanted, by).startswith(words)
            assert drafts_of(session, tea) == before

    def test_what_somebody_else_changed_is_not_overwritten(self, database: Database) -> None:
        with database.transaction() as session:
            tea, by = make_category(session), make_member(session)
            seen = attributes_mark(drafts_of(session, tea))
            write(session, tea, [ORIGIN], by)
            assert "刚刚有人改过" in refusal(write, session, tea, [SCENT], by, seen=seen)

    def test_of_two_at_once_one_is_told(self, database: Database) -> None:
        with database.transaction() as session:
            make_category(session)
            member_id, seen = make_member(session).id, attributes_mark([])

        def save(draft: AttributeDraft) -> bool:
            try:
                with database.transaction() as session:
                    tea = category_called(session, "tea")
                    assert tea is not None
                    by = session.get_one(Member, member_id)
                    return write_attributes(session, tea, [draft], Act.operator(by, now()), seen=seen)
            except Refused:
                return False

        assert sorted(in_threads(save, [(ORIGIN,), (SCENT,)])) == [False, True]
