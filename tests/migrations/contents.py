"""What a file holds, as plain JSON that does not change with the program: a file of a release is held against it."""

from __future__ import annotations

from typing import Any

from crf_app.capture.record import Page, Query, Signature, SubjectRecord
from crf_app.store.study_reader import StudyReader

PASSPHRASE = "Löwen zählen, Büffel schlafen 17"
PASSWORD = "ten green bottles"
"""They are published with the files: those hold nothing but invented people."""


def contents_of(file: StudyReader) -> dict[str, Any]:
    """Everything people entered, asked and signed. Sign-ins and the like count among the facts."""
    facts = list(file.facts())
    return {
        "study": file.study_id,
        "site": file.site,
        "version": file.definition().version,
        "fingerprint": file.definition().fingerprint,
        "facts": len(facts),
        "kinds": _counted([fact.kind.value for fact in facts]),
        "first": facts[0].hash,
        "last": facts[-1].hash,
        "seal": file.seal(),
        "people": [[each.username, each.name, each.role] for each in file.people()],
        "subjects": [_subject(record) for id_ in file.subject_ids() if (record := file.subject(id_))],
    }


def _counted(words: list[str]) -> dict[str, int]:
    return {word: words.count(word) for word in sorted(set(words))}


def _subject(record: SubjectRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "label": record.label,
        "site": record.site,
        "visits": {
            id_: [str(visit.date) if visit.date else None, visit.state, visit.reason, visit.comment]
            for id_, visit in sorted(record.visits.items())
        },
        "pages": {id_: _page(page) for id_, page in sorted(record.pages.items())},
        "queries": [_query(each) for each in sorted(record.queries.values(), key=lambda one: one.number)],
        "signatures": [_signature(each) for each in sorted(record.signatures.values(), key=lambda one: one.first_fact)],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "form_version": page.form_version,
        "study_version": page.study_version,
        "state": page.state,
        "reason": page.reason,
        "comment": page.comment,
        "rows": [list(row) for row in page.rows],
        "entries": {
            f"{key.row}/{key.item}": [entry.stored, entry.derived, entry.relevant, entry.fact, entry.changes]
            for key, entry in sorted(page.entries.items(), key=lambda each: (each[0].row, each[0].item))
        },
    }


def _query(query: Query) -> dict[str, Any]:
    return {
        "number": query.number,
        "place": [query.visit, query.page, query.row, query.item],
        "check": query.check,
        "state": query.state,
        "messages": [[each.at, each.person, each.kind, each.text] for each in query.messages],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "place": [signature.visit, signature.page],
        "pages": list(signature.pages),
        "meaning": signature.meaning,
        "by": [signature.person, signature.name, signature.role, signature.at],
        "content": signature.content,
        "span": [signature.first_fact, signature.last_fact],
        "broken_by": signature.broken_by,
    }
