"""Which category goods are most likely of, by the words of their title: the network's categories, and what the goods
that were approved last are called. A guess, shown to be changed."""

from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session, col, select

from models.catalogue.category.category import Category, every_name
from models.catalogue.goods.goods import Goods
from models.kernel.text import loosely

# As many titles as are looked through at most: a guess costs some milliseconds, however large the catalogue is.
_TITLES = 2000
# A word of a category's own name says more than one that some title shares with this one.
_OF_NAME, _LEAST = 6.0, 1.0


def guessed_category(session: Session, title: str) -> Category | None:
    """The likeliest category that goods can be put into; None where nothing speaks for any."""
    pairs = pairs_in(title)
    if not pairs:
        return None
    open_ones = {
        one.id: one
        for one in session.exec(select(Category).where(col(Category.retired_at).is_(None)))
        if one.parent_id is not None
    }
    titles = select(Goods.category_id, Goods.title).where(col(Goods.version).is_not(None))
    known = session.exec(titles.order_by(col(Goods.id).desc()).limit(_TITLES))
    names = ((one.id, name) for one in open_ones.values() for name in every_name(one))
    score = likeliest(pairs, names, ((id_, words) for id_, words in known if id_ in open_ones))
    return open_ones.get(score) if score is not None else None


def likeliest(
    pairs: set[str], names: Iterable[tuple[int, str]], titles: Iterable[tuple[int | None, str]]
) -> int | None:
    """The id with most in common. Of titles the nearest few count, not how many there are: a large category is not the
    likelier one. Pure."""
    score: Counter[int] = Counter()
    for id_, name in names:
        of_name, single = pairs_in(name), loosely(name)
        # A name of one character (茶) has no pair: it is looked for in the title's.
        shared = len(pairs & of_name) if of_name else int(any(single and single in pair for pair in pairs))
        score[id_] += int(1000 * _OF_NAME * shared)
    nearest: dict[int, float] = {}
    for of, title in titles:
        other = pairs_in(title)
        if of is not None and other:
            nearest[of] = max(nearest.get(of, 0.0), len(pairs & other) / len(pairs | other))
    for id_, part in nearest.items():
        score[id_] += int(1000 * 10 * part)
    best = max(score, key=lambda id_: (score[id_], -id_), default=None)
    return best if best is not None and score[best] >= 1000 * _LEAST else None


def pairs_in(words: str) -> set[str]:
    """Neighbouring characters, two by two, in lower case, without spaces and signs: the grain of Chinese and of Latin
    words alike."""
    plain = loosely(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
