"""The program for one test: made by create_app, like the real one, in a twentieth of the time."""

import copy
import functools
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from app import create_app
from config import Config
from tests.given.databases import opened

_rules: dict[tuple[Any, ...], dict[str, Any]] = {}


class RememberedRule(Rule):
    """A URL rule that is compiled once a process: every test's app has the same three hundred, and compiling them is
    nearly all the work of making it. What comes of it depends on the rule and on nothing of its app."""

    def compile(self) -> None:
        """Takes over what an equal rule was compiled to."""
        if self.defaults or self.subdomain or self.host:
            super().compile()
            return
        key = (self.rule, self.merge_slashes)
        if key not in _rules:
            super().compile()
            _rules[key] = vars(self).copy()
        kept = _rules[key]
        for name in ("_parts", "_trace", "_converters"):
            setattr(self, name, copy.copy(kept[name]))
        self.arguments |= kept["arguments"]
        for name in ("_build", "_build_unknown"):
            setattr(self, name, kept[name].__func__.__get__(self, None))


class RememberedTemplates(FileSystemBytecodeCache):
    """Templates compiled by any test's app of this run, and read once a process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(str(folder))
        self.kept: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """From here, else from the folder."""
        kept = self.kept.get(bucket.key)
        if kept is not None and kept[0] == bucket.checksum:
            bucket.code = kept[1]
            return
        super().load_bytecode(bucket)
        self.kept[bucket.key] = bucket.checksum, bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """To both."""
        super().dump_bytecode(bucket)
        self.kept[bucket.key] = bucket.checksum, bucket.code


_templates = functools.cache(RememberedTemplates)


def make_app(config: Config, *, templates: Path) -> Flask:
    """The program; `templates` is the run's folder of compiled ones."""
    usual, Flask.url_rule_class = Flask.url_rule_class, RememberedRule
    try:
        made = create_app(config, database=opened(config.database))
    finally:
        Flask.url_rule_class = usual
    made.jinja_env.bytecode_cache = _templates(templates)
    return made


def close_app(app: Flask) -> None:
    """Lets go of its files and connections."""
    app.extensions["xiaopu"].close()
    app.extensions["xiaopu"].database.engine.dispose()
