"""What a study chooses for the calculated EDSS step where the published calculators disagree.

G1: one 4, no 3, at least one 2 gives 4.5 (AD-EDSS) or 4.0 (JM-EDSS). G2: one 4 with three or more 3
gives 5.0 (AD-EDSS) or 4.5 (JM-EDSS, which has no value for five or more 3). G3: cerebral grade 1,
mild fatigue alone, counts (AD-EDSS) or is read as 0 (JM-EDSS). Neither is a mistake, so the choice
is the study's, is documented in its settings, and is stored with the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ALGORITHM = "edss_step 3"
"""The name and version of the table, recorded with every calculated step."""

WITHOUT_CHOICES = "edss_step 2"
"""The table of rules that say nothing about G1 and G2: it always gave 4.5 and 5.0 there."""

FOUR_WITH_TWOS = (Decimal("4.5"), Decimal("4.0"))
FOUR_WITH_THREES = (Decimal("5.0"), Decimal("4.5"))
"""What may be chosen for G1 and for G2; where nothing is chosen, the first."""

_CEREBRAL, _TWOS, _THREES = "edss_cerebral_counts", "edss_four_with_twos", "edss_four_with_threes"

CHOICES = {
    _CEREBRAL: ("yes", "no"),
    _TWOS: tuple(map(str, FOUR_WITH_TWOS)),
    _THREES: tuple(map(str, FOUR_WITH_THREES)),
    "edss_ambulation": ("16", "12"),
}
"""The settings a study chooses by, and what each may be; the last is the ambulation code, 0-16 or the older 0-12."""


@dataclass(frozen=True)
class EdssChoices:
    """The choices of a study. Raises ValueError for a step that no calculator gives."""

    cerebral_counts: bool = True
    four_with_twos: Decimal = FOUR_WITH_TWOS[0]
    four_with_threes: Decimal = FOUR_WITH_THREES[0]

    def __post_init__(self) -> None:
        """Refuse what cannot be chosen."""
        if self.four_with_twos not in FOUR_WITH_TWOS:
            raise ValueError("one 4 with 2s is 4.5 or 4.0")
        if self.four_with_threes not in FOUR_WITH_THREES:
            raise ValueError("one 4 with three or more 3s is 5.0 or 4.5")

    def __str__(self) -> str:
        """Write what was chosen for G1, G2 and G3, as it is stored with a score."""
        counts = "yes" if self.cerebral_counts else "no"
        return f"{self.four_with_twos:.1f}, {self.four_with_threes:.1f}, {counts}"


def choices_of(settings: Mapping[str, str]) -> EdssChoices:
    """Return what the settings of a study choose, which was checked against `CHOICES` when it was loaded."""
    return EdssChoices(
        settings.get(_CEREBRAL, "yes") == "yes",
        Decimal(settings.get(_TWOS, FOUR_WITH_TWOS[0])),
        Decimal(settings.get(_THREES, FOUR_WITH_THREES[0])),
    )
