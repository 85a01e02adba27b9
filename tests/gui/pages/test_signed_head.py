"""The head of a signed page says on the screen what the signature says on paper."""

from __future__ import annotations

import pytest

from crf_app.capture.commands import Sign
from crf_app.gui.parts import TextLabel
from tests.gui.desk_window import Ward
from tests.services.clinic import MEANING, PASSWORD


@pytest.mark.requirement(13)
def test_whoever_opens_a_signed_page_reads_the_name_the_moment_and_the_meaning(ward: Ward) -> None:
    visit = ward.subject.visit("screening")
    ward.clinic.does(Sign(MEANING, PASSWORD, visit=visit, username="karimi"), by="karimi")
    clerk = ward.clerk.opens("A-01").visit("screening").form("demographics")
    said = " ".join(label.text() for label in clerk.page.header.findChildren(TextLabel))
    at = ward.clinic.clock.moment
    assert f"signed by M. Karimi, \u2066{at:%Y-%m-%d %H:%M} +03:30\u2069: {MEANING}" in said.replace("\u2068", "")
