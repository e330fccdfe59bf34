"""Who is no person, by the agent's own word: crawlers, link previews, scripts. A well-kept list says which they are
(monperrus/crawler-user-agents). It takes a quarter of a millisecond and more: ask it behind the page, never in it."""

from functools import lru_cache

from crawleruseragents import is_crawler

# No browser says more of itself; and the list's expressions are not asked about what a stranger made up at length.
AGENT_LIMIT = 500


@lru_cache(maxsize=4096)
def is_machine(agent: str) -> bool:
    """Whether it says to be a machine, or says nothing: every browser names itself."""
    return not agent or len(agent) > AGENT_LIMIT or is_crawler(agent)
