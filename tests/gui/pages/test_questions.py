"""What stands below a field, in words."""

from __future__ import annotations

import pytest

from crf_app.gui.pages.questions import parted


@pytest.mark.parametrize(
    ("message", "head", "rest"),
    [
        ("Distance and code do not agree: 140 m is no 5.", "Distance and code do not agree", "140 m is no 5."),
        ("The value is high. Is it right?", "The value is high.", "Is it right?"),
        ("The protocol dose is 100 mg.", "The protocol dose is 100 mg.", ""),
        ("آیا درست است؟ اگر نه، بنویسید.", "آیا درست است؟", "اگر نه، بنویسید."),
    ],
)
def test_a_message_is_parted_into_its_head_and_the_rest(message: str, head: str, rest: str) -> None:
    assert parted(message) == (head, rest)
