"""A pytest plugin: of the tests chosen otherwise, the first so many, in the order in which their files were named."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many."""
    parser.addoption("--nearest", type=int, default=0, help="run the first so many tests; 0 runs all")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the rest to `make test`."""
    most = config.getoption("--nearest")
    if most and len(items) > most:
        config.hook.pytest_deselected(items=items[most:])
        items[:] = items[:most]
