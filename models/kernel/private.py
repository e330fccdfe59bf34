"""The data folder is its owner's alone: folders 0700, files 0600, what comes and what stands there already."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)
NOBODY_ELSE = 0o077
# What the program makes in its data folder. Where that folder holds other things too, only these are touched.
_OURS = ("xiaopu.sqlite3*", "jobs.sqlite3*", "secret-key*", "media", "metrics")


def keep_private(folder: Path, *, whole: bool = False) -> int:
    """Whatever this process, and those it starts, make from here on is theirs alone; what stands in the data folder is
    tightened. `whole` goes through the files that people brought too, which may be very many: those were made in
    folders that nobody else enters once the data folder is shut. Returns how many were open before."""
    os.umask(NOBODY_ELSE)
    return sum(_tighten(path) for path in _standing(folder.resolve(), whole=whole))


def _standing(folder: Path, *, whole: bool) -> Iterator[Path]:
    if _is_only_ours(folder):
        yield folder
        within = list(folder.iterdir())
    else:
        within = [path for name in _OURS for path in folder.glob(name)]
    for path in within:
        yield path
        if whole and path.is_dir() and not path.is_symlink():
            yield from path.rglob("*")


def _is_only_ours(folder: Path) -> bool:
    """Not a folder that others work in as well: /tmp, somebody's home, the one that the program stands in."""
    shared = {here for place in (Path.cwd(), Path.home(), Path(__file__)) for here in (place, *place.parents)}
    return folder not in shared and not folder.stat().st_mode & stat.S_ISVTX


def _tighten(path: Path) -> bool:
    """Whether it was open to others, and is not any more. Another's file is left to them, with a word."""
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or not found.st_mode & NOBODY_ELSE:
            return False
        path.chmod(stat.S_IMODE(found.st_mode) & ~NOBODY_ELSE)
    except FileNotFoundError:
        return False
    except OSError as error:
        log.warning("%s can be read by others, and could not be shut: %s", path, error.strerror)
        return False
    return True
