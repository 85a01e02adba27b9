"""Nobody but the pharmacist meets what is blinded, nor that or when it was entered, on whatever way they read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from crf_app.capture.facts import SALT, Fact, FactKind
from crf_app.cli import main
from crf_app.exchange.audit_file import export_audit
from crf_app.exchange.certified_copy import export_copy
from crf_app.exchange.csv_folder import export_csv
from crf_app.reports.catalogue import make_report
from crf_app.services.desk import Desk
from crf_app.services.lists import LISTS, listings
from tests.security.blinded_trial import (
    BLINDED,
    DAY_0,
    HIDDEN,
    LABEL,
    PASSPHRASE,
    PASSWORD,
    SECRETS,
    Trial,
    crossover,
    met,
    trial,
)

pytestmark = pytest.mark.requirement(26)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The file, written once; these tests read it, and print and export from it."""
    found = trial(tmp_path_factory.mktemp("blinded"))
    yield found
    found.desk.file.close()


# What the program can be asked for


def everything(desk: Desk, subject: str) -> Iterator[str]:
    """All that the desk tells: records, lists, facts, outlines, sessions, as the window's pages read them."""
    view = desk.view
    yield repr(desk.record(subject))
    yield repr(view.subject(subject))
    yield repr(view.overview([(form.id, item.id) for form in crossover().forms.values() for item in form.items()]))
    # The texts of the study are facts too, and may be read.
    facts = (fact for fact in view.facts() if fact.kind is not FactKind.DEFINITION_STORED)
    yield from map(repr, (*view.queries(closed=True), *view.signatures(), *facts, *view.source_counts().items()))
    yield repr(desk.outlines())
    every = [(form.id, item.id) for form in crossover().forms.values() for item in form.items()]
    yield repr(desk.timeline(desk.outline(subject, every)))
    for page in desk.record(subject).pages.values():
        session = desk.session(page.place)
        session.ask_complete()
        yield from (repr(session.state(key)) for key in tuple(session.keys()))
        yield repr((session.progress(), session.open_ends(), list(session.problems())))


@pytest.mark.parametrize("username", BLINDED)
def test_the_desk_tells_nothing_blinded(made: Trial, username: str) -> None:
    desk = made.sits(username)
    assert met(everything(desk, made.subject)) == []


def test_the_pharmacist_is_told_all_of_it(made: Trial) -> None:
    """Or this would be a file without secrets."""
    texts = list(everything(made.sits("marin"), made.subject))
    missed = [each for each in SECRETS if each != "cells, then placebo" and not met(texts, [each])]
    assert missed == []


@pytest.mark.parametrize("username", BLINDED)
@pytest.mark.parametrize("what", LISTS)
def test_no_list_tells(made: Trial, username: str, what: str) -> None:
    desk = made.sits(username)
    rows = [" ".join(row) for row in listings(desk)[what].rows(desk)]
    assert met([*rows, " ".join(listings(desk)[what].columns)]) == []


@pytest.mark.parametrize("what", ["entries", "queries", "audit"])
def test_no_list_tells_at_the_command_line(made: Trial, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, secret in (("CRF_PASSPHRASE", PASSPHRASE), ("CRF_USER", "roca"), ("CRF_PASSWORD", PASSWORD)):
        monkeypatch.setenv(name, secret)
    shown = CliRunner().invoke(main, ["list", str(made.path), what, "--json"])
    assert shown.exit_code == 0, shown.output
    assert met([shown.output]) == []


def test_numbers_of_queries_have_no_gap(made: Trial) -> None:
    """A gap would tell that something was asked about what is blinded."""
    desk = made.sits("roca")
    numbers = [line.number for line in desk.view.queries(closed=True)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(made.sits("marin").view.queries(closed=True)) > len(numbers)


# Paper


def of_pdf(path: Path) -> Iterator[str]:
    """Everything that stands in a PDF: on its pages, in its bookmarks and about it."""
    yield path.name
    for page in PdfReader(path).pages:
        yield page.extract_text()
    with pikepdf.open(path) as opened, opened.open_outline() as outline, opened.open_metadata() as about:
        waiting = list(outline.root)
        while waiting:
            entry = waiting.pop()
            yield entry.title or ""
            waiting += entry.children
        yield str(about)
        yield str(dict(opened.docinfo))


def printed(desk: Desk, folder: Path, name: str, **of: str) -> Iterator[str]:
    out = folder / f"{name}.pdf"
    make_report(desk, name, out, **of)  # type: ignore[arg-type]
    yield from of_pdf(out)


@pytest.mark.parametrize(("username", "language"), [("roca", "en"), ("roca", "es"), ("puig", "en")])
def test_no_paper_tells(made: Trial, username: str, language: str, tmp_path: Path) -> None:
    """The other blinded roles see what the coordinator sees (the test below)."""
    desk = made.sits(username)
    of = {"language": language}
    texts = [*printed(desk, tmp_path, "casebook", subject=LABEL, **of),
             *printed(desk, tmp_path, "visit", subject=LABEL, visit=DAY_0, **of),
             *printed(desk, tmp_path, "audit", **of)]  # fmt: skip
    assert len(texts) > 12
    spanish = ("producto liberado", "células y después placebo", "tratamiento al inicio", "viabilidad", "alícuota")
    assert met(texts, (*SECRETS, *HIDDEN, *(spanish if language == "es" else ()))) == []


def test_paper_says_whether_facts_are_left_out(made: Trial, tmp_path: Path) -> None:
    for username, whole in (("marin", True), ("roca", False)):
        words = " ".join(printed(made.sits(username), tmp_path, "casebook", subject=LABEL))
        assert ("none left out" in words) is whole
        assert ("for the eyes of this role" in words) is not whole


def test_the_same_is_out_of_sight_for_all_who_are_blinded(made: Trial) -> None:
    roca = made.desk.sight_of("coordinator")
    items = [(form.id, item.id) for form in crossover().forms.values() for item in form.items()]
    assert [each for each in items if not roca.item(*each)]
    for role in ("investigator", "monitor", "data_manager", "reader"):
        other = made.desk.sight_of(role)
        assert [each for each in items if roca.item(*each) != other.item(*each)] == []
        assert (other.whole, other.confined) == (roca.whole, roca.confined) == (False, False)


# Data that leave


def of_folder(folder: Path) -> Iterator[str]:
    """Everything in a folder, line by line, but the texts of the study: they may be read."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.startswith("study/") or not path.is_file():
            continue
        yield name
        if path.suffix == ".pdf":
            yield from of_pdf(path)
        else:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            yield from (line for line in lines if "definition.stored" not in line and "study/" not in line)


def test_no_table_of_data_tells(made: Trial, tmp_path: Path) -> None:
    export_csv(made.sits("vidal"), tmp_path / "data")
    texts = list(of_folder(tmp_path / "data"))
    assert len(texts) > 30
    assert met(texts) == []


@pytest.mark.parametrize("form", ["audit-csv", "audit-json"])
def test_no_exported_trail_tells(made: Trial, form: str, tmp_path: Path) -> None:
    out = tmp_path / "trail"
    export_audit(made.sits("saiz"), form, out)
    lines = list(of_folder(tmp_path))
    assert len(lines) > 100
    assert met(lines) == []


def test_a_certified_copy_by_somebody_blinded_tells_nothing_and_says_that_it_is_not_whole(
    made: Trial, tmp_path: Path
) -> None:
    export_copy(made.sits("saiz"), tmp_path / "copy")
    texts = list(of_folder(tmp_path / "copy"))
    assert any("NOT complete" in text for text in texts)
    assert met(texts) == []


def hidden_facts(made: Trial) -> list[Fact]:
    sight = made.desk.sight_of("coordinator")
    return [fact for fact in made.desk.file.facts() if not sight.fact(fact)]


def test_what_is_withheld_cannot_be_guessed_from_its_hash(made: Trial) -> None:
    """Everything else of a withheld fact is known or soon tried: the hash must hang on what nobody can guess."""
    found = hidden_facts(made)
    assert len(found) > 40
    bare = [fact for fact in found if not {SALT, "id"} & set(fact.new or {})]
    assert bare == []
    unguessable = [(fact.new or {}).get(SALT) or (fact.new or {})["id"] for fact in found]
    assert all(len(each) >= 16 for each in unguessable)
    salts = [each for each, fact in zip(unguessable, found, strict=True) if SALT in (fact.new or {})]
    assert len(set(salts)) == len(salts)


def test_what_the_pharmacist_prints_and_exports_shows_no_salt(made: Trial, tmp_path: Path) -> None:
    desk = made.sits("marin")
    export_audit(desk, "audit-csv", tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    shown = [f"{row['old']} {row['new']}" for row in rows]
    salts = [(fact.new or {})[SALT] for fact in hidden_facts(made) if SALT in (fact.new or {})]
    assert met(shown, salts) == []
    assert met(shown, ["zx-7732"])
