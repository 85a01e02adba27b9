"""Exports are made at a clinic too."""

from tests.services.conftest import clinic

__all__ = ["clinic"]
