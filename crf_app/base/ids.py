"""Identifiers that two stations can make without asking each other."""

from __future__ import annotations

import secrets
from collections.abc import Callable

IdSource = Callable[[], str]


def random_id() -> str:
    """Return 16 hexadecimal digits; 64 random bits never meet within one study."""
    return secrets.token_hex(8)
