"""Filling a box with a text: lines of even length, at the largest size that composes well. Ink is ink.py's matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models.poster.typeset.breaking import Atom, atoms
from models.poster.typeset.words import FORCED, INSIDE, NEVER

_PAGE = 60  # Sizes are compared for texts up to this long; for a page the largest that fits is right.
_SHORT = 4  # Up to this many lines the last one is as long as the others; below, a last line may be shorter.


@dataclass(frozen=True, slots=True)
class Block:
    """A set text. Sizes are pixels; `lines` hold atoms; `split` counts the lines that end inside a word, and `cost` is
    what the unevenness of its lines and the places of its breaks add up to."""

    lines: tuple[tuple[Atom, ...], ...]
    size: int
    leading: int
    weight: int
    split: int = 0
    cost: float = 0.0
    cut: bool = False

    @property
    def height(self) -> int:
        """From the top of the first line's hanzi to the bottom of the last one's."""
        return (len(self.lines) - 1) * self.leading + self.size if self.lines else 0

    @property
    def width(self) -> float:
        return max((extent(line) for line in self.lines), default=0.0) * self.size


def extent(line: Sequence[Atom]) -> float:
    """A line's width in em as the eye sees it: marks hang at the left, their blanks fall away at the right."""
    if not line:
        return 0.0
    return line[0].width - line[0].hang + sum(atom.gap + atom.width for atom in line[1:]) - line[-1].trail


def width_of(text: str, size: int, weight: int = 400) -> float:
    return extent(atoms(text, weight)) * size


def fit(
    text: str,
    width: int,
    height: int,
    sizes: Sequence[int],
    leading: float,
    weight: int = 400,
    most: int | None = None,
    near: float = 0.8,
) -> Block:
    """The text at the first of `sizes` (descending) whose lines stay within the box and whose breaks fall between
    words and clauses; a size down to `near` of the largest is better than a word split, or a line left half
    empty. When even the smallest is
    too large, the text ends in an ellipsis."""
    tried: list[Block] = []
    for size in sizes:
        if tried and (size < near * tried[0].size or (not tried[0].split and len(text) > _PAGE)):
            break
        room = 1 + (height - size) // round(size * leading)
        room = min(room, most or room)
        if size > height:
            continue
        whole = atoms(text, weight, width / size)
        if sum(atom.width + atom.gap for atom in whole) > (room + 0.5 * (room > 1)) * width / size + 1:
            continue
        block = _set(whole, width / size, size, round(size * leading), weight)
        if len(block.lines) <= room:
            tried.append(block)
    if tried:
        return min(tried, key=lambda block: block.cost + 1.2 * (1 - block.size / tried[0].size))
    return _cut(text, width, height, sizes[-1], leading, weight, most)


def _set(whole: Sequence[Atom], measure: float, size: int, leading: int, weight: int) -> Block:
    lines: list[tuple[Atom, ...]] = []
    total = 0.0
    for paragraph in _paragraphs(whole):
        rows, cost = _even(paragraph, measure)
        lines += rows
        total += cost
    split = sum(1 for line in lines[1:] if line[0].price >= INSIDE)
    return Block(tuple(lines), size, leading, weight, split, total)


def _paragraphs(whole: Sequence[Atom]) -> Iterable[Sequence[Atom]]:
    begun = 0
    for place, atom in enumerate(whole):
        if place and atom.price == FORCED:
            yield whole[begun:place]
            begun = place
    if whole:
        yield whole[begun:]


def _even(paragraph: Sequence[Atom], measure: float) -> tuple[list[tuple[Atom, ...]], float]:
    """The lines that cost least, and their cost: each line's square of missing width, and each break's price."""
    lefts, rights = _edges(paragraph)
    count, limit = len(paragraph), measure + 0.02
    short = rights[count] - lefts[0] <= _SHORT * measure
    places = [0, *(place for place in range(1, count) if paragraph[place].price != NEVER), count]
    prices = [0.0, *(_price(paragraph[place], short) for place in places[1:-1])]
    costs, froms = [0.0] + [NEVER] * (len(places) - 1), [0] * len(places)
    for end in range(1, len(places)):
        right, best, last = rights[places[end]], NEVER, end == len(places) - 1
        for start in range(end - 1, -1, -1):
            wide = right - lefts[places[start]]
            if wide > limit and places[end] - places[start] > 1:
                break
            cost = costs[start] + prices[start] + _slack(wide, measure, last, short, start > 0)
            if cost < best:
                best, froms[end] = cost, start
        costs[end] = best
    if costs[-1] == NEVER:
        return _by_force(paragraph, measure)
    return _walk(paragraph, places, froms), costs[-1]


def _edges(paragraph: Sequence[Atom]) -> tuple[list[float], list[float]]:
    """Where a line that begins with each atom has its left edge, and where one that ends before it has its right."""
    lefts, rights, total = [], [0.0], 0.0
    for atom in paragraph:
        total += atom.gap
        lefts.append(total + atom.hang)
        total += atom.width
        rights.append(total - atom.trail)
    return lefts, rights


def _price(first: Atom, short: bool) -> float:
    """A long text is read as a page and wants even lines more than lines that end with a clause."""
    if first.price == FORCED:
        return 0.0
    return first.price if short or first.price > 0 else first.price * 0.3


def _slack(wide: float, measure: float, last: bool, short: bool, wrapped: bool) -> float:
    missing = 1 - wide / measure
    if missing < 0 or (last and not wrapped):
        return 0.0
    if not last:
        return missing * missing
    return missing * missing * (1.0 if short else 0.15) + (0.5 if wide < min(2.2, measure / 3) else 0.0)


def _walk(paragraph: Sequence[Atom], places: list[int], froms: list[int]) -> list[tuple[Atom, ...]]:
    lines, end = [], len(places) - 1
    while end:
        lines.append(tuple(paragraph[places[froms[end]] : places[end]]))
        end = froms[end]
    return lines[::-1]


def _by_force(paragraph: Sequence[Atom], measure: float) -> tuple[list[tuple[Atom, ...]], float]:
    """Where the rules leave no way out (two hundred commas, say), they yield where they must."""
    return _even([replace(atom, price=3.0) if atom.price == NEVER else atom for atom in paragraph], measure)


def _cut(text: str, width: int, height: int, size: int, leading: float, weight: int, most: int | None) -> Block:
    """As much of the text as the box holds, and an ellipsis."""
    measure, step = width / size, round(size * leading)
    room = max(1, 1 + (height - size) // step)
    room = min(room, most or room)
    whole = atoms(text, weight, measure - 1)
    end = "…”" if text.endswith("”") else "…"
    dots = [replace(atom, price=NEVER) for atom in atoms(end, weight)]
    kept, held = 0, 0.0
    while kept < len(whole) and held < room * measure:
        held += whole[kept].gap + whole[kept].width
        kept += 1
    while kept:
        body = list(whole[:kept])
        while body and body[-1].text in "，。、；：！？…":
            body.pop()
        block = _set([*body, *dots], measure, size, step, weight)
        if len(block.lines) <= room:
            return replace(block, cut=True)
        kept -= 1
    return Block((tuple(dots),), size, step, weight, cut=True)
