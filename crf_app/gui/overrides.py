"""Errors in what Qt calls of ours are told, and do not end the program (ADR 0018)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject


def tell_errors_whole() -> None:
    """Let errors leave every method that overrides one of Qt's as objects; classes made from now on are covered.

    Python before 3.12 keeps an error of its own, as of ``int("x")``, as a type and a text until somebody catches it.
    PySide6 6.12.0 takes the text for the error where it passes one on to the Python that called Qt: a segmentation
    fault. Once caught and raised again, the error is an object.
    """
    QObject.__init_subclass__ = classmethod(_cover)  # type: ignore[assignment]


def _cover(cls: type[QObject], /, **others: Any) -> None:
    super(QObject, cls).__init_subclass__(**others)
    of_qt = [vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    ours = [vars(base) for base in cls.__mro__ if base is cls or not issubclass(base, QObject)]
    for name in {name for methods in ours for name in methods if not name.startswith("__")}:
        found = next(vars(base)[name] for base in cls.__mro__ if name in vars(base))
        if isinstance(found, FunctionType) and any(name in methods for methods in of_qt):
            setattr(cls, name, _whole(found))


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def override(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except BaseException:  # being caught is what makes it an object
            raise

    return override
