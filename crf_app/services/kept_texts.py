"""The texts of a command as the file can keep them: exactly as typed, but for halves of broken characters.

Such halves come from text cut by another program, from undecodable bytes of a file name or of an argument. UTF-8 has
no bytes for them, so each is kept as U+FFFD, the sign that stands for what could not be read.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from crf_app.base.texts import is_whole, whole

T = TypeVar("T")


def keepable(command: T) -> T:
    """Return a command, or a part of one, with every text of it whole; what is whole already stays the same object."""
    made: Any = _keepable(command)
    whole_command: T = command if made is None else made
    return whole_command


def _keepable(part: object) -> object:
    """Return a part made whole, or None when it was."""
    if isinstance(part, str):
        return None if is_whole(part) else whole(part)
    if isinstance(part, tuple):
        made = [_keepable(each) for each in part]
        if all(each is None for each in made):
            return None
        return tuple(old if new is None else new for old, new in zip(part, made, strict=True))
    if is_dataclass(part) and not isinstance(part, type):
        changes = {each.name: _keepable(getattr(part, each.name)) for each in fields(part)}
        changes = {name: new for name, new in changes.items() if new is not None}
        return replace(part, **changes) if changes else None
    return None
