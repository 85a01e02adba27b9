"""Whole documents: archive format, same bytes, page numbers, bookmarks, links, header and footer."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import page as validator
import pikepdf
import pytest
from reportlab.platypus import PageBreak

from crf_app.reports.document import Anchor, HeaderVisit, OutlineEntry, UnknownAnchor, build
from crf_app.reports.frame import jalali_text, moment_text
from crf_app.reports.sheet import style_sheet
from crf_app.reports.tag import status_tag, version_tag
from crf_app.reports.text import Run, Text
from tests.reports import specimen
from tests.reports.glyphs_on_page import lines, printed

EN = style_sheet("en")
LANGUAGES = ("en", "fa", "zh")


@pytest.mark.requirement(30)
@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_are_archive_files(language: str, tmp_path: Path) -> None:
    target = tmp_path / "specimen.pdf"
    specimen.write(language, target)
    report = validator.validate_pdf(str(target), profile="2b")
    assert report.is_compliant, str(report)


@pytest.mark.requirement(19)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_gives_the_same_bytes(language: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    specimen.write(language, one)
    specimen.write(language, two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.requirement(30)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded(language: str, tmp_path: Path) -> None:
    specimen.write(language, tmp_path / "specimen.pdf")
    with pikepdf.Pdf.open(tmp_path / "specimen.pdf") as pdf:
        names = set()
        for sheet in pdf.pages:
            for font in sheet.obj.Resources.Font.values():
                names.add(str(font.BaseFont).split("+")[1])
                assert "/FontFile2" in font.FontDescriptor
    assert any(name.startswith("SourceSans3") for name in names)
    assert any("NotoSansSC" in name for name in names) == (language == "zh")
    assert any("Vazirmatn" in name for name in names) == (language == "fa")


@pytest.mark.requirement(36)
def test_pages_are_numbered_of_how_many() -> None:
    pdf = printed([Text("a", EN.body), PageBreak(), Text("b", EN.body)])
    assert any("Page1of2" in line for line in lines(pdf, 0))
    assert any("Page2of2" in line for line in lines(pdf, 1))


@pytest.mark.parametrize(("language", "seen"), [("fa", "ﺻﻔﺤ"), ("zh", "第1页，共1页"), ("es", "Página1de1")])
def test_pages_are_numbered_in_their_language(language: str, seen: str) -> None:
    pdf = printed([Text("a", style_sheet(language).body)], language)
    joined = "".join(lines(pdf)[-2:])
    assert seen in joined or seen[::-1] in joined


def test_bookmarks_stand_in_two_collapsed_trees_and_keep_the_zoom(tmp_path: Path) -> None:
    specimen.write("en", tmp_path / "specimen.pdf")
    with pikepdf.Pdf.open(tmp_path / "specimen.pdf") as pdf:
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["By visit", "By form"]
            assert all(item.is_closed for item in outline.root)
            assert outline.root[1].children[0].children[0].title == "Day 0, before infusion"
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        links = [note for sheet in pdf.pages for note in sheet.obj.get("/Annots", [])]
        assert len(links) > 40
        assert all(int(note.F) & 4 for note in links)


def test_a_bookmark_to_nowhere_is_an_error() -> None:
    outline = [OutlineEntry("By visit", "missing")]
    with pytest.raises(UnknownAnchor, match="missing"):
        printed([Text("a", EN.body)], outline=outline)


def test_a_link_to_nowhere_is_plain_text() -> None:
    pdf = printed([Text([Run("a", link="nowhere"), Run("b", link="here")], EN.body), Anchor("here")])
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages[0].obj.Annots) == 1


def test_the_file_tells_title_language_and_the_moment_of_printing() -> None:
    with pikepdf.Pdf.open(io.BytesIO(printed([Text("a", EN.body)]))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "Casebook"
        assert str(pdf.docinfo.CreationDate) == "D:20250119094200+03'30'"
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "2"
            assert meta["pdfaid:conformance"] == "B"
            assert meta["xmp:CreateDate"] == "2025-01-19T09:42:00+03:30"


@pytest.mark.requirement(33, 36)
def test_header_and_footer_tell_where_the_page_belongs() -> None:
    page = lines(printed([HeaderVisit("Month 6"), Text("a", EN.body)]))
    assert page[0].startswith("SPMS-PLMSCNCT06360861")
    assert page[1] == "Site01SinaHospital,TehranSubjectA-03Month6Casebook"
    assert page[-2].startswith("Printed2025-01-1909:42+03:30byM.Karimi,sitecoordinator")
    assert page[-1].startswith("crf-app0.4.0Studyversion2.1Seal7F3A91C20B6ED4A8atfact4,127")


def test_a_long_site_name_is_shortened_never_the_subject_or_visit() -> None:
    facts = replace(specimen.facts("en"), site_name="University Hospital " * 8)
    target = io.BytesIO()
    build(target, facts, [HeaderVisit("Early termination"), Text("a", EN.body)])
    line = lines(target.getvalue())[1]
    assert "…SubjectA-03EarlyterminationCasebook" in line


def test_a_blank_form_shows_the_definition_instead_of_a_seal() -> None:
    facts = replace(specimen.facts("en"), definition="4B1E 77D0 A96C 2F13")
    target = io.BytesIO()
    build(target, facts, [Text("a", EN.body)])
    assert "Definition4B1E77D0A96C2F13" in lines(target.getvalue())[-1]
    assert "Seal" not in lines(target.getvalue())[-1]


def test_a_naive_time_of_printing_is_refused() -> None:
    facts = replace(specimen.facts("en"), printed_at=datetime(2025, 1, 19, 9, 42))  # noqa: DTZ001
    with pytest.raises(ValueError, match="offset"):
        build(io.BytesIO(), facts, [])


def test_printing_can_be_cancelled_and_leaves_nothing(tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        build(tmp_path / "a.pdf", specimen.facts("en"), [Text("a", EN.body)], checkpoint=cancel)
    assert not (tmp_path / "a.pdf").exists()


def test_a_document_with_nothing_at_all_is_one_page() -> None:
    assert lines(printed([]))[0].startswith("SPMS-PLMSC")


def test_dates_of_the_frame() -> None:
    moment = specimen.facts("en").printed_at
    assert moment_text(moment) == "2025-01-19 09:42 +03:30"
    assert jalali_text(moment.date()) == "1403/10/30"


def test_tags_say_their_status_in_shape_too() -> None:
    assert status_tag("final", "en").look == "filled"
    assert status_tag("interim", "en").look == "outline"
    assert status_tag("exercise", "fa").look == "dashed"
    assert status_tag("changed", "zh").look == "alarm"
    assert version_tag("2.1", "en").text == "STUDY VERSION 2.1"
