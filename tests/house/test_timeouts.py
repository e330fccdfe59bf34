"""Whoever asks another machine, or another process, says for how long: what is silent must not hold up a page or a job.
The list is in docs/performance.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKING = {
    "urlopen", "HTTPConnection", "HTTPSConnection", "create_connection", "SMTP", "SMTP_SSL", "from_url", "run",
    "check_call", "check_output", "communicate",
}  # fmt: skip
# What says it elsewhere, or waits for nobody: each with its reason.
ELSEWHERE = {
    ("models/kernel/fetch/wire.py", "HTTPConnection"): "its socket is one that was opened within the deadline",
    ("models/kernel/prebuilt.py", "run"): "our own statement, within the time that its connection has",
    ("views/commands/dev.py", "run"): "Babel on a developer's own machine",
    ("views/commands/serve.py", "run"): "the worker, which runs until it is stopped",
    ("views/commands/together.py", "run"): "our own function, which runs until it is stopped",
}
PATIENCE = {"timeout", "connect_timeout", "socket_timeout", "client_options"}


def _asks(path: Path) -> Iterator[tuple[str, str, bool]]:
    """File, name, and whether it says how long, of every call that may wait for somebody else."""
    where = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ASKING:
            says = any(word.arg is None or word.arg in PATIENCE for word in node.keywords)
            yield where, name, says


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in ("app.py", "config.py", "gunicorn.conf.py"))
    for room in ("jobs", "models", "views", "demo"):
        yield from sorted((ROOT / room).rglob("*.py"))


def test_whoever_asks_says_for_how_long() -> None:
    calls = [call for path in _sources() for call in _asks(path)]
    assert len(calls) > 8, "the names are still those that the code calls"
    silent = [(where, name) for where, name, says in calls if not says]
    assert sorted(set(silent) - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - set(silent)) == [], "a reason that nobody needs any more"


def test_a_call_that_waits_for_ever_is_found() -> None:
    path = ROOT / "tests" / "house" / "waits_for_ever.py"
    try:
        path.write_text("import smtplib\nsmtplib.SMTP('host', 25)\nsmtplib.SMTP('host', 25, timeout=3)\n")
        assert [says for _, _, says in _asks(path)] == [False, True]
    finally:
        path.unlink()
