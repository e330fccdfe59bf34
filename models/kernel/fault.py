"""One thing that is wrong, as the checks report it. Plain English, as all of the command line's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` is for programs ("order.totals"), `subject` names the thing by its public code, `words` say the rest."""

    kind: str
    subject: str
    words: str
