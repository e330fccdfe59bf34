"""Trees as RFC 6962 has them: against its own words, and grown leaf by leaf."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ledger.sealing.merkle import NO_LEAVES, grow, leaf_hash, path_to, root_by_path, root_of, tree_of
from models.ledger.sealing.night import BLOCK
from models.ledger.sealing.seal import blocks_over

LEAVES = st.lists(st.binary(max_size=12), max_size=80)


def as_the_rfc_says(data: list[bytes]) -> bytes:
    """MTH of section 2.1, word by word."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return sha256(b"\x01" + as_the_rfc_says(data[:k]) + as_the_rfc_says(data[k:])).digest()


def test_a_known_tree() -> None:
    # The test vectors of certificate-transparency-go: eight leaves.
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(one)) for one in data]
    assert tree_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree_of([]) == NO_LEAVES == sha256(b"").digest()


@given(LEAVES)
def test_grown_leaf_by_leaf_it_is_the_rfcs(data: list[bytes]) -> None:
    peaks: list[bytes] = []
    for size, one in enumerate(data):
        grow(peaks, size, leaf_hash(one))
        assert len(peaks) == (size + 1).bit_count()
        assert root_of(peaks) == as_the_rfc_says(data[: size + 1])


@given(LEAVES.filter(bool), st.data())
def test_a_path_leads_to_the_root_from_its_own_leaf_alone(data: list[bytes], drawn: st.DataObject) -> None:
    leaves = [leaf_hash(one) for one in data]
    place = drawn.draw(st.integers(0, len(leaves) - 1))
    path, root = path_to(leaves, place), tree_of(leaves)
    assert root_by_path(leaves[place], place, len(leaves), path) == root
    assert root_by_path(leaf_hash(b"another that is longer"), place, len(leaves), path) != root
    for wrong in (path[:-1], [*path, root]):
        try:
            assert root_by_path(leaves[place], place, len(leaves), wrong) != root or wrong == path
        except ValueError:
            continue


def test_places_that_are_not_there_have_no_path() -> None:
    for place, size in ((1, 1), (-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="no such place"):
            root_by_path(NO_LEAVES, place, size, [NO_LEAVES, NO_LEAVES] if size > 1 else [])


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7, 5 * BLOCK])
def test_a_tree_over_blocks_is_the_tree_over_all(size: int) -> None:
    leaves = [leaf_hash(n.to_bytes(4)) for n in range(size)]
    blocks = blocks_over(leaves)
    assert tree_of(blocks) == tree_of(leaves)
    for place in {0, size // 2, size - 1}:
        at = place // BLOCK
        path = path_to(leaves[at * BLOCK : (at + 1) * BLOCK], place % BLOCK) + path_to(blocks, at)
        assert root_by_path(leaves[place], place, size, path) == tree_of(leaves)
