"""The trail: a row for each decision, setting, look at protected data and edit, chained so that nobody can bend it.

`note_audit` is the one way to leave a row. Rows are only ever added: the database itself refuses to change or delete
them (guards.py). After the commit the chainer (chaining.py) gives each its place in the chain and a mark, the hash of
the row with the mark before; `flask check` walks the chain (models/checks/trail.py). Each night the chain's head is
kept apart (heads.py): a chain that was written anew as a whole shows there.
"""

from models.account.audit.audit import Audit, Change
from models.account.audit.noting import note_audit

__all__ = ["Audit", "Change", "note_audit"]
