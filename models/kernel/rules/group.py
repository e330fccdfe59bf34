"""How a setting that rules depend on is declared: in the file of its group."""

from functools import partial

from models.kernel.setting import Setting

# Asked for with each request and job: a change needs no restart.
live_setting = partial(Setting, restart=False)
