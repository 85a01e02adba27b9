"""Pages are filled at a clinic here as well: the rules are told by what a person types and sees."""

from tests.services.conftest import clinic

__all__ = ["clinic"]
