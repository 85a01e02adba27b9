"""What this process holds in memory stays there: the key of a file, and what is shown of it."""

from __future__ import annotations

import contextlib
import sys


def leave_no_core() -> None:
    """Have the system write no core file of this process when it dies; it would hold everything in clear."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
