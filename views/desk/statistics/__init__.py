"""/desk/statistics: how the network goes, for whom each figure concerns."""

from views.kit.groups import AUDIENCES

OPENED_BY = AUDIENCES["desk"]
