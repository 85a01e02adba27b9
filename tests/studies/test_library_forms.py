"""What the library says a form wants is all it wants: with that alone it is clean in the smallest study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.capture.scenario import check_study
from crf_app.study.library_contents import LibraryForm, read_contents

FORMS = {form.id: form for form in read_contents(bundled("forms", "library")).forms}

FREE = {
    "days_per_month": "30",
    "fss_share": "1",
    "mri_window_days": "14",
    "msfc_reference": "task_force",
    "scl_dimension_share": "0.6",
    "scl_scale": "0-4",
    "scl_total_share": "0.8",
}
"""A choice for each setting that may be anything."""


class Trial:
    """The template, with forms of the library in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trial"
        shutil.copytree(bundled("forms", "template"), self.folder)

    def includes(self, form: LibraryForm) -> Trial:
        self.writes(f"forms/{form.id}.yaml", f"include: {{form: {form.id}, version: {form.version}}}\n")
        if form.is_log:
            self.edits("schedule.yaml", "baseline:", f"logs: [{form.id}]\nbaseline:")
        else:
            self.edits("schedule.yaml", "[consent, ", f"[consent, {form.id}, ")
        for name in form.together:
            self.includes(FORMS[name])
        return self

    def gives_what_it_wants(self, form: LibraryForm) -> Trial:
        settings = {name: may_be[0] if may_be else FREE[name] for name, may_be in form.settings.items()}
        given = [f"settings: {{{', '.join(f'{name}: {text}' for name, text in settings.items())}}}"] if settings else []
        given += [f"licences: {{{form.licence}: {{holder: The clinic}}}}"] if form.licence else []
        self.edits("study.yaml", "synthetic: yes", "\n".join(["synthetic: yes", *given]))
        return self

    def findings(self) -> list[str]:
        return [str(finding) for finding in check_study(self.folder).findings]

    def writes(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, encoding="utf-8")

    def edits(self, file: str, was: str, becomes: str) -> None:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert was in text
        self.writes(file, text.replace(was, becomes, 1))


@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"consent"}))
def test_a_form_with_what_it_wants_is_clean_in_the_smallest_study(name: str, tmp_path: Path) -> None:
    assert Trial(tmp_path).includes(FORMS[name]).gives_what_it_wants(FORMS[name]).findings() == []


@pytest.mark.parametrize("name", sorted(form.id for form in FORMS.values() if form.settings or form.licence))
def test_nothing_is_said_to_be_wanted_that_is_not(name: str, tmp_path: Path) -> None:
    form = FORMS[name]
    told = " ".join(Trial(tmp_path).includes(form).findings())
    assert all(f"“{wanted}”" in told for wanted in [*form.settings, *([form.licence] if form.licence else [])])


def test_a_form_that_looks_into_a_table_of_another_does_not_stand_without_it(tmp_path: Path) -> None:
    (borrower,) = (form for form in FORMS.values() if form.together)
    trial = Trial(tmp_path).includes(borrower)
    for name in borrower.together:
        trial.edits("schedule.yaml", f"{name}, ", "")
        (trial.folder / "forms" / f"{name}.yaml").unlink()
    assert "There is no table “units_haematology”" in " ".join(trial.findings())
