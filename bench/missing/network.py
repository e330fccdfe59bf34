"""A demo network that something is taken away from: copied from one that was loaded once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from bench.running import Network, copied

Figures = dict[str, Any]
Fault = Callable[["Bench"], Figures]


class Bench:
    """The demo that was loaded once, and networks of one's own copied from it."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server
        self._made: list[str] = []
        first = Network(folder / "demo", **self._database())
        self.told = first.demo()
        self.first = first.environment.get("XIAOPU_DATABASE_URL", "")

    def _database(self) -> dict[str, str]:
        return {"database_url": self.create("template1")} if self.server else {}

    def create(self, template: str) -> str:
        """A PostgreSQL database like another; its address."""
        name = f"xiaopu_faults_{uuid4().hex[:10]}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        self._made.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def drop(self) -> None:
        """What was made on the server."""
        for name in self._made:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    @contextmanager
    def network(self, where: Path | None = None, *, worker: bool = True, **settings: str) -> Iterator[Network]:
        """A running copy of the demo."""
        data = copied(self.folder / "demo", where or self.folder / uuid4().hex[:8])
        if self.first:
            settings.setdefault("database_url", self.create(str(make_url(self.first).database)))
        running = Network(data, **settings)
        try:
            yield running.start(worker=worker)
        finally:
            running.stop()

    @property
    def shop(self) -> dict[str, Any]:
        return dict(self.told["shops"][0])
