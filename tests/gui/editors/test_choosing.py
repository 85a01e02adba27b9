"""Which editor an item gets, and that every editor shows any answer without a word of protest."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Value
from crf_app.base.words import LANGUAGES, words
from crf_app.capture.form_session import ItemState
from crf_app.capture.places import EntryKey
from crf_app.capture.typed import read_typed
from crf_app.gui.editors import Editor, Setting, make_editor
from crf_app.gui.editors.choices import ComboEditor, StripEditor
from crf_app.gui.editors.codes import CodesEditor
from crf_app.gui.editors.lines import DateEditor, LineEditor, LongTextEditor, MeasuredEditor
from crf_app.gui.editors.quiet import DerivedEditor, DerivedText
from crf_app.gui.editors.term import TermEditor, matches
from crf_app.gui.parts import Access, CodeRow, RadioLine, Segments
from crf_app.study.dictionaries import CTCAE_V5, dictionary
from crf_app.study.item import Item
from tests.services.clinic import plmsc


def setting(language: str = "en", *, grid: bool = False) -> Setting:
    return Setting(plmsc(), words(language), date(2026, 5, 12), grid=grid)


def editor(form: str, item: str, language: str = "en", *, grid: bool = False, strip: str = "") -> Editor:
    return make_editor(plmsc().item(form, item), item, setting(language, grid=grid), strip=strip)


def state(made: Editor, answer: Answer | None) -> ItemState:
    return ItemState(EntryKey(made.item.id), answer, relevant=True, required=True, read_only=False)


@pytest.mark.parametrize(
    ("form", "item", "kind"),
    [
        ("edss", "rater", LineEditor),
        ("edss", "assessed", StripEditor),
        ("edss", "assessed_on", DateEditor),
        ("edss", "ambulation", ComboEditor),
        ("edss", "calculated", DerivedEditor),
        ("cytokines", "reported", MeasuredEditor),
        ("cytokines", "explanation_words", LongTextEditor),
        ("adverse_event", "criteria", CodesEditor),
        ("adverse_event", "term", TermEditor),
        ("infusion", "start", DateEditor),
    ],
)
def test_an_item_gets_the_editor_of_its_kind(qtbot: QtBot, form: str, item: str, kind: type[Editor]) -> None:
    made = editor(form, item)
    qtbot.addWidget(made)
    assert type(made) is kind


def test_a_score_stands_in_cells_in_a_grid_and_in_segments_elsewhere(qtbot: QtBot) -> None:
    assert isinstance(editor("edss", "visual", grid=True).field, CodeRow)
    assert isinstance(editor("edss", "visual").field, Segments)
    assert isinstance(editor("adverse_event", "cause_cells", grid=True, strip="radios").field, RadioLine)
    assert isinstance(editor("edss", "calculated", grid=True), DerivedText)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_line_shows_reads_back_as_the_same_value(qtbot: QtBot, language: str) -> None:
    answers: dict[tuple[str, str], Value] = {
        ("edss", "walk_distance"): Decimal(140),
        ("edss", "total"): Decimal("5.5"),
        ("edss", "assessed_on"): PartialDate(2026, 5, 12),
        ("edss", "assessed_at"): time(10, 40),
        ("infusion", "start"): PartialDate(2026, 5, 12, time(10, 40)),
        ("ms_history", "onset"): PartialDate(2014, 4),
    }
    for (form, item), value in answers.items():
        made = editor(form, item, language)
        assert isinstance(made, LineEditor)
        made.show_state(state(made, Answer(value)))
        read = read_typed(made.item, made.field.text(), None, date(2026, 5, 12))
        assert read is not None
        assert read.value == value, made.field.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_that_is_worked_out_has_the_room_of_one_that_is_typed(qtbot: QtBot, language: str) -> None:
    item = Item.model_validate({"id": "began", "kind": "date_time", "label": "Began", "derive": "start"})
    made = make_editor(item, "Began", setting(language))
    qtbot.addWidget(made)
    assert isinstance(made, DerivedEditor)
    made.show_state(state(made, Answer(PartialDate(2026, 12, 22, time(23, 40)))))
    assert made.sizeHint().width() >= editor("infusion", "start", language).sizeHint().width()


def test_a_code_that_is_worked_out_is_as_wide_as_the_longest_of_its_list(qtbot: QtBot) -> None:
    lengths = {each.id: max(len(str(code.label)) for code in each.codes) for each in plmsc().codelists.values()}
    codes = plmsc().codelists[next(name for name, most in lengths.items() if 24 < most < 40)]
    item = Item.model_validate({"id": "kind", "kind": "code", "label": "Kind", "derive": "x", "codes": codes.id})
    made = make_editor(item, "Kind", setting())
    qtbot.addWidget(made)
    assert isinstance(made, DerivedEditor)
    longest = max((code.code for code in codes.codes), key=lambda code: len(str(codes.label(code))))
    made.show_state(state(made, Answer(longest)))
    assert made.sizeHint().width() > made.field.fontMetrics().horizontalAdvance(made.field.text())


def test_an_operator_stands_before_its_number_and_is_told_with_it(qtbot: QtBot) -> None:
    made = editor("cytokines", "reported")
    assert isinstance(made, MeasuredEditor)
    qtbot.addWidget(made)
    made.show_state(state(made, Answer(Censored("<", Decimal("2.0")))))
    assert (made.field._prefix, made.field.text()) == ("<", "2.0")
    assert made.raw("2.5") == "<2.5"


def test_showing_tells_nothing(qtbot: QtBot) -> None:
    for form in plmsc().forms.values():
        for item in form.items():
            made = make_editor(item, item.id, setting())
            qtbot.addWidget(made)
            told: list[str] = []
            made.edited.connect(told.append)
            for answer in (None, Answer(missing="unknown", comment="not on the tube"), Answer(unreadable="6,,5"), None):
                for access in Access:
                    made.show_state(state(made, answer), access)
            assert told == [], (form.id, item.id)


def test_a_missing_reason_is_shown_by_every_editor(qtbot: QtBot) -> None:
    for item in ("visual", "ambulation", "assessed_on", "rater"):
        made = editor("edss", item)
        qtbot.addWidget(made)
        made.show_state(state(made, Answer(missing="refused", comment="did not want to")))
        assert made.note() == "did not want to"
        assert "missing: Refused: did not want to" in made.focus_target.accessibleDescription()


def test_words_that_begin_as_typed_come_first() -> None:
    found = [code.code for code in matches(dictionary(CTCAE_V5), "hea")]
    assert found[:2] == ["Headache", "Heart failure"]
    assert "Diarrhea" not in found
    assert [code.code for code in matches(dictionary(CTCAE_V5), "arrhea")] == ["Diarrhea"]


def test_durations_are_shown_in_hours_and_minutes(qtbot: QtBot) -> None:
    item = plmsc().item("infusion", "minutes").model_copy(update={"kind": "duration", "derive": None})
    made = LineEditor(item, "Duration", setting(), unit=False)
    made.show_state(state(made, Answer(timedelta(minutes=90))))
    assert made.field.text() == "1 h 30 min"
