"""The row that a loaded goods file leaves in the trail: one, however many goods it changed, with the file's digest."""

import hashlib
from pathlib import Path

from sqlmodel import Session

from models.account.audit import Change, note_audit
from models.account.member import Member
from models.catalogue.imports.run import ImportRun
from models.catalogue.supplier.facts import supplier_subject
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.said import Said


def file_digest(path: Path) -> str:
    """By which who has the file can prove that it was this one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_import(session: Session, run: ImportRun, digest: str) -> None:
    """Leaves the row, in the transaction that ends the run."""
    member = session.get(Member, run.started_by) if run.started_by else None
    changes = [
        Change(Said(N_("文件")), "", f"{run.file_name} SHA-256 {digest}"),
        Change(Said(N_("新商品")), "", str(run.goods_new)),
        Change(Said(N_("改了的商品")), "", str(run.goods_changed)),
        Change(Said(N_("没变的商品")), "", str(run.goods_same)),
        Change(Said(N_("不对的行")), "", str(run.rows_bad)),
    ]
    act = Act.supplier(member, run.ended_at or run.moved_at)
    note_audit(session, "goods.import", supplier_subject(run.supplier), act, changes)
