"""Every study the program ships loads without a single finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.study.load import load_study
from crf_app.study.scenario import load_scenarios

FOLDERS = sorted(path.parent for path in bundled("forms").glob("*/study.yaml"))


def test_there_are_studies() -> None:
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_study_loads_without_findings(folder: Path) -> None:
    study, findings = load_study(folder)
    assert [str(finding) for finding in findings] == []
    assert study is not None
    scenarios, findings = load_scenarios(folder, study)
    assert [str(finding) for finding in findings] == []
    assert scenarios
