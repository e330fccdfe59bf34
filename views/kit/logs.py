"""Logs: one line an event; JSON in production for machines that collect them, plain words on a terminal."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# They tell every step of themselves; a warning of theirs is still heard.
CHATTY = ("alembic", "huey", "PIL", "fontTools", "pikepdf")
# PostgreSQL adds the row that it refused, with the names and phones in it. It ends where the traceback goes on.
_ROW = re.compile(r"(?<=\nDETAIL:).*?(?=\n\nThe above exception|\n\[SQL:|\Z)", re.DOTALL)


def configure(*, production: bool) -> None:
    """Sends everything that is logged through structlog's formatter, also from libraries."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_rows,
    ]
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if production else structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def without_rows(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes what people typed out of an error of the database; what failed, and where, stays."""
    if isinstance(event.get("exception"), str):
        event["exception"] = _ROW.sub(" …", event["exception"])
    return event
