"""From the text of a rule to something that can be evaluated: the door of this package."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from crf_app.base.values import Value
from crf_app.expressions import sentences
from crf_app.expressions.build import Builder
from crf_app.expressions.parse import RuleError, parse
from crf_app.expressions.part import Part, as_yes_or_no, fitted
from crf_app.expressions.reading import TRUTHS, Run
from crf_app.expressions.tables import Definitions
from crf_app.expressions.truth import Undecided
from crf_app.expressions.types import Context, Found, NameRead, RuleProblem, Type


@dataclass(frozen=True)
class Expression:
    """A checked rule: the author's own text, never re-printed, and the names it reads, once each.

    Two expressions are equal when their text, type and reads are.
    """

    text: str
    type: Type
    reads: tuple[NameRead, ...]
    _run: Run = field(repr=False, compare=False)
    _shown: tuple[tuple[str, Run], ...] = field(repr=False, compare=False)

    def evaluate(self, context: Context) -> Value | bool | None:
        """Return what the rule comes to; None when that is unknown. Raises nothing of its own."""
        return _settled(self._run(context, context))

    def explain(self, context: Context) -> tuple[tuple[str, Value | bool | None], ...]:
        """Return the names as the author wrote them with the values read.

        Names inside an aggregate have many values; there the whole call stands with its result.
        """
        return tuple((text, _settled(run(context, context))) for text, run in self._shown)


def compile_rule(
    text: str,
    names: Definitions,
    wanted: Type | None = None,
    group: Hashable | None = None,
    codes: frozenset[str] | None = None,
) -> tuple[Expression | None, tuple[RuleProblem, ...]]:
    """Check and compile a rule; there is an expression exactly when there is no problem.

    Args:
        text: the rule as the author wrote it.
        names: who knows what its names mean.
        wanted: the type it must come to; None takes any.
        group: the repeating group whose rows it runs in.
        codes: the codes it may come to, where a code is wanted. With yes and no among them, true
            and false will do.
    """
    try:
        parsed = parse(text)
        builder = Builder(parsed, names, group)
        part = builder.part(parsed.tree)
    except RuleError as error:
        return None, (error.problem,)
    problems = builder.problems
    if not problems:
        part = _as_wanted(builder, part, wanted, codes)
    if problems:
        return None, tuple(sorted(problems, key=lambda problem: problem.offset))
    kind = part.type or wanted or Type.TRUTH
    reads = tuple(builder.reads.values())
    return Expression(text, kind, reads, part.run, tuple(builder.shown.items())), ()


def _as_wanted(builder: Builder, part: Part, wanted: Type | None, codes: frozenset[str] | None) -> Part:
    if wanted is None or part.type is None:
        return part
    if wanted is Type.CODE and part.type is Type.TRUTH and codes is not None and TRUTHS.keys() <= codes:
        return as_yes_or_no(part)
    fit = fitted(part, wanted)
    if fit is None:
        return builder.complain("S002", part, sentences.wrong_result(wanted, part))
    if wanted is Type.CODE and codes is not None and part.outcomes is not None:
        for outcome in sorted(part.outcomes - codes):
            builder.complain("S005", part, sentences.no_such_code(outcome, codes))
    return fit


def _settled(found: Found) -> Value | bool | None:
    return None if isinstance(found, Undecided) else found


__all__ = ["Context", "Expression", "NameRead", "RuleProblem", "Type", "compile_rule"]
