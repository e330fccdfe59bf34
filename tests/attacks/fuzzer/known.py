"""What the fuzzer knows of the program: its routes, and the values that their places were ever seen with."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from urllib.parse import quote, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, RequestRedirect, Rule

from tests.attacks.fuzzer.pages import Form, Page

# Opened often enough by itself, and nothing of ours.
DULL = {"static", "assets.htmx"}


class Known:
    """Grows with every page that was read. One for each role knows forms; values are everybody's."""

    def __init__(self, app: Flask) -> None:
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in DULL]
        self.values: dict[str, dict[str, None]] = defaultdict(dict)
        self.forms: dict[str, dict[tuple[str, str], Form]] = defaultdict(dict)
        self.links: dict[str, dict[str, None]] = defaultdict(dict)
        self._adapter = app.url_map.bind("localhost")
        self._ways = {(rule.endpoint, place): way for rule in self.rules for way, place in _places(rule) if place}
        for rule in self.rules:
            for name, place in rule._converters.items():  # The only one who knows what fits into a place.
                if isinstance(place, AnyConverter):
                    self.values[name] |= dict.fromkeys(sorted(place.items))

    def read(self, role: str, path: str, text: str) -> list[str]:
        """Learns from a page; answers with links to pages of a kind that this role has not seen so often."""
        page, news = Page(path, text), list[str]()
        for link in sorted(page.links):
            if self._learn(link, "GET") not in DULL and link not in self.links[role]:
                self.links[role][link] = None
                news.append(link)
        for form in page.forms:
            name = self._learn(form.path, form.method)
            self.forms[role].setdefault((name, ",".join(sorted(f[0] for f in form.fields))[:200]), form)
            # The same form of another thing replaces it now and then: what was first may be gone.
            self.forms[role][name, ""] = form
        return news

    def endpoint(self, path: str, method: str = "GET") -> str:
        """Which view an address leads to, "" for none."""
        return self._match(path, method)[0]

    def _learn(self, path: str, method: str) -> str:
        endpoint, values = self._match(path, method)
        for name, value in values.items():
            self.values[name][value] = None
            self.values[f"{endpoint.partition('.')[0]}.{name}"][value] = None
            self.values[self._ways.get((endpoint, name), "")][value] = None
        return endpoint

    def _match(self, path: str, method: str) -> tuple[str, dict[str, str]]:
        try:
            endpoint, values = self._adapter.match(urlsplit(path).path, method=method)
        except (HTTPException, RequestRedirect, ValueError):
            return "", {}
        return endpoint, {name: str(value) for name, value in values.items()}

    def form_of(self, role: str, endpoint: str, rng: Random) -> Form | None:
        """A form that this role saw for a view; None where there was none."""
        seen = [form for (name, _), form in self.forms[role].items() if name == endpoint]
        return rng.choice(seen) if seen else None

    def plausible(self, rule: Rule, method: str, rng: Random) -> str:
        """An address that leads to this rule, if one of a few does."""
        for _ in range(9):
            path = self.address(rule, rng, ["1"])
            if self.endpoint(path, method) == rule.endpoint:
                break
        return path

    def address(self, rule: Rule, rng: Random, odd: list[str]) -> str:
        """The rule with values in its places: mostly seen ones, now and then one of another noun, or an odd one."""
        path = ""
        room = rule.endpoint.partition(".")[0]
        for way, text in _places(rule):
            if not text:
                path += way
                continue
            # What stood at the same place under the same path is most likely to be there again.
            seen = list(self.values[way]) or list(self.values[f"{room}.{text}"]) or list(self.values[text])
            dice = rng.random()
            if seen and dice < 0.75:
                path += quote(rng.choice(seen), safe="")
            elif dice < 0.85:
                others = rng.choice(list(self.values.values()) or [{"1": None}])
                path += quote(rng.choice(list(others) or ["1"]), safe="")
            else:
                path += quote(rng.choice(odd).encode("utf-8", "surrogatepass")[:300], safe="")
        return path or "/"


def _places(rule: Rule) -> Iterator[tuple[str, str]]:
    """The rule's parts: text that stands there, or the way to a place and the place's name."""
    way = ""
    for is_place, text in rule._trace:  # The only one who knows how a rule is put together.
        part = text if is_place else text.lstrip("|")
        way += part
        yield (f"{way}<", text) if is_place else (part, "")
