"""A subject of the demonstration as a pattern: others live through the same, under ids of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from crf_app.capture.facts import Draft, Fact, FactKind
from crf_app.capture.places import PagePlace
from crf_app.capture.record import Page, SubjectRecord
from crf_app.capture.signed_content import content_of


class Pattern:
    """What happened to a subject, and what its pages held whenever somebody signed them."""

    def __init__(self, subject: str, facts: Iterable[Fact]) -> None:
        """Fold the facts of `subject`, all of them or a beginning."""
        self.subject = subject
        self.facts = tuple(facts)
        self._signed: dict[int, list[Page]] = {}
        record = SubjectRecord(subject)
        for fact in self.facts:
            if fact.kind is FactKind.SIGNATURE_MADE:
                held = (record.pages[page] for page in (fact.new or {})["pages"])
                self._signed[fact.seq] = [replace(page, entries=dict(page.entries)) for page in held]
            record.apply(fact)

    def lived_by(self, id_: str, label: str, queries: Iterator[int], facts: Sequence[Fact] = ()) -> Iterator[Draft]:
        """Make the drafts of another subject for `facts` of the pattern, or for all; `queries` gives their numbers."""

        def own(text: str) -> str:
            return text.replace(self.subject, id_, 1)

        for fact in facts or self.facts:
            new: dict[str, Any] | None = dict(fact.new) if fact.new is not None else None
            if new is not None:
                self._rewrite(new, fact, id_, label, queries)
            yield Draft(
                fact.kind,
                subject=id_,
                visit=fact.visit and own(fact.visit),
                page=fact.page and own(fact.page),
                row=fact.row,
                item=fact.item,
                old=fact.old,
                new=new,
                reason=fact.reason,
            )

    def _rewrite(self, new: dict[str, Any], fact: Fact, id_: str, label: str, queries: Iterator[int]) -> None:
        """Have what a fact says speak of the other subject."""
        if "id" in new:
            # A query's messages and what breaks a signature name it too.
            new["id"] = f"{new['id']}-{label}"
        match fact.kind:
            case FactKind.SUBJECT_ENROLLED:
                new["label"] = label
            case FactKind.QUERY_RAISED:
                new["number"] = next(queries)
            case FactKind.SIGNATURE_MADE:
                pages = [self._page_of(page, id_) for page in self._signed[fact.seq]]
                new["pages"] = sorted(page.place.id for page in pages)
                new["content"] = content_of(pages, _withheld(new))
            case _:
                pass

    def _page_of(self, page: Page, id_: str) -> Page:
        return replace(page, place=PagePlace.parse(page.place.id.replace(self.subject, id_, 1)))


def _withheld(new: dict[str, Any]) -> Collection[str]:
    return list(new.get("withheld", ()))
