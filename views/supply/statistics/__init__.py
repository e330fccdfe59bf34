"""/supply/statistics: what sells where, what comes back and why, how long the stock lasts."""

OPENED_BY = ("goods", "finance")
