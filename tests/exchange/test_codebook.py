"""Whoever analyses an export learns from its codebook which answers are the source themselves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.capture.commands import AddPerson
from crf_app.exchange.csv_folder import export_csv
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR

PASSWORD = "ten green bottles"


@pytest.mark.requirement(22)
def test_the_codebook_tells_what_was_recorded_here_first(tmp_path: Path) -> None:
    study = load_whole(bundled("forms", "als-intrathecal"))
    file = tmp_path / "site.crf"
    desk = make_file(file, "drei Löwen schlafen 7", study, "01", hash_password=hash_published_password)
    add_first_person(desk, AddPerson("sadeghi", "R. Sadeghi", ADMINISTRATOR, PASSWORD))
    desk.sign_in("sadeghi", PASSWORD)
    desk.do(AddPerson("rahimi", "N. Rahimi", COORDINATOR, PASSWORD, temporary=False))
    desk.sign_in("rahimi", PASSWORD)
    export_csv(desk, tmp_path / "export")
    desk.file.close()
    with (tmp_path / "export" / "codebook.csv").open(encoding="utf-8", newline="") as opened:
        told = {(line["file"], line["column"]): line["recorded_here"] for line in csv.DictReader(opened)}
    assert told["alsfrs_r", "speech"] == "yes"
    assert told["alsfrs_r", "certificate_until"] == ""  # read from a certificate
    assert told["alsfrs_r", "total"] == ""  # worked out
    assert {form for (form, _), here in told.items() if here} == {"alsfrs_r"}
