"""The secrets that are kept in the data folder: a line each, the newest first, readable by nobody else."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class SecretFile:
    """Read again whenever it is another file than before: a running program follows a rotation."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._secrets: tuple[str, ...] = ()

    def secrets(self) -> tuple[str, ...]:
        """The newest first. Where the file is taken away meanwhile, what was read before still holds."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            if self._secrets:
                return self._secrets
            self._make()
            found = self._path.stat()
        seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        if seen != self._seen:
            self._secrets = _lines_of(self._path.read_text()) or self._secrets
            self._seen = seen
        return self._secrets

    def add(self, secret: str) -> None:
        """A newer one, which seals and signs from now on. It is on the disk when this returns."""
        with self._alone():
            self._write((secret, *self.secrets()))

    def keep_only(self, kept: set[str]) -> int:
        """Takes out all others but the newest; returns how many."""
        with self._alone():
            before = self.secrets()
            after = tuple(one for at, one in enumerate(before) if at == 0 or one in kept)
            if after != before:
                self._write(after)
        return len(before) - len(after)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time; dying lets the next one in."""
        lock = os.open(self._path.with_name(f"{self._path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _make(self) -> None:
        """Of two processes that make it at once, one wins and both read the same."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._draft(fresh_secret())
        with suppress(FileExistsError):
            os.link(draft, self._path)
        draft.unlink()

    def _write(self, lines: tuple[str, ...]) -> None:
        """The whole file or the one before, never half of it: all that is sealed hangs on it."""
        self._draft("\n".join(lines)).replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _draft(self, text: str) -> Path:
        # A file of one's own, readable by nobody else from its first byte on; two containers may share a process id.
        descriptor, draft = tempfile.mkstemp(dir=self._path.parent, prefix=f"{self._path.name}.")
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return Path(draft)


def fresh_secret() -> str:
    """384 random bits, without anything that a file or a shell would read otherwise."""
    return secrets.token_urlsafe(48)


def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
