"""The first step of a run: what its file was understood to be, kept with the run, put right by whoever sent it, and
then loaded or dropped."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from models.catalogue.imports.memory import learn_categories, recall, remember
from models.catalogue.imports.preview import previewed
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.understanding.doubts import Doubt
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES
from models.catalogue.imports.understanding.looking import Looked, Understanding, Wishes, look_at, understanding_of
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.act import Act
from models.kernel.errors import Gone

# What is kept of the first rows for the page: so many, each cell so long.
_ROWS, _CELL = 12, 200
_TITLES = 3
_GOODS, _SKUS = 6, 12
_WORDS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """A file looked at, with the goods that its first rows would become."""

    looked: Looked
    found: Understanding
    goods: tuple[GoodsEntry | Problem, ...]

    def as_json(self, path: Path) -> dict[str, Any]:
        """What the page of the first step shows."""
        found = self.found
        return {
            "header": [text[:_CELL] for text in found.header],
            "above": found.above[:_CELL],
            "sheets": list(found.sheets),
            "rows": [[line, [cell[:_CELL] for cell in cells]] for line, cells in found.rows[:_ROWS]],
            "encodings": [[one.encoding, _titles(path, one.encoding)] for one in found.readings],
            "doubts": [[doubt.about, doubt.words, doubt.params, doubt.light] for doubt in found.doubts],
            "categories": _words(self.goods),
            "goods": [_shown(one) for one in self.goods[:_GOODS]],
        }


def look(path: Path, filename: str, wishes: Wishes) -> Look:
    """Looks at a file. Raises Refused("file") for what is no table."""
    return _seen(look_at(path, filename, wishes.way), wishes)


def look_with_memory(session: Session, supplier_id: int, seen: Look, wishes: Wishes) -> Look:
    """The same look, with what the supplier said of such files before."""
    return _seen(seen.looked, recall(session, supplier_id, seen.found.header, wishes))


def keep_look(session: Session, run: ImportRun, plan: Plan, shown: dict[str, Any]) -> None:
    """Writes on a run how its file was understood now. Raises Gone where it is loading already, or dropped."""
    _step(session, run, {"plan": plan.as_json(), "look": shown})


def let_load(session: Session, run: ImportRun, act: Act) -> None:
    """Hands a run that was looked at to the workers, and remembers how it was understood. The same again changes
    nothing. Raises Refused at the first doubt that is left."""
    if run.state in ("waiting", "running", "done", "failed"):
        return
    for doubt in doubts_of(run):
        raise doubt.refusal()
    plan = Plan.of_json(run.plan)
    _step(session, run, {"state": "waiting", "moved_at": act.at})
    remember(session, run.supplier_id, run.look["header"], plan, at=act.at)
    learn_categories(session, run.supplier_id, plan.categories)


def drop(session: Session, run: ImportRun, *, at: datetime) -> None:
    """Ends a run that was only looked at. The same again changes nothing."""
    if run.state != "dropped":
        _step(session, run, {"state": "dropped", "ended_at": at})


def doubts_of(run: ImportRun) -> list[Doubt]:
    """What has to be answered before a run is loaded."""
    return [Doubt(*kept) for kept in run.look.get("doubts", ())]


def _step(session: Session, run: ImportRun, facts: dict[str, Any]) -> None:
    """Changes a run as long as it is only looked at."""
    session.flush()
    looked = update(ImportRun).where(col(ImportRun.id) == run.id, col(ImportRun.state) == "looked")
    if session.exec(looked.values(**facts)).rowcount != 1:
        raise Gone(run.code)
    session.refresh(run)


def _seen(looked: Looked, wishes: Wishes) -> Look:
    found = understanding_of(looked, wishes)
    return Look(looked, found, tuple(previewed(found)))


def _shown(one: GoodsEntry | Problem) -> dict[str, Any]:
    """Goods of the first rows as the page shows them, or what is wrong there."""
    if isinstance(one, Problem):
        return {"line": one.line, "column": one.column, "reason": one.reason, "params": one.params, "value": one.value}
    skus = [
        [" / ".join(sku.options), sku.price.yuan, sku.was.yuan if sku.was else "", sku.stock]
        for sku in one.skus[:_SKUS]
    ]
    facts = {"handle": one.handle, "title": one.title, "category": one.category, "pictures": len(one.pictures)}
    return facts | {"skus": skus, "count": len(one.skus), "line": one.line}


def _titles(path: Path, encoding: str) -> str:
    """The first lines as they read in an encoding: by them a person sees which is right."""
    if encoding not in ENCODING_NAMES:
        return ""
    with path.open(encoding=encoding, errors="replace") as file:
        lines = [line.strip() for line in file.read(4_000).splitlines() if not line.isascii()]
    return " / ".join(lines[:_TITLES])[:_CELL]


def _words(goods: tuple[GoodsEntry | Problem, ...]) -> list[str]:
    """The file's words for categories, each once."""
    return list(dict.fromkeys(one.category for one in goods if isinstance(one, GoodsEntry) and one.category))[:_WORDS]
