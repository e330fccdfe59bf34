"""What `make quick` chooses: the mirrored test first, then who imports the module, then who is near."""

import pytest

from tests.touched import importers, mirrors, modules_of_template, touched_by


def test_the_mirrored_test_comes_first_and_importers_next() -> None:
    found = touched_by(["models/kernel/money.py"])
    assert found[0] == "tests/models/kernel/test_money.py"
    near = {test for test in importers("models/kernel/money.py") if "/test_" in test and "/browser/" not in test}
    assert near and near <= set(found)


def test_a_helper_leads_to_all_who_use_it() -> None:
    found = touched_by(["tests/given/tickets.py"])
    assert found
    assert {test for test in importers("tests/given/tickets.py") if "/test_" in test} <= set(found)


@pytest.mark.parametrize("template", ["desk/today.html", "layouts/desk.html"])
def test_a_template_counts_as_the_views_that_show_it(template: str) -> None:
    assert "views/desk/today.py" in modules_of_template(template)


def test_a_module_without_a_test_of_its_name_has_its_neighbours() -> None:
    assert {rank for rank, _ in mirrors("models/shop/nothing.py")} == {2}
    assert not list(mirrors("app.py"))


def test_pages_in_a_browser_are_left_out() -> None:
    assert not [test for test in touched_by(["tests/given/databases.py"]) if test.startswith("tests/browser")]
