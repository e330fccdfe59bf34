"""Words without a program: nothing here asks a database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(scope="module")
def spoken() -> Iterator[None]:
    """Sentences are said in Chinese."""
    app = Flask("words")
    Babel(app, default_locale="zh_Hans_CN")
    with app.test_request_context():
        yield
