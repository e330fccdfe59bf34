"""`make quick`: linters of what changed and the nearest tests of what it touches, on SQLite, within a minute.

`make test` stays the verdict: this leaves out PostgreSQL, slow proofs, and tests past the NEAREST."""

import subprocess
import sys
import time
from pathlib import Path

from tests.touched import ROOT, changed_files, touched_by

NEAREST = 400
BIN = Path(sys.executable).parent
TYPED = ("app.py", "config.py", "jobs/", "gunicorn.conf.py", "models/", "views/", "demo/", "tests/")
Linter = subprocess.Popen[str]


def main() -> int:
    """The exit status: 0 where nothing is wrong."""
    begun, files = time.monotonic(), changed_files()
    _say(f"{len(files)} changed: {' '.join(files[:8])}{' …' if len(files) > 8 else ''}")
    linters = [_begin(command) for command in _linters(files)]
    is_wrong = _run_tests(touched_by(files))
    for linter in linters:
        words, _ = linter.communicate()
        if linter.returncode:
            is_wrong = True
            _say(f"{Path(str(linter.args[0])).name if isinstance(linter.args, list) else ''}:\n{words}")
    _say(f"{'wrong' if is_wrong else 'good'} after {time.monotonic() - begun:.0f} s; the verdict is `make test`")
    return int(is_wrong)


def _linters(files: list[str]) -> list[list[str]]:
    python = [path for path in files if path.endswith(".py")]
    pages = [path for path in files if path.startswith("templates/")]
    typed = [path for path in python if path.startswith(TYPED)]
    wanted = {
        ("ruff", "check"): python,
        ("ruff", "format", "--check", "-q"): python,
        ("djlint", "--check", "--lint", "--quiet"): pages,
        ("mypy",): typed,
    }
    found = [[str(BIN / name), *options, *about] for (name, *options), about in wanted.items() if about]
    if any(path.startswith(("models/", "views/", "demo/")) for path in python):
        found.append([str(BIN / "lint-imports"), "--no-cache"])
    return found


def _begin(command: list[str]) -> Linter:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _run_tests(tests: list[str]) -> bool:
    if not tests:
        _say("no tests touched")
        return False
    chosen = ["-m", "not slow", "-k", "not postgres", "-p", "tests.given.nearest", "--nearest", str(NEAREST)]
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *chosen, *tests]
    # 5: all of the touched tests are of those that are left out.
    return subprocess.run(command, cwd=ROOT, check=False).returncode not in (0, 5)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
