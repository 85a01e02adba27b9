"""What a rule works out becomes an answer of its item, however long its figures are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crf_app.base.values import Answer
from crf_app.capture.page_rules import derived_answer
from crf_app.study.item import Item


def an_item(**more: object) -> Item:
    return Item.model_validate({"id": "total", "kind": "decimal", "label": "Total", **more})


@pytest.mark.parametrize(
    ("item", "found", "answer"),
    [
        (an_item(kind="integer"), "2.5", "3"),
        (an_item(decimals="1"), "2.25", "2.3"),
        (an_item(decimals="2"), "7", "7.00"),
        (an_item(), "7.125", "7.125"),
        (an_item(kind="integer"), "1E+30", "1000000000000000000000000000000"),
    ],
)
def test_a_number_is_rounded_half_up_to_the_decimals_of_its_item(item: Item, found: str, answer: str) -> None:
    assert derived_answer(item, Decimal(found)) == Answer(Decimal(answer))


def test_a_number_too_long_to_be_rounded_is_unknown() -> None:
    assert derived_answer(an_item(decimals="12"), Decimal("9" * 40)) is None
