"""Exports are made at a clinic too."""

from tests.services.conftest import clinic, quick_keys

__all__ = ["clinic", "quick_keys"]
