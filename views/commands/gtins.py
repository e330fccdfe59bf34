"""import-gtins: the table of known barcodes on the command line, by the same road as at the desk."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from models.account.audit import note_audit
from models.catalogue.barcode.loading import category_words, read_gtins, replace_gtins
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.said import tell
from views.commands.one_line import translation
from views.kit.house import house


@click.command("import-gtins")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_gtins(file: Path) -> None:
    """Put FILE (CSV or XLSX: barcode, title, brand, category, attributes) in the place of the known barcodes."""
    database = house().database
    with database.reading() as session:
        categories = category_words(session)
    try:
        table = read_gtins(file, file.name, categories)
    except Refused as no:
        raise click.ClickException(tell(no.said, translation())) from None
    with database.transaction() as session:
        before = replace_gtins(session, table)
        note_audit(session, "gtins.load", f"gtins {len(table.rows)}", Act.program(now(), "command line"))
    click.echo(f"{len(table.rows)} barcodes, {before} before; {table.unusable} rows unusable, {table.twice} twice")


COMMANDS = (import_gtins,)
