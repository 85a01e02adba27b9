"""The collector of garbage passes over what stays for the day, so that it does not come in the middle of work."""

from __future__ import annotations

import gc
from typing import Final

CALM: Final = 500
"""Milliseconds after which somebody who sat down looks at the first page."""


def pass_over_what_stays() -> bool:
    """Collect once, and have later collections pass over all that is alive now: the study, its rules, the program.

    Walking it takes 50 ms and more, and a collection comes when most is made: while a large form opens. Called in the
    window's thread when somebody has sat down; what was passed over before is looked at again. False where nothing may
    be collected now, because another thread works.
    """
    if not gc.isenabled():
        return False
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return True
