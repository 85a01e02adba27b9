"""The roles people of a site and its visitors work in. What each may do is in `services.rights`.

They are the program's, not the study's: a study only says which of its forms a role is confined to (`access`), and
what is for unblinded eyes (`blinded`).
"""

from __future__ import annotations

from crf_app.base.words import mark

ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
INVESTIGATOR = "investigator"
RATER = "rater"
PHARMACIST = "pharmacist"
MONITOR = "monitor"
DATA_MANAGER = "data_manager"
READER = "reader"

STAFF = (COORDINATOR, INVESTIGATOR, RATER, PHARMACIST, MONITOR, DATA_MANAGER, READER, ADMINISTRATOR)

STAFF_WORDS = {
    COORDINATOR: mark("coordinator"),
    INVESTIGATOR: mark("investigator"),
    RATER: mark("rater"),
    PHARMACIST: mark("pharmacist (unblinded)"),
    MONITOR: mark("monitor"),
    DATA_MANAGER: mark("data manager"),
    READER: mark("reader"),
    ADMINISTRATOR: mark("administrator"),
}
"""The roles as they stand in a sentence."""

UNBLINDED = frozenset({PHARMACIST})
"""Who sees what a study marks `blinded` (ICH E6(R3) 4.1: those who assess outcomes stay blinded)."""

CONFINED = frozenset({RATER})
"""Who sees only the forms the study names for them: an assessor must not learn from other pages what was given."""
