"""import-goods and export-goods: goods files on the command line, by the same roads as in the browser."""

import secrets
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlmodel import Session, col, select

from models.catalogue.exports import export_layouts
from models.catalogue.exports.exporting import Exported, export_csv
from models.catalogue.goods.finding import GoodsFilter
from models.catalogue.imports.fetching import fetch_missing
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.looks import doubts_of, let_load, look, look_with_memory
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.imports.sheets import Problem, sentence
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.media import picture_address
from models.kernel.said import tell
from views.commands.goods_wishes import wished, wishes_of
from views.commands.goods_words import HINTS, left_out_lines, preview_lines
from views.commands.one_line import translation
from views.kit.house import House, house

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import-goods")
@click.argument("file", type=FILE)
@click.option("--supplier", "code", required=True, help="The supplier's code.")
@click.option("--pictures", type=FILE, help="A ZIP with the pictures that the file names.")
@click.option("--all-or-nothing", is_flag=True, help="Load nothing if a single row is bad.")
@click.option("--preview", is_flag=True, help="Print how the file is understood, and load nothing.")
@wished
@with_appcontext
def import_goods(
    file: Path, code: str, pictures: Path | None, all_or_nothing: bool, preview: bool, **options: Any
) -> None:
    """Load goods from FILE: a table (CSV, TSV, XLSX) in our layout or with headings of its own, or one that
    docs/goods-file.md names. What cannot be known is asked: see --preview. Exits 1 on bad rows."""
    here, wishes = house(), wishes_of(options)
    if preview:
        _preview(here, file, code, wishes)
        return
    with here.database.transaction() as session:
        supplier = _supplier(session, code)
        upload = GoodsUpload(file, file.name, secrets.token_hex(16), pictures, all_or_nothing, wishes)
        act = Act.program(now())
        run = start_run(session, here.media, supplier, upload, act)
        _without_doubt(run)
        let_load(session, run, act)
        run_code = run.code
    run_import(here.database, here.media, run_code, rules=here.rules)
    if here.config.fetch_pictures:
        fetch_missing(here.database, here.media, rules=here.rules)
    with here.database.reading() as session:
        _report(session, run_code)


def _supplier(session: Session, code: str) -> Supplier:
    supplier = session.exec(select(Supplier).where(Supplier.code == code.upper())).first()
    if supplier is None:
        raise click.BadParameter(f"no supplier has the code {code}", param_hint="--supplier")
    return supplier


def _preview(here: House, file: Path, code: str, wishes: Wishes) -> None:
    seen = look(file, file.name, wishes)
    with here.database.reading() as session:
        seen = look_with_memory(session, _supplier(session, code).id, seen, wishes)
    for line in preview_lines(seen, translation()):
        click.echo(line)


def _without_doubt(run: ImportRun) -> None:
    """Ends the command, and with it the transaction, where the file leaves a question."""
    say = translation()
    asked = [f"{tell(doubt.refusal().said, say)} ({HINTS[doubt.about]})" for doubt in doubts_of(run)]
    if asked:
        raise click.ClickException("\n       ".join(asked))


def _report(session: Session, run_code: str) -> None:
    run = session.exec(select(ImportRun).where(ImportRun.code == run_code)).one()
    problems = session.exec(
        select(ImportProblem).where(col(ImportProblem.run_id) == run.id).order_by(col(ImportProblem.line))
    )
    bad, say = 0, translation()
    for problem in problems:
        bad += 1
        one = Problem(problem.line, problem.column, problem.reason, problem.params, problem.value)
        click.echo(f"line {problem.line}, {problem.column}: {sentence(one, say)}", err=True)
    if run.state == "failed":
        raise click.ClickException(tell(run.failure, say))
    for line in left_out_lines(run.left_out, say):
        click.echo(line, err=True)
    click.echo(f"new {run.goods_new}, changed {run.goods_changed}, unchanged {run.goods_same}, bad rows {run.rows_bad}")
    if bad:
        raise SystemExit(1)


@click.command("export-goods")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--supplier", "code", required=True, help="The supplier's code.")
@click.option("--layout", type=click.Choice(tuple(export_layouts())), default="ours", help="Whose layout it has.")
@click.option("--stock", is_flag=True, help="Write the stock, too; loaded again it takes the place of what is there.")
@with_appcontext
def export_goods(file: Path, code: str, layout: str, stock: bool) -> None:
    """Write a supplier's goods into FILE, as CSV. Loaded again as it is, it changes nothing."""
    here = house()
    with here.database.reading() as session:
        supplier = session.exec(select(Supplier).where(Supplier.code == code.upper())).first()
        if supplier is None:
            raise click.BadParameter(f"no supplier has the code {code}", param_hint="--supplier")
        exported = Exported(supplier.id, GoodsFilter(), export_layouts()[layout], stock=stock)
    with file.open("wb") as out:
        out.writelines(export_csv(here.database, exported, partial(picture_address, here.config.public_url)))


COMMANDS = (import_goods, export_goods)
