"""Windows end with their test, as everywhere."""

from tests.gui.conftest import nothing_stays_open

__all__ = ["nothing_stays_open"]
