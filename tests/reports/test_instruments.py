"""What large forms look like on paper: scores in columns, pages that were not done, parts for the unblinded."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.base.words import words
from crf_app.capture.commands import RecordEntries
from crf_app.capture.places import EntryKey
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Run
from crf_app.reports.sheet import RED
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.values import ValueWriter, entry_of
from crf_app.reports.wording import Wording
from crf_app.services.desk import Desk
from crf_app.services.opening import load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script_steps import DatedVisit, Step
from crf_app.services.synthetic_run import FilledPage, SyntheticRun
from tests.reports.glyphs_on_page import lines
from tests.reports.printed_file import NOW, PASSWORD, SET_B, of_subjects, place_of, printed, text_of
from tests.studies.two_hands import play, staff

CROSSOVER = "rrms-bmmsc-crossover"


@pytest.fixture(scope="module")
def crossover(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One subject of the crossover, with a low haemoglobin; the pharmacist prints. Tests only read it."""
    path, study = tmp_path_factory.mktemp("set_b") / "b.crf", load_whole(bundled("forms", CROSSOVER))
    desk = make_file(path, "a long passphrase", study, "01", SetClock(NOW), hash_password=hash_published_password)
    staff(desk)
    play(desk, study, of_subjects(SET_B, ("B-02",)))
    fill(desk, "B-02", "month_6", "haematology", {"laboratory": "Clinic", "haemoglobin.result": "9.1"})
    desk.sign_in("marin", PASSWORD)
    yield desk
    desk.file.close()


@pytest.fixture
def tested(desk: Desk) -> Desk:
    """A-03, who filled in the SCL-90-R at month 3."""
    dated = Step(visit=DatedVisit(subject="A-03", visit="month_3", date="2025-06-09"))
    for _ in SyntheticRun(desk, PASSWORD).run((dated,)):
        pass
    fill(desk, "A-03", "month_3", "scl_90_r")
    return desk


def fill(desk: Desk, subject: str, visit: str, form: str, told: dict[str, str] | None = None) -> None:
    SyntheticRun(desk, PASSWORD).fill(FilledPage(subject=subject, visit=visit, form=form, told=told or {}))


def sheets(content: bytes) -> list[str]:
    """The words of each sheet."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_ninety_items_stand_in_columns_on_one_sheet(tested: Desk) -> None:
    content = printed(tested, "A-03", visit="month_3").content
    holding = [n for n, sheet in enumerate(sheets(content)) if "Item 1 " in sheet and "Item 90 " in sheet]
    assert len(holding) == 1
    row = next(line for line in lines(content, holding[0]) if "Item1" in line)
    found = [row.index(label) for label in ("Item1", "Item7", "Item13", "Item19", "Item25")]
    assert found == sorted(found)


def test_columns_are_read_from_the_right_in_persian(tested: Desk) -> None:
    content = printed(tested, "A-03", "fa", visit="month_3").content
    page = next(
        n for n in range(len(sheets(content))) if any("۳۱" in line and "۲۵" in line for line in lines(content, n))
    )
    row = next(line for line in lines(content, page) if "۳۱" in line and "۲۵" in line)
    assert row.index("۲۵") < row.index("۱۹") < row.index("۱۳")


def test_what_is_said_about_one_score_stands_below_the_columns(tested: Desk) -> None:
    page = place_of(tested, "A-03", "month_3", "scl_90_r")
    session = tested.session(page)
    session.set_missing(EntryKey("q15"), "refused", "left the room")
    session.edit(EntryKey("q40"), "two or three of them")
    tested.do(RecordEntries(page, session.pending(), reason="source_corrected"))
    told = text_of(printed(tested, "A-03", visit="month_3").content)
    assert "Item 15 Refused" in told
    assert told.index("36 Item 30 ") < told.index("Item 15 Refused: left the room") < told.index("Items 31 to 60")
    assert "Item 40 “two or thre...”" in told
    assert "Item 40 “two or three of them” cannot be read, kept as typed" in told


def test_a_page_not_done_prints_its_reason_and_none_of_its_rows(set_a_desk: Desk) -> None:
    told = text_of(printed(set_a_desk, "A-01", visit="day_0").content)
    assert "not done Not done: no published figures FSS form fss" in told
    assert "Item 1" not in told
    assert "not entered" not in told


def test_a_form_that_asks_a_man_nothing_says_so(set_a_desk: Desk) -> None:
    told = text_of(printed(set_a_desk, "A-03", visit="screening").content)
    assert "study version 1.0 The subject is a man: nothing is asked here. " in told
    assert "Childbearing" not in told


def test_what_only_unblinded_people_may_see_bears_a_mark(crossover: Desk) -> None:
    told = text_of(printed(crossover, "B-02").content)
    assert "Sequence (unblinded) 5 Sequence Placebo, then cells" in told
    assert "Treatment at onset (unblinded) Placebo, suspension medium" in told
    assert "study version 1.0 · for unblinded staff only Origin" in told
    assert "Consent (unblinded)" not in told


def test_a_part_that_nobody_had_to_fill_takes_one_line(crossover: Desk) -> None:
    told = text_of(printed(crossover, "B-02", visit="period_1_day_0").content)
    assert "T2 by region – T2 in all" in told
    assert "Periventricular" not in told


def test_a_criterion_that_is_not_asked_takes_no_row(crossover: Desk) -> None:
    told = text_of(printed(crossover, "B-02", visit="screening").content)
    assert "3 E3 Interferon, glatiramer or steroid in 30 days No Paper Source derived" in told
    assert "E8 Active malignancy" not in told


def test_a_log_begins_on_the_sheet_of_its_first_record(crossover: Desk) -> None:
    for log in ("Medication", "Relapse"):
        titled = [sheet for sheet in sheets(printed(crossover, "B-02").content) if f"{log} 2 records" in sheet]
        assert len(titled) == 1
        assert f"{log} 1: " in titled[0]


def test_a_low_result_is_seen_in_the_column_of_flags(crossover: Desk) -> None:
    place = place_of(crossover, "B-02", "month_6", "haematology")
    paper = SubjectPaper.read(crossover.file, crossover.study, place.subject, NOW)
    writer = ValueWriter(Wording(words("en"), crossover.study, {}))
    flags = {row: writer.value(entry_of(paper, paper.session(place, "en"), EntryKey("flag", row)))[0]
             for row in ("haemoglobin", "platelets")}  # fmt: skip
    low, normal = flags["haemoglobin"], flags["platelets"]
    assert isinstance(low, Run)
    assert isinstance(normal, Run)
    assert (low.text, low.weight, low.colour) == ("Low", Weight.SEMIBOLD, RED)
    assert (normal.text, normal.colour) == ("Normal", None)
