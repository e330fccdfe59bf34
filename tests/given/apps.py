"""The program for one test: made by create_app, like the real one, in a twentieth of the time."""

import functools
import tempfile
from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from werkzeug.routing import Rule

from app import create_app
from config import Config

Builder = Callable[..., tuple[str, str]]
_builders: dict[tuple[Any, ...], Builder] = {}


class RememberedRule(Rule):
    """A URL rule whose builders are compiled once a process: every test's app has the same three hundred, and compiling
    them is nearly all the work of making it. A builder depends on the parts of its rule and on nothing of its app."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        parts = (self.rule, append_unknown, *self._trace)
        if parts not in _builders:
            _builders[parts] = super()._compile_builder(append_unknown)
        return _builders[parts]


@functools.cache
def _compiled() -> BytecodeCache:
    """Templates compiled by any test's app of this process."""
    return FileSystemBytecodeCache(tempfile.mkdtemp(prefix="xiaopu-templates-"))


def make_app(config: Config) -> Flask:
    """The program."""
    usual, Flask.url_rule_class = Flask.url_rule_class, RememberedRule
    try:
        made = create_app(config)
    finally:
        Flask.url_rule_class = usual
    made.jinja_env.bytecode_cache = _compiled()
    return made


def close_app(app: Flask) -> None:
    """Lets go of its files and connections."""
    app.extensions["xiaopu"].visits.close()
    app.extensions["xiaopu"].database.engine.dispose()
