"""Compiles every rule of a study and puts them in the order in which they must be walked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from crf_app.base.values import Kind
from crf_app.expressions.compile import Expression, compile_rule
from crf_app.expressions.types import RuleProblem, Type
from crf_app.study.draft import FORMS, Draft, form_file
from crf_app.study.findings import Finding, Place, at_most
from crf_app.study.form import Check, Form, Section
from crf_app.study.item import Item
from crf_app.study.library import LIBRARY
from crf_app.study.names import Group, StudyNames, type_of
from crf_app.study.range_checks import is_range_check
from crf_app.study.rule_order import walking_order
from crf_app.study.rulebook import Ref, Rule, Rulebook, RuleKind

CONSTANTS = ("yes", "no")
"""Values of `required` that are settled and need no rule."""


@dataclass(frozen=True)
class RuleText:
    """A rule as written, and what it decides about. `path` leads to it in the form's file."""

    kind: RuleKind
    form: str
    target: str
    text: str
    path: tuple[str | int, ...]
    section: Section | None = None
    item: Item | None = None
    check: Check | None = None

    @property
    def group(self) -> Group | None:
        """The repeating section the rule runs in, once per row."""
        if self.section is None or not self.section.layout.repeats:
            return None
        return (self.form, self.section.id, None)


def rule_texts(form: Form) -> Iterator[RuleText]:
    """Walk all rules of a form as written, in reading order; checks come last."""
    for s, section in enumerate(form.sections):
        if section.relevant is not None:
            to = ("sections", s, "relevant")
            kind = RuleKind.SECTION_RELEVANCE
            yield RuleText(kind, form.id, section.id, section.relevant, to)
        for i, item in enumerate(section.items):
            yield from _of_item(form, section, item, ("sections", s, "items", i))
    for c, check in enumerate(form.checks):
        if not form.has(check.item):
            continue
        section, item = form.section_of(check.item), form.item(check.item)
        about = (section, item, check)
        path = ("checks", c)
        yield RuleText(RuleKind.CHECK, form.id, item.id, check.when, (*path, "when"), *about)
        if check.propose is not None:
            offer = (*path, "propose")
            yield RuleText(RuleKind.PROPOSAL, form.id, item.id, check.propose, offer, *about)


def _of_item(form: Form, section: Section, item: Item, path: tuple[str | int, ...]) -> Iterator[RuleText]:
    required = None if item.required in CONSTANTS else item.required
    for kind, key, text in (
        (RuleKind.RELEVANCE, "relevant", item.relevant),
        (RuleKind.REQUIRED, "required", required),
        (RuleKind.DERIVATION, "derive", item.derive),
        (RuleKind.COUNTS_AS, "counts_as", item.counts_as),
    ):
        if text is not None:
            yield RuleText(kind, form.id, item.id, text, (*path, key), section, item)


def compile_rules(draft: Draft) -> tuple[Rulebook, list[Finding]]:
    """Compile all rules of the forms that could be read.

    Findings about a rule that reads a broken part of the study are left out: mending that part may
    mend the rule.
    """
    findings: list[Finding] = []
    rules: list[Rule] = []
    places: list[Place] = []
    for form in draft.forms.values():
        for written in rule_texts(form):
            rule = _compile(draft, form, written, findings)
            if rule is not None:
                rules.append(rule)
                places.append(draft.place(form_file(form.id), *written.path))
    order, circles = walking_order(rules, draft.forms)
    for n, path in circles:
        findings.append(Finding.at(places[n], "S003", f"rules wait for each other: {path}"))
    walked = [rules[n] for n in order]
    found = at_most(iter(findings), Place(FORMS))
    return Rulebook(_by_form(walked), _by_reader(walked)), found


def _compile(draft: Draft, form: Form, written: RuleText, findings: list[Finding]) -> Rule | None:
    names = StudyNames(draft, form, written.section if written.group else None, _of_the_library(draft, written))
    expression, problems = _expression(names, written)
    if names.doubtful:
        return None
    findings += [_located(draft, written, problem) for problem in problems]
    if expression is None or problems:
        return None
    reads = frozenset(ref for read in expression.reads for ref in read.info.refs if isinstance(ref, Ref))
    if any(ref.form == "@visit" and ref.item != "date" for ref in reads) and draft.schedule is not None:
        # Target and window move with the moment they hang on.
        for anchor in draft.schedule.anchors.values():
            moments = [anchor, anchor.planned] if anchor.planned else [anchor]
            reads |= {Ref(moment.form, moment.item, moment.visit) for moment in moments}
    section = written.group[1] if written.group else None
    return Rule(written.kind, form.id, written.target, expression, reads, section, written.check)


_TRUTHS = (
    RuleKind.SECTION_RELEVANCE,
    RuleKind.RELEVANCE,
    RuleKind.REQUIRED,
    RuleKind.CHECK,
)


def _expression(names: StudyNames, written: RuleText) -> tuple[Expression | None, tuple[RuleProblem, ...]]:
    """Compile a rule to what it decides: true or false, or a value its item can hold."""
    text, group, item = written.text, written.group, written.item
    if written.kind in _TRUTHS:
        return compile_rule(text, names, Type.TRUTH, group)
    if written.kind is RuleKind.COUNTS_AS or item is None:
        return compile_rule(text, names, None, group)
    wanted = type_of(item)
    if wanted is None or item.kind is Kind.FILE:
        said = f"an item of kind {item.kind.value} cannot be worked out by a rule"
        return None, (RuleProblem("S002", 0, len(text), said),)
    if item.kind is Kind.CODE:
        # A number may choose the code that is written like it: an EDSS step from its scores.
        free, _ = compile_rule(text, names, None, group)
        if free is not None and free.type is Type.NUMBER:
            return free, ()
    return compile_rule(text, names, wanted, group, names.codes_of(item))


def _of_the_library(draft: Draft, written: RuleText) -> bool:
    """Whether a rule stands in the library, and not in what the study says otherwise."""
    return draft.place(form_file(written.form), *written.path).file.startswith(LIBRARY)


def _located(draft: Draft, written: RuleText, problem: RuleProblem) -> Finding:
    file = form_file(written.form)
    node = draft.nodes[file].find(*written.path)
    if written.check is not None and is_range_check(written.form, written.check):
        return Finding.at(Place(file), problem.code, f"{written.check.id}: {problem.text}")
    return Finding.at(node.offset(problem.offset), problem.code, problem.text)


def _by_form(rules: list[Rule]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.form].append(rule)
    return {form: tuple(each) for form, each in found.items()}


def _by_reader(rules: list[Rule]) -> dict[tuple[str, str], tuple[Rule, ...]]:
    found: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        for place in sorted({(ref.form, ref.item) for ref in rule.reads}):
            found[place].append(rule)
    return {place: tuple(each) for place, each in found.items()}
