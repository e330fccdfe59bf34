"""Atoms: what of a text stays whole on a line, how wide it is, and what the marks at its edges give up.

Where a line should break is words.py's matter, where it does is paragraph.py's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from models.poster.clusters import clusters
from models.poster.typeset.drawable import face_for
from models.poster.typeset.faces import HANZI, Face
from models.poster.typeset.fonts import advance
from models.poster.typeset.words import FORCED, INSIDE, NEVER, NOT_FIRST, NOT_LAST, prices

_QUOTES = frozenset("“”‘’")


@dataclass(frozen=True, slots=True)
class Atom:
    """What stays whole. Widths are in em: `width` as set within a line, `lead` and `trail` the blank that a
    full-width mark carries at its left and right and that a line's ends may take away; `shift` moves the ink where a
    neighbour has taken it already. `spaced` says that the text has a blank before it, whatever the gap is."""

    text: str
    face: Face
    width: float
    price: float = 0.0
    gap: float = 0.0
    shift: float = 0.0
    lead: float = 0.0
    trail: float = 0.0
    spaced: bool = False

    @property
    def hang(self) -> float:
        """How far the atom stands out to the left when it begins a line: a quotation mark wholly, so that the words
        under it align, any other mark by its blank."""
        return self.lead + (self.width - self.lead if self.text in "“‘「『" else 0.0)


def atoms(text: str, weight: int, widest: float = NEVER) -> tuple[Atom, ...]:
    """The atoms of a drawable text; none is wider than `widest` em."""
    whole = _atoms(text, weight)
    if all(atom.width <= widest or len(atom.text) == 1 for atom in whole):
        return whole
    return tuple(part for atom in whole for part in _narrow(atom, weight, widest))


@lru_cache(maxsize=512)
def _atoms(text: str, weight: int) -> tuple[Atom, ...]:
    """The atoms of a text, found once: the same words are set on poster after poster, in many sizes."""
    costs = prices(text)
    found: list[Atom] = []
    for start, piece, face in _pieces(text):
        if not piece.isspace():
            price, spaced = costs.get(start, 0.0), text[start - 1 : start].isspace()
            found.append(_spaced(found[-1] if found else None, piece, face, weight, price, spaced))
    return tuple(_closed_up(found))


def _pieces(text: str) -> Iterator[tuple[int, str, Face]]:
    """Runs of letters and figures stay together; every hanzi, mark and emoji stands alone."""
    held, begun, place, face = "", 0, 0, HANZI
    for cluster in clusters(text):
        its = face_for(cluster) if cluster.strip() else HANZI
        if held and its is face and _runs_on(held[-1], cluster):
            held += cluster
        else:
            if held:
                yield begun, held, face
            held, begun, face = cluster, place, its
        place += len(cluster)
    if held:
        yield begun, held, face


def _runs_on(before: str, cluster: str) -> bool:
    return _wordlike(before) and _wordlike(cluster[0])


def _wordlike(mark: str) -> bool:
    return (not mark.isspace() and ord(mark) < 0x2000 and mark not in "·") or mark in "²³℃°"


def _narrow(atom: Atom, weight: int, widest: float) -> Iterator[Atom]:
    """A word that no line can hold is cut where it has to be; everything else comes back whole."""
    if atom.width <= widest:
        yield atom
        return
    held, rest = "", atom
    for cluster in clusters(atom.text):
        if held and advance_of(held + cluster, atom.face, weight) > widest:
            yield replace(rest, text=held, width=advance_of(held, atom.face, weight))
            held, rest = "", replace(atom, price=INSIDE, gap=0.0, spaced=False)
        held += cluster
    yield replace(rest, text=held, width=advance_of(held, atom.face, weight))


def advance_of(piece: str, face: Face, weight: int) -> float:
    if face is not HANZI or len(piece) == 1:
        return 1.0 if face is HANZI and "\u3400" <= piece <= "\u9fff" else advance(face, piece, weight)
    return sum(advance(face, mark, weight) for mark in piece)


def _spaced(last: Atom | None, piece: str, face: Face, weight: int, price: float, spaced: bool) -> Atom:
    lead, trail = _blank(piece) if face is HANZI else (0.0, 0.0)
    gap = _gap(last.text[-1], piece[0], spaced) if last is not None and price != FORCED else 0.0
    return Atom(piece, face, advance_of(piece, face, weight), price, gap, lead=lead, trail=trail, spaced=spaced)


def _gap(left: str, right: str, spaced: bool) -> float:
    western = _western(left), _western(right)
    if all(western):
        return 0.26 if spaced else 0.0
    if any(western) and not (_mark(left) or _mark(right)):
        return 0.2
    return 0.3 if spaced and not (_mark(left) or _mark(right)) else 0.0


def _western(mark: str) -> bool:
    return (mark.isalnum() and ord(mark) < 0x2E80) or (ord(mark) < 0x2000 and mark not in "·")


def _mark(mark: str) -> bool:
    return (mark in NOT_FIRST and not mark.isascii()) or (mark in NOT_LAST and not mark.isascii() and mark != "第")


@cache
def _blank(mark: str) -> tuple[float, float]:
    """The blank at the left and right of a full-width mark, in em."""
    if mark in "，。、；：！？）》】」』〉〕”’":
        return 0.0, 0.5
    if mark in "（《【「『〈〔“‘":
        return 0.5, 0.0
    return (0.3, 0.3) if mark == "·" else (0.0, 0.0)


def _closed_up(found: list[Atom]) -> list[Atom]:
    """Two marks side by side share one blank; a quotation mark and a middle dot never need theirs."""
    tight = []
    for place, atom in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        alone = atom.text in _QUOTES or atom.text == "·"
        lead = atom.lead if alone or (before and (before.trail or before.lead)) else 0.0
        trail = atom.trail if alone or (after and after.trail and not after.lead) else 0.0
        tight.append(replace(atom, width=atom.width - lead - trail, shift=-lead, lead=atom.lead - lead,
                             trail=atom.trail - trail))  # fmt: skip
    return tight
