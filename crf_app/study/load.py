"""Loads a study from its folder: the whole of it, or what keeps it from being one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from crf_app.study.draft import CODELISTS, FACTS, FORMS, SCHEDULE, TABLES, Draft, read_draft
from crf_app.study.findings import Finding, Place, at_most, in_order
from crf_app.study.folder import read_texts
from crf_app.study.library import Library, library_beside, library_within
from crf_app.study.lint import lint
from crf_app.study.range_checks import with_range_checks
from crf_app.study.rulebook import Rulebook
from crf_app.study.rules import compile_rules
from crf_app.study.study import Study


def load_study(folder: Path) -> tuple[Study | None, tuple[Finding, ...]]:
    """Load the study written in `folder`.

    Returns the study, or None when a finding is an error; warnings come beside a study. All
    findings come at once, sorted by where they are written.
    """
    texts, findings = read_texts(folder, (FACTS, SCHEDULE, CODELISTS), (FORMS, TABLES))
    return _load(texts, findings, library_beside(folder))


def load_texts(texts: Mapping[str, str]) -> tuple[Study | None, tuple[Finding, ...]]:
    """Load a study from the texts of its files, by their names within the folder.

    What the study includes is taken from the texts too, where a kept definition has it.
    """
    return _load(texts, [], library_within(texts))


def fingerprint(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 over file names and texts, each with its length before it."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            written = part.encode("utf-8")
            digest.update(f"{len(written)}:".encode("ascii") + written)
    return digest.hexdigest()


def _load(
    texts: Mapping[str, str], findings: list[Finding], library: Library
) -> tuple[Study | None, tuple[Finding, ...]]:
    draft = read_draft(texts, {finding.file for finding in findings}, library)
    if draft.facts is not None:
        for name, form in draft.forms.items():
            draft.forms[name] = with_range_checks(form, draft.facts.languages)
    rulebook, wrong_rules = compile_rules(draft)
    wrong = at_most(lint(draft, rulebook), Place(FACTS))
    found = in_order([*findings, *draft.findings, *wrong_rules, *wrong])
    if any(finding.is_error for finding in found):
        return None, found
    return _study(draft, rulebook), found


def _study(draft: Draft, rulebook: Rulebook) -> Study:
    assert draft.facts is not None
    assert draft.schedule is not None
    assert draft.codelists is not None
    # Every part was validated when it was read; validating the whole again would only cost time.
    return Study.model_construct(
        facts=draft.facts,
        schedule=draft.schedule,
        codelists=draft.codelists,
        forms=draft.forms,
        tables=draft.tables,
        rulebook=rulebook,
        fingerprint=fingerprint(draft.texts),
        source=draft.texts,
    )
