"""Pages are filled at a clinic here as well: the rules are told by what a person types and sees."""

from tests.services.conftest import clinic, quick_keys

__all__ = ["clinic", "quick_keys"]
