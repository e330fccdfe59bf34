"""A database that says nothing."""

from sqlalchemy.engine import make_url

from bench.missing.asking import under
from bench.missing.network import Bench, Figures
from bench.relay import Relay


def database_slow(bench: Bench) -> Figures:
    """PostgreSQL takes connections and says nothing."""
    if not bench.server:
        return {"skipped": "SQLite is a file"}
    url = make_url(bench.create(str(make_url(bench.first).database)))
    host = url.query.get("host") or url.host or "127.0.0.1"
    with Relay(str(host), url.port or 5432) as relay:
        through = url.set(host="127.0.0.1", port=relay.port, query={}).render_as_string(hide_password=False)
        with bench.network(database_url=through) as network:
            return under(bench, network, relay.hang, relay.go_on)
