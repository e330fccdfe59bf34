"""/supply/imports/<code>, the first step: what a goods file was understood to be, put right, then loaded or dropped."""

from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.catalogue.category.category import category_named, tree
from models.catalogue.imports.formats import format_named
from models.catalogue.imports.looks import drop, keep_look, let_load, look, look_with_memory
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import forget_files, run_coded
from models.catalogue.imports.sheets import Problem, sentence
from models.catalogue.imports.storage import on_disk
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.imports.understanding.plan import YUAN, Plan
from models.catalogue.imports.understanding.words import meaning_said, meanings_offered
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.said import Said, tell
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.bodies import ROWS, carries
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.supply.blueprint import supply
from views.supply.goods.look_form import LookForm, look_form, wishes_of

# Values of a column that are shown as examples.
_EXAMPLES, _LETTERS = 2, 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the page shows it: where it stands, its heading, some values, what it means and what it may mean."""

    at: int
    heading: str
    examples: str
    meaning: str
    offered: list[tuple[str, str]]


@supply.post("/imports/<code>/look")
@carries(ROWS)
def look_again(code: str) -> Response:
    """Reads the file once more as it was put right; loads it where that was asked for and nothing is in doubt."""
    run = own_run(code)
    if run.state != "looked":
        return see(url_for("supply.import_run", code=code))
    form, act = look_form(run), as_supplier()
    shown: tuple[Plan, dict[str, Any]] | None = None
    if form.validate():
        with attempt(form) as outcome:
            shown = _seen(run, wishes_of(form, run))
            keep_look(store.session(), run, *shown)
            if request.form.get("then") == "load":
                let_load(store.session(), run, act)
                store.after_commit(lambda: house().enqueue("load_goods_file", code))
        if outcome.ok:
            return see(url_for("supply.import_run", code=code))
    return look_page(run, form, *(shown or ()), status=422)


@supply.post("/imports/<code>/drop")
def drop_import(code: str) -> Response:
    """Ends a run that was only looked at, and forgets its files."""
    run = own_run(code)
    keys = (run.media_key, run.pictures_key)
    drop(store.session(), run, at=now())
    store.after_commit(lambda: forget_files(house().media, *keys))
    flash(gettext("这个文件不装了"), "ok")
    return see(url_for("supply.imports"))


def look_page(
    run: ImportRun, form: LookForm, plan: Plan | None = None, shown: dict[str, Any] | None = None, *, status: int = 200
) -> Response:
    """What was understood: as it is kept with the run, or as it was just read."""
    plan, shown = plan or Plan.of_json(run.plan), shown or run.look
    columns = _columns(plan, shown)
    return page(
        "supply/goods/import_look.html",
        run=run,
        form=form,
        plan=plan,
        look=shown,
        encoding=ENCODING_NAMES.get(plan.way.encoding, ""),
        # Before a rate is known, prices are shown in their own money.
        sign="¥" if plan.currency == YUAN or plan.rate else f"{plan.currency} ",
        yuan=plan.currency == YUAN,
        words=gettext(format_named(plan.format).words),
        encodings=[(name, ENCODING_NAMES[name], text) for name, text in shown["encodings"] if name in ENCODING_NAMES],
        asks_encoding=any(about == "encoding" for about, *_ in shown["doubts"]),
        doubts=[tell(Said(words, **params), gettext) for _, words, params, *_ in shown["doubts"]],
        read=[column for column in columns if column.meaning],
        unread=[column for column in columns if not column.meaning and column.heading],
        categories=_categories(plan, shown),
        tree=tree(store.session()),
        locale=locale.current(),
        say=_say,
        status=status,
    )


def own_run(code: str) -> ImportRun:
    """One of the supplier's runs. Raises Gone."""
    run = run_coded(store.session(), supplier(), code)
    if run is None:
        raise Gone(code)
    return run


def _seen(run: ImportRun, wishes: Wishes) -> tuple[Plan, dict[str, Any]]:
    """The file read once more, while no transaction is open."""
    key, name, supplier_id = run.media_key, run.file_name, run.supplier_id
    with store.outside_transaction(), on_disk(house().media, key) as path:
        seen = look(path, name, wishes)
        if wishes.format != run.plan.get("format"):
            seen = look_with_memory(store.session(), supplier_id, seen, wishes)
        return seen.found.plan, seen.as_json(path)


def _columns(plan: Plan, shown: dict[str, Any]) -> list[Column]:
    chosen = format_named(plan.format)
    columns = []
    for at, heading in enumerate(shown["header"]):
        meaning = plan.meanings[at] if at < len(plan.meanings) else ""
        values = dict.fromkeys(cells[at].strip() for _, cells in shown["rows"] if at < len(cells) and cells[at].strip())
        examples = gettext("、").join(value[:_LETTERS] for value in list(values)[:_EXAMPLES])
        offered = [
            (one, tell(meaning_said(one, chosen), gettext)) for one in meanings_offered(heading, meaning, chosen)
        ]
        columns.append(Column(at, heading, examples, meaning, offered))
    return columns


def _categories(plan: Plan, shown: dict[str, Any]) -> list[tuple[str, str]]:
    """The file's words, each with the slug of ours that it means."""
    found = []
    for words in shown["categories"]:
        named = None if words in plan.categories else category_named(store.session(), words)
        found.append((words, plan.categories.get(words) or (named.slug if named else "")))
    return found


def _say(goods: dict[str, Any]) -> str:
    """What is wrong with goods of the first rows."""
    return sentence(Problem(goods["line"], goods["column"], goods["reason"], goods["params"], goods["value"]), gettext)
