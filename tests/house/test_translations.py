"""English is complete: every sentence of code and templates has one, and no placeholder is lost on the way."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACES = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None}
HANZI = re.compile(r"[\u4e00-\u9fff]")
# Chinese that an English reader is meant to see: names of things.
KEPT = re.compile(r"小铺|旗舰|专卖|中文|[“「『(（][^”」』)）]*[”」』)）]")


def _sentences() -> set[str]:
    mapping = [(f"{place}.py", "python") for place in ("config", "views/**", "models/**")]
    mapping.append(("templates/**.html", "jinja2"))
    found = extract_from_dir(str(ROOT), mapping, {}, KEYWORDS, directory_filter=_ours)
    return {message for _, _, message, _, _ in found if isinstance(message, str) and message}


def _ours(folder: str | bytes) -> bool:
    name = Path(str(folder)).name
    return name not in (".venv", "tests", "var", "out", "node_modules", ".git") and not name.startswith(".")


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The catalogue as it stands in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_its_english(english: Catalog) -> None:
    sentences = _sentences()
    assert len(sentences) > 300
    translated = {message.id for message in english if message.string}
    missing = sorted(sentences - translated)
    assert missing == []


def test_nothing_is_marked_fuzzy(english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_no_placeholder_is_lost(english: Catalog) -> None:
    wrong = [
        message.id
        for message in english
        if message.id and sorted(PLACES.findall(str(message.id))) != sorted(PLACES.findall(str(message.string)))
    ]
    assert wrong == []


def test_english_is_english(english: Catalog) -> None:
    wrong = [str(m.string) for m in english if m.id and HANZI.search(KEPT.sub("", str(m.string)))]
    assert wrong == []
