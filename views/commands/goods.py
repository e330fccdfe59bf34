"""import-goods: a goods file from the command line, by the same road as from the browser."""

import secrets
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlmodel import Session, col, select

from models.catalogue.imports.fetching import fetch_missing
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.catalogue.imports.sheets import Problem, sentence
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.said import tell
from views.commands.one_line import translation
from views.kit.house import house

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import-goods")
@click.argument("file", type=FILE)
@click.option("--supplier", "code", required=True, help="The supplier's code.")
@click.option("--pictures", type=FILE, help="A ZIP with the pictures that the file names.")
@click.option("--all-or-nothing", is_flag=True, help="Load nothing if a single row is bad.")
@with_appcontext
def import_goods(file: Path, code: str, pictures: Path | None, all_or_nothing: bool) -> None:
    """Load goods from FILE: CSV or XLSX, in our layout or one that docs/goods-file.md names. Exits 1 on bad rows."""
    here = house()
    with here.database.transaction() as session:
        supplier = session.exec(select(Supplier).where(Supplier.code == code.upper())).first()
        if supplier is None:
            raise click.BadParameter(f"no supplier has the code {code}", param_hint="--supplier")
        upload = GoodsUpload(file, file.name, secrets.token_hex(16), pictures, all_or_nothing)
        run = start_run(session, here.media, supplier, upload, Act.program(now()))
        run_code = run.code
    run_import(here.database, here.media, run_code, rules=here.rules)
    if here.config.fetch_pictures:
        fetch_missing(here.database, here.media)
    with here.database.reading() as session:
        _report(session, run_code)


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
    click.echo(f"new {run.goods_new}, changed {run.goods_changed}, unchanged {run.goods_same}, bad rows {run.rows_bad}")
    if bad:
        raise SystemExit(1)


COMMANDS = (import_goods,)
