"""Merkle trees as RFC 6962 (2.1) has them: a leaf is SHA-256 over 0x00 and its data, a node over 0x01 and its two
parts, and a tree of n leaves is divided at the largest power of two below n. Pure; tools/verify_statement.py has the
same rules in its own words."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

NO_LEAVES = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what stands above two."""
    return sha256(b"\x01" + left + right).digest()


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Adds a leaf to a log of `size` leaves, in place. Its peaks are the hashes of the whole trees of which it is made,
    the largest first: as many as `size` has ones in binary."""
    while size & 1:
        leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
        size >>= 1
    peaks.append(leaf)


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root of a log, from its peaks."""
    if not peaks:
        return NO_LEAVES
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def tree_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    peaks: list[bytes] = []
    for size, leaf in enumerate(leaves):
        grow(peaks, size, leaf)
    return root_of(peaks)


def path_to(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What the leaf at a place needs beside it on the way to the root, from below."""
    if len(leaves) <= 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if place < half:
        return [*path_to(leaves[:half], place), tree_of(leaves[half:])]
    return [*path_to(leaves[half:], place - half), tree_of(leaves[:half])]


def root_by_path(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads from the leaf at this place of `size`. Raises ValueError where no tree of that
    size has such a path."""
    if size <= 1:
        if path or place or size < 1:
            raise ValueError("no such place")
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if not path or not 0 <= place < size:
        raise ValueError("no such place")
    if place < half:
        return node_hash(root_by_path(leaf, place, half, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_path(leaf, place - half, size - half, path[:-1]))
