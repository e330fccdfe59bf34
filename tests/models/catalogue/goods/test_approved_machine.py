"""Random edits, files, pictures, approvals, refusals and withdrawals: whatever buyers see was approved, and prices stay
near what was. Hypothesis drives them; what each does stands in tests/given/shelves.py."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from models.kernel.media import MediaStore
from tests.given.machines import OnDatabase, prove
from tests.given.shelves import Shelves, proposals

WHICH = st.integers(0, 1)
TITLES = st.sampled_from(["老寿眉", "新的标题", "白茶 散茶"])
COLOURS = st.lists(st.sampled_from(["红", "绿", "蓝"]), min_size=1, max_size=3, unique=True)
# Just within, and just beyond, a fifth of 100 yuan and of each other.
PRICES = st.sampled_from([7_900, 8_000, 9_500, 10_000, 11_900, 12_000, 12_100, 14_400, 30_000])
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "title": TITLES,
        "description": st.sampled_from(["<p>一</p>", "<p>二</p>"]),
        "brand": st.sampled_from(["", "林间"]),
        "attributes": st.sampled_from([{}, {"产地": "福鼎"}]),
        "option_names": st.sampled_from([("颜色",), ("花色",)]),
        "skus": COLOURS,
        "prices": st.dictionaries(st.sampled_from(["红", "绿", "蓝"]), PRICES, max_size=2),
    },
)


class Approving(OnDatabase):
    """One supplier, one shop, one operator."""

    shelves: Shelves

    @initialize()
    def open(self) -> None:
        folder = Path(self._kept.enter_context(tempfile.TemporaryDirectory(prefix="xiaopu-shelves-")))
        self.shelves = Shelves(self.opened(), MediaStore(f"file://{folder}/media"), folder)

    @rule(n=WHICH, wanted=EDITS)
    def edit(self, n: int, wanted: dict[str, object]) -> None:
        self.shelves.edit(n, **wanted)

    @rule(n=WHICH, title=TITLES, price=PRICES, colours=COLOURS, brand=st.sampled_from(["", "林间"]))
    def load(self, n: int, title: str, price: int, colours: list[str], brand: str) -> None:
        self.shelves.load(n, title=title, price=price, colours=colours, brand=brand)

    @rule(n=WHICH, what=st.sampled_from(["add", "remove", "move"]), digest=st.sampled_from(["a" * 32, "b" * 32]))
    def picture(self, n: int, what: str, digest: str) -> None:
        self.shelves.picture(n, what, digest)

    @rule(n=WHICH)
    def withdraw(self, n: int) -> None:
        self.shelves.withdraw(n)

    @rule(n=WHICH, yes=st.booleans(), back=st.sampled_from([False, False, True]))
    def decide(self, n: int, yes: bool, back: bool) -> None:
        self.shelves.decide(n, yes=yes, back=back)

    @rule(n=WHICH, name=st.sampled_from(["off", "back", "submit", "approve"]))
    def step(self, n: int, name: str) -> None:
        self.shelves.step(n, name)

    @invariant()
    def what_buyers_see_was_approved(self) -> None:
        if hasattr(self, "shelves"):
            self.shelves.holds()

    @invariant()
    def one_proposal_waits_at_most(self) -> None:
        if hasattr(self, "shelves"):
            waiting = Counter(one.goods_id for one in proposals(self.shelves.database) if one.state == "waiting")
            assert max(waiting.values(), default=0) <= 1


@pytest.mark.slow
def test_what_buyers_see_was_approved() -> None:
    prove(Approving, "sqlite", histories=10, steps=30)


@pytest.mark.slow
def test_the_same_on_postgresql() -> None:
    prove(Approving, "postgres", histories=5, steps=25)
