"""Loading goods files, from bytes to records, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from models.catalogue.goods.change import as_wanted
from models.catalogue.goods.goods import SKU, Goods, GoodsEvent
from models.catalogue.goods.listing import approve
from models.catalogue.goods.proposal import Proposal, waiting_proposal
from models.catalogue.imports import importing, loading
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from tests.given.factories import make_category, make_question, picture_bytes
from tests.given.goods_files import Loads, goods_named, pictures_zip, table

TEA = {
    "商品编号": "tea-1", "标题": "老寿眉", "类目": "tea", "图片": "front.jpg", "规格编号": "T1", "价格": "128",
    "库存": "10", "佣金率": "15%", "上架": "是",
}  # fmt: skip
CUPS = [
    {
        "商品编号": "cup",
        "标题": "粗陶杯",
        "类目": "茶",
        "规格1名": "颜色",
        "规格1值": "米白",
        "规格编号": "C-W",
        "价格": "39.9",
        "库存": "5",
    },
    {"商品编号": "cup", "规格1值": "墨绿", "规格编号": "C-G", "价格": "45", "库存": "7"},
]
FRONT = pictures_zip(front=picture_bytes())


def test_a_file_with_its_pictures_makes_goods_that_are_submitted(loads: Loads) -> None:
    run = loads.load(table([TEA, *CUPS]), zipped=FRONT)

    assert (run.state, run.goods_new, run.goods_changed, run.goods_same, run.rows_bad) == ("done", 2, 0, 0, 0)
    assert run.rows_done == run.rows_total == 3
    with loads.database.reading() as session:
        tea, cup = goods_named(session, "tea-1"), goods_named(session, "cup")
        assert (tea.title, tea.state, tea.category and tea.category.slug) == ("老寿眉", "submitted", "tea")
        assert [(sku.code, sku.listed_price, sku.stock, sku.listed_rate) for sku in tea.skus] == [
            ("T1", 12800, 10, 1500)
        ]
        assert [picture.source for picture in tea.pictures] == ["front.jpg"]
        assert cup.state == "draft" and "图片" in cup.state_why
        assert [(sku.label, sku.listed_rate) for sku in cup.skus] == [("米白", 1200), ("墨绿", 1200)]
        history = [event.state for event in session.exec(select(GoodsEvent).order_by(GoodsEvent.id))]  # type: ignore[arg-type]
        assert sorted(history) == ["draft", "draft", "submitted"]
    assert loads.media.has(f"pictures/{tea.pictures[0].digest[:2]}/{tea.pictures[0].digest}-540.jpg")


def test_loading_the_same_file_twice_changes_nothing(loads: Loads) -> None:
    loads.load(table([TEA, *CUPS]), zipped=FRONT)
    with loads.database.reading() as session:
        before = {goods.handle: goods.changed_at for goods in session.exec(select(Goods))}

    run = loads.load(table([TEA, *CUPS]), zipped=FRONT)

    assert (run.state, run.goods_new, run.goods_changed, run.goods_same) == ("done", 0, 0, 2)
    with loads.database.reading() as session:
        assert {goods.handle: goods.changed_at for goods in session.exec(select(Goods))} == before
        assert session.exec(select(func.count()).select_from(GoodsEvent)).one() == 3
        assert session.exec(select(func.count()).select_from(SKU)).one() == 3


def test_a_changed_file_updates_and_a_sku_that_is_gone_is_withdrawn_then_comes_back(loads: Loads) -> None:
    loads.load(table(CUPS))
    run = loads.load(table([CUPS[0] | {"价格": "42", "库存": ""}]))

    assert (run.goods_new, run.goods_changed) == (0, 1)
    with loads.database.reading() as session:
        cup = goods_named(session, "cup")
        assert [(sku.code, sku.listed_price, sku.stock) for sku in cup.on_offer] == [("C-W", 4200, 5)]
        assert {sku.code for sku in cup.skus} == {"C-W", "C-G"}

    loads.load(table(CUPS))
    with loads.database.reading() as session:
        assert [sku.code for sku in goods_named(session, "cup").on_offer] == ["C-W", "C-G"]


def test_what_a_file_does_not_speak_of_stays(loads: Loads) -> None:
    loads.load(table([TEA | {"描述": "第一泡八秒", "划线价": "168"}]), zipped=FRONT)
    loads.load(table([{"商品编号": "tea-1", "标题": "老寿眉", "规格编号": "T1", "价格": "120", "库存": "3"}]))

    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert tea.description == "<p>第一泡八秒</p>"
        assert tea.category is not None and len(tea.pictures) == 1
        sku = tea.skus[0]
        assert (sku.listed_price, sku.was, sku.stock, sku.listed_rate) == (12000, 16800, 3, 1500)


def test_bad_rows_are_told_and_the_good_ones_load(loads: Loads) -> None:
    bad = [
        TEA | {"商品编号": "t2", "价格": "很贵"},
        TEA | {"商品编号": "t3", "类目": "飞船"},
        TEA | {"商品编号": "t4", "标题": ""},
    ]
    run = loads.load(table([TEA, *bad]), zipped=FRONT)

    assert (run.state, run.goods_new, run.rows_bad) == ("done", 1, 3)
    told = [(problem.line, problem.column, problem.value) for problem in loads.problems(run)]
    assert told == [(3, "价格", "很贵"), (4, "类目", "飞船"), (5, "标题", "")]


def test_all_or_nothing_loads_nothing_where_one_row_is_bad(loads: Loads) -> None:
    run = loads.load(table([TEA, TEA | {"商品编号": "t2", "类目": "飞船"}]), zipped=FRONT, all_or_nothing=True)

    assert (run.state, run.goods_new, run.rows_bad) == ("failed", 0, 1)
    assert "一件也没有装入" in run.failure
    with loads.database.reading() as session:
        assert session.exec(select(Goods)).first() is None


def test_all_or_nothing_loads_everything_where_all_rows_are_good(loads: Loads) -> None:
    rows = [TEA | {"商品编号": f"t{n}", "规格编号": f"S{n}"} for n in range(250)]
    run = loads.load(table(rows), zipped=FRONT, all_or_nothing=True)

    assert (run.state, run.goods_new, run.rows_done, run.rows_total) == ("done", 250, 250, 250)
    with loads.database.reading() as session:
        assert session.exec(select(func.count()).select_from(Goods).where(Goods.state == "submitted")).one() == 250


class WorkerDiedError(Exception):
    """The worker's end, in the middle of a file."""


def _dies_at_batch(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = loading.Loader.load, []

    def load(self, session, batch, *, at):  # type: ignore[no-untyped-def]
        seen.append(1)
        tally = real(self, session, batch, at=at)
        if len(seen) == number:
            raise WorkerDiedError
        return tally

    monkeypatch.setattr(loading.Loader, "load", load)


def test_a_run_that_died_goes_on_where_it_stood(loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [TEA | {"商品编号": f"t{n}", "规格编号": f"S{n}", "价格": "0" if n % 50 == 7 else "9.9"} for n in range(320)]
    code = loads.start(table(rows))
    monkeypatch.setattr(importing, "_FIRST", 60)
    monkeypatch.setattr(importing, "_MOST", 60)
    with monkeypatch.context() as patch:
        _dies_at_batch(3, patch)
        with pytest.raises(WorkerDiedError):
            loads.run(code)
    with loads.database.reading() as session:
        run = session.exec(select(ImportRun).where(ImportRun.code == code)).one()
        assert run.state == "failed" and "接着装" in run.failure
        loaded = session.exec(select(func.count()).select_from(Goods)).one()
        assert 0 < loaded == run.goods_new < 313

    run = loads.run(code)

    assert (run.state, run.goods_new, run.goods_changed, run.goods_same, run.rows_bad) == ("done", 313, 0, 0, 7)
    assert len(loads.problems(run)) == 7


def test_all_or_nothing_that_died_left_nothing(loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [TEA | {"商品编号": f"t{n}", "规格编号": f"S{n}"} for n in range(250)]
    code = loads.start(table(rows), all_or_nothing=True)
    monkeypatch.setattr(importing, "_ASIDE", 100)
    with monkeypatch.context() as patch:
        _dies_at_batch(3, patch)
        with pytest.raises(WorkerDiedError):
            loads.run(code)
    with loads.database.reading() as session:
        assert session.exec(select(Goods)).first() is None

    assert (loads.run(code).state, loads.run(code).goods_new) == ("done", 250)


def test_a_job_given_out_twice_does_no_harm(loads: Loads) -> None:
    code = loads.start(table(CUPS))
    with loads.database.transaction() as session:
        session.exec(select(ImportRun)).one().state = "running"
    assert loads.run(code).state == "running"

    with loads.database.transaction() as session:
        session.exec(select(ImportRun)).one().moved_at = now() - timedelta(minutes=6)
    assert (loads.run(code).state, loads.run(code).goods_new) == ("done", 1)


def test_names_that_are_not_in_the_zip_leave_a_draft_that_says_so(loads: Loads) -> None:
    loads.load(table([TEA | {"图片": "front.jpg|back.jpg"}]), zipped=FRONT)
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert (tea.state, len(tea.pictures)) == ("draft", 1)
        assert [(missing.source, "back.jpg" in missing.why) for missing in tea.missing] == [("back.jpg", True)]
        assert "还缺 1 张图片" in tea.state_why

    loads.load(table([TEA | {"图片": "front.jpg|back.jpg"}]), zipped=pictures_zip(back=picture_bytes("#aa3322")))
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert tea.state == "submitted" and not tea.missing
        assert [picture.source for picture in tea.pictures] == ["front.jpg", "back.jpg"]


def test_a_picture_that_the_file_no_longer_names_goes_and_uploads_by_hand_stay(loads: Loads) -> None:
    loads.load(table([TEA]), zipped=FRONT)
    with loads.database.transaction() as session:
        tea = goods_named(session, "tea-1")
        tea.pictures[0].source, tea.pictures[0].digest = "old.jpg", "0" * 32
        tea.pictures.append(type(tea.pictures[0])(digest="f" * 32, position=1))
    loads.load(table([TEA]), zipped=FRONT)
    with loads.database.reading() as session:
        assert [picture.source for picture in goods_named(session, "tea-1").pictures] == ["front.jpg", ""]


def test_goods_on_sale_stay_on_sale_unless_they_now_break_a_rule(loads: Loads) -> None:
    loads.load(table([TEA]), zipped=FRONT)
    with loads.database.transaction() as session:
        approve(session, goods_named(session, "tea-1"), Act.operator(None, now()))
    loads.load(table([TEA | {"价格": "118"}]))
    with loads.database.reading() as session:
        assert goods_named(session, "tea-1").state == "on_sale"

    loads.load(table([TEA | {"站外价": "100"}]))
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert tea.state == "refused" and tea.state_why


def test_attributes_are_checked_against_the_category(loads: Loads) -> None:
    with loads.database.transaction() as session:
        make_question(session, make_category(session).id)
    run = loads.load(
        table(
            [
                TEA | {"属性:茶类": "白茶"},
                TEA | {"商品编号": "t2", "属性:茶类": "咖啡"},
                TEA | {"商品编号": "t3", "属性:Kind": "红茶"},
            ]
        ),
        zipped=FRONT,
    )
    assert [(problem.line, problem.column, problem.value) for problem in loads.problems(run)] == [
        (3, "属性:茶类", "咖啡")
    ]
    with loads.database.reading() as session:
        assert goods_named(session, "tea-1").attributes == {"茶类": "白茶"}
        assert goods_named(session, "t3").attributes == {"茶类": "红茶"}


@pytest.mark.parametrize(("encoding", "separator"), [("gbk", ","), ("utf-8-sig", ";"), ("utf-16", "\t")])
def test_files_as_spreadsheet_programs_write_them(loads: Loads, encoding: str, separator: str) -> None:
    run = loads.load(table([TEA | {"描述": '第一行\n第二行，"引号"'}], encoding=encoding, separator=separator))
    assert (run.state, run.goods_new, run.rows_bad) == ("done", 1, 0)
    with loads.database.reading() as session:
        assert goods_named(session, "tea-1").description == '<p>第一行<br>第二行，"引号"</p>'


def test_a_shopify_file_makes_drafts_that_say_what_they_lack(loads: Loads) -> None:
    data = Path("tests/data/shopify-goods.csv").read_bytes()
    run = loads.load(data, name="products_export.csv")

    assert run.state == "done" and run.goods_new > 0
    with loads.database.reading() as session:
        apron = goods_named(session, "linen-apron")
        assert apron.state == "draft" and apron.submit_wanted
        assert "先选一个类目" in apron.state_why and f"还缺 {len(apron.missing)} 张图片" in apron.state_why
        assert "script" not in apron.description and "onclick" not in apron.description


def test_three_thousand_rows_with_progress_on_the_way(loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [TEA | {"商品编号": f"t{n}", "规格编号": f"S{n}", "图片": ""} for n in range(3000)]
    code, seen = loads.start(table(rows, encoding="gbk")), []
    real = loading.Loader.load

    def load(self, session, batch, *, at):  # type: ignore[no-untyped-def]
        # Another reader sees what is loaded so far, and the counts that go with it.
        with loads.database.reading() as other:
            run = other.exec(select(ImportRun)).one()
            seen.append((run.rows_done, run.goods_new, other.exec(select(func.count()).select_from(Goods)).one()))
        return real(self, session, batch, at=at)

    monkeypatch.setattr(loading.Loader, "load", load)
    run = loads.run(code)

    assert (run.state, run.rows_total, run.rows_done, run.goods_new) == ("done", 3000, 3000, 3000)
    assert len(seen) > 5
    assert all(done == new == goods for done, new, goods in seen)
    assert seen == sorted(seen)


def test_a_file_that_is_no_table_makes_no_run(loads: Loads) -> None:
    for data in (b"", b"%PDF-1.7 nothing", "你好,世界\n1,2\n".encode()):
        with pytest.raises(Refused) as refusal:
            loads.start(data)
        assert refusal.value.field == "file"
    with pytest.raises(Refused) as refusal:
        loads.start(table([TEA]), zipped=b"no zip at all")
    assert refusal.value.field == "pictures"
    with loads.database.reading() as session:
        assert session.exec(select(ImportRun)).first() is None


def test_the_same_form_sent_twice_is_one_run(loads: Loads, tmp_path: Path) -> None:
    from models.catalogue.imports.runs import GoodsUpload, start_run
    from models.catalogue.supplier.supplier import Supplier

    path = tmp_path / "twice.csv"
    path.write_bytes(table([TEA]))
    codes = []
    for _ in range(2):
        with loads.database.transaction() as session:
            supplier = session.get_one(Supplier, loads.supplier_id)
            run = start_run(session, loads.media, supplier, GoodsUpload(path, "twice.csv", "once"), Act.program(now()))
            codes.append(run.code)
    assert codes[0] == codes[1]
    assert len(list((tmp_path / "media" / "imports").iterdir())) == 1


@pytest.mark.parametrize("column", ["商品编号", "标题", "图片", "价格"])
def test_a_zero_byte_spoils_its_own_goods_and_no_other(loads: Loads, column: str) -> None:
    bad = TEA | {"商品编号": "t2"}
    run = loads.load(table([TEA, bad | {column: bad[column] + "\0x"}]), zipped=FRONT)
    assert (run.state, run.goods_new) == ("done", 1)
    assert [problem.line for problem in loads.problems(run)] == [3]


def _on_sale(loads: Loads) -> None:
    loads.load(table([TEA]), zipped=FRONT)
    with loads.database.transaction() as session:
        tea = goods_named(session, "tea-1")
        approve(session, tea, Act.program(now()))


def test_a_file_that_rewrites_goods_on_sale_makes_a_proposal_and_counts_stock(loads: Loads) -> None:
    _on_sale(loads)
    wrong = {"商品编号": "tea-1", "标题": "换成别的茶", "价格": "1.00", "库存": "4", "规格编号": "T1"}
    run = loads.load(table([wrong]))
    assert (run.goods_changed, run.rows_bad) == (1, 0)
    assert [(one[0], one[4]) for one in run.left_out["proposed"]] == [(2, "换成别的茶")]
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert (tea.title, tea.skus[0].listed_price, tea.skus[0].stock) == ("老寿眉", 12800, 4)
        waiting = waiting_proposal(session, tea)
        assert waiting and as_wanted(tea, waiting).title == "换成别的茶"
        assert as_wanted(tea, waiting).skus[0].price == 100
    again = loads.load(table([wrong]))
    assert (again.goods_changed, again.goods_same) == (0, 1)
    # What stands, said again, is nothing to approve; pieces are counted all the same.
    loads.load(table([wrong | {"标题": "老寿眉", "价格": "128", "库存": "6"}]))
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert waiting_proposal(session, tea) is None and tea.skus[0].stock == 6


def test_a_file_over_goods_whose_proposal_waits_goes_on_with_it(loads: Loads) -> None:
    """What the later file says nothing of stays proposed; what it says otherwise is proposed instead."""
    _on_sale(loads)
    loads.load(table([TEA | {"标题": "头一个新名字", "描述": "新的说明"}]))
    said = {"商品编号": "tea-1", "标题": "又一个新名字", "价格": "128", "库存": "3", "规格编号": "T1"}
    run = loads.load(table([said]))
    assert (run.goods_changed, run.rows_bad) == (1, 0)
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        waiting = session.exec(select(Proposal).where(Proposal.goods_id == tea.id, Proposal.state == "waiting")).one()
        wanted = as_wanted(tea, waiting)
        assert (wanted.title, wanted.description) == ("又一个新名字", "<p>新的说明</p>")
        assert (tea.title, tea.skus[0].stock, "新的说明" in tea.description) == ("老寿眉", 3, False)


def test_a_file_that_takes_the_picture_of_goods_on_sale_changes_nothing_that_is_shown(loads: Loads) -> None:
    _on_sale(loads)
    with loads.database.reading() as session:
        shown = goods_named(session, "tea-1").cover
    other = TEA | {"图片": "back.jpg"}
    loads.load(table([other]), zipped=pictures_zip(back=picture_bytes("#112233")))
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert [picture.digest for picture in tea.pictures] == [shown]
        waiting = waiting_proposal(session, tea)
        assert waiting and shown not in as_wanted(tea, waiting).digests


@pytest.mark.parametrize("whole", [False, True])
def test_forbidden_words_are_told_by_line_and_column(loads: Loads, whole: bool) -> None:
    rows = [TEA | {"标题": "治 愈失眠的茶"}, CUPS[0] | {"规格1值": "加微-信"}, CUPS[1], TEA | {"商品编号": "tea-2"}]
    run = loads.load(table(rows), zipped=FRONT, all_or_nothing=whole)
    assert run.rows_bad == 2 and run.goods_new == (0 if whole else 1)
    with loads.database.reading() as session:
        problems = session.exec(select(ImportProblem).order_by(col(ImportProblem.line))).all()
        assert [(one.line, one.column) for one in problems] == [(2, "标题"), (3, "规格1值")]
        assert len(session.exec(select(Goods)).all()) == run.goods_new


def test_what_became_of_goods_on_sale_is_told_by_its_kind(loads: Loads) -> None:
    more = {"商品编号": "tea-1", "规格1值": "小盒", "规格编号": "T2", "价格": "128", "库存": "3", "佣金率": "15%"}
    first = TEA | {"规格1名": "装", "规格1值": "大盒"}
    loads.load(table([first, more]), zipped=FRONT)
    with loads.database.transaction() as session:
        approve(session, goods_named(session, "tea-1"), Act.program(now()))
    loose = {"商品编号": "loose", "标题": "没有类目的茶", "价格": "5"}
    told = loads.load(table([first | {"佣金率": "13%", "备注": "x"}, loose])).left_out
    assert told["columns"] == ["备注"]
    assert [(line, said["skus"], title) for line, _, _, said, title in told["withdrawn"]] == [(2, "小盒", "老寿眉")]
    assert [(line, said["sku"], said["rate"]) for line, _, _, said, _ in told["announced"]] == [(2, "大盒", "13%")]
    assert [(line, title) for line, *_, title in told["uncategorised"]] == [(3, "没有类目的茶")]
    again = loads.load(table([first | {"佣金率": "13%"}])).left_out
    assert not {"withdrawn", "announced", "proposed"} & set(again)


def test_a_rate_below_the_floor_is_told_by_line_and_takes_nothing_off_sale(loads: Loads) -> None:
    _on_sale(loads)
    low = {key: TEA[key] for key in ("商品编号", "标题", "价格", "规格编号")} | {"佣金率": "1%", "库存": "99"}
    run = loads.load(table([low, TEA | {"商品编号": "tea-2", "规格编号": "T2", "佣金率": "1%"}]), zipped=FRONT)
    assert [(one.line, one.column, one.value) for one in loads.problems(run)] == [(2, "佣金率", "1%")]
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert (tea.state, tea.skus[0].listed_rate, tea.skus[0].announced_rate, tea.skus[0].stock) == (
            "on_sale", 1500, None, 10,
        )  # fmt: skip
        # Nobody relies on what was never on sale: the rule refuses it there, with its reason.
        assert goods_named(session, "tea-2").state == "refused"
    whole = loads.load(table([low]), all_or_nothing=True)
    assert (whole.state, whole.goods_changed) == ("failed", 0)
