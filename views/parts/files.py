"""Tables that people load: the upload on disk, its form's mark, the page that shows how far it has got and what came of
it, and files to download."""

import re
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from models.kernel.clock import now
from views.kit import store
from views.kit.page import page_or_fragment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How long after the start a page asks how often: lively at first, then with patience.
PACES = ((timedelta(seconds=30), 1), (timedelta(minutes=2), 2), (timedelta(minutes=10), 5))
SLOWEST = 10


def new_once() -> str:
    """An upload form's own mark: sent twice, it is one file."""
    return secrets.token_hex(16)


def once_of(sent: str | None) -> str:
    """The mark that came back, or a new one where it was lost on the way."""
    return sent if sent and re.fullmatch(r"[0-9a-f]{32}", sent) else new_once()


@contextmanager
def on_disk(upload: FileStorage) -> Iterator[Path]:
    """An upload where it can be read more than once; no transaction is open meanwhile."""
    with store.outside_transaction(), tempfile.TemporaryDirectory(prefix="table-") as folder:
        path = Path(folder) / "table"
        upload.save(path)
        yield path


def file_page(
    template: str, *, name: str, since: datetime, problems: Sequence[Any], state: str = "done", **values: Any
) -> Response:
    """The page of one loaded file, or to htmx only what moves. Its template extends parts/file.html."""
    return page_or_fragment(
        template,
        "progress",
        name=name,
        moving=state in ("waiting", "running"),
        pace=_pace(now() - since),
        problems=problems,
        **values,
    )


def _pace(age: timedelta) -> int:
    return next((seconds for younger, seconds in PACES if age < younger), SLOWEST)


def download(body: Any, kind: str, name: str) -> Response:
    """A file for its owner alone."""
    reply = Response(body, mimetype=kind)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
