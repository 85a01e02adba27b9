"""Building comparisons: which types go together, and whether a code exists in its list."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal

from crf_app.expressions import compare, sentences, truth
from crf_app.expressions.ground import Ground
from crf_app.expressions.part import Part, fitted
from crf_app.expressions.reading import Run, numeric_codes
from crf_app.expressions.truth import Truth
from crf_app.expressions.types import Context, Found, Type

_Test = Callable[[Found, Found], Truth]
_TESTS: dict[type[ast.cmpop], tuple[str, _Test]] = {
    ast.Eq: ("==", compare.equal),
    ast.NotEq: ("!=", compare.unequal),
    ast.Lt: ("<", compare.less),
    ast.LtE: ("<=", compare.at_most),
    ast.Gt: (">", compare.greater),
    ast.GtE: (">=", compare.at_least),
}
_ORDERED = frozenset({Type.NUMBER, Type.DATE, Type.TIME, Type.DURATION})
_WORDS = frozenset({Type.TEXT, Type.CODE})


class Comparisons(Ground):
    """The builder as far as comparisons."""

    def comparison(self, node: ast.Compare) -> Part:
        """Build ``a < b``, ``a < b <= c``, ``a in (b, c)`` and their kin."""
        if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            if len(node.ops) > 1:
                return self.complain("S004", node, "Put the part with in into parentheses.")
            return self._membership(node)
        parts = [self.part(each) for each in (node.left, *node.comparators)]
        tests: list[Run] = []
        for op, left, right in zip(node.ops, parts, parts[1:], strict=False):
            sign, test = _TESTS[type(op)]
            one, other = self.comparable(left, right, ordered=sign not in ("==", "!="))
            tests.append(_test(test, one.run, other.run))
        if len(tests) == 1:
            return Part(Type.TRUTH, tests[0], *self.place(node))
        return Part(
            Type.TRUTH,
            lambda context, row: truth.conjunction(_truth(each(context, row)) for each in tests),
            *self.place(node),
        )

    def comparable(self, left: Part, right: Part, *, ordered: bool) -> tuple[Part, Part]:
        """Return both sides as the type they are compared as; complain where there is none."""
        if left.type is None or right.type is None:
            return left, right
        if left.type in _WORDS and right.type in _WORDS:
            return self._words(left, right, ordered=ordered)
        for wanted in (left.type, right.type):
            one, other = fitted(left, wanted), fitted(right, wanted)
            if one is None or other is None or wanted in _WORDS:
                continue
            self._number_is_a_code(left, right, ordered=ordered)
            self._number_is_a_code(right, left, ordered=ordered)
            if (wanted not in _ORDERED and ordered) or wanted is Type.CODES:
                break
            return one, other
        return self._complain_of(left, right, ordered=ordered), right

    def _words(self, left: Part, right: Part, *, ordered: bool) -> tuple[Part, Part]:
        if ordered:
            if left.numbers_by_code and right.numbers_by_code:
                return fitted(left, Type.NUMBER) or left, fitted(right, Type.NUMBER) or right
            return self._complain_of(left, right, ordered=True), right
        self._text_is_a_code(left, right)
        self._text_is_a_code(right, left)
        return left, right

    def _complain_of(self, left: Part, right: Part, *, ordered: bool) -> Part:
        return self.complain("S002", right, sentences.not_comparable(left, right, ordered=ordered))

    def _text_is_a_code(self, item: Part, written: Part) -> None:
        """Complain of a text compared with a code item whose list does not have it (S005)."""
        if item.type not in (Type.CODE, Type.CODES) or not written.is_written_text:
            return
        if item.outcomes is not None and written.constant not in item.outcomes:
            self.complain("S005", written, sentences.no_such_code(written.constant, item.outcomes))

    def _number_is_a_code(self, item: Part, written: Part, *, ordered: bool) -> None:
        """Complain of a number that is no code, or in an order lies beyond them all (S005)."""
        if item.type is not Type.CODE or not isinstance(written.constant, Decimal):
            return
        numbers = numeric_codes(item.outcomes)
        if numbers is None:
            return
        known = numbers.values()
        within = min(known) <= written.constant <= max(known)
        if not (within if ordered else written.constant in known):
            self.complain("S005", written, sentences.no_such_code(written.constant, frozenset(numbers)))

    def _membership(self, node: ast.Compare) -> Part:
        left = self.part(node.left)
        (right,) = node.comparators
        negated = isinstance(node.ops[0], ast.NotIn)
        if isinstance(right, ast.Tuple | ast.List):
            choices = [self.part(each) for each in right.elts]
        else:
            other = self.part(right)
            if other.type is Type.CODES:
                return self._chosen(node, left, other, negated=negated)
            choices = [other]
        for choice in choices:
            if choice.type is not None and choice.constant is None:
                return self.complain("S004", choice, sentences.constants_only())
        pairs = [self.comparable(left, choice, ordered=False) for choice in choices]
        # The left side is read once for all choices it is compared with as the same type.
        constants: dict[Run, list[Found]] = {}
        for one, other in pairs:
            constants.setdefault(one.run, []).append(other.constant)

        def run(context: Context, row: Context) -> Found:
            result = truth.disjunction(
                compare.equal(found, choice)
                for read, known in constants.items()
                for found in (read(context, row),)
                for choice in known
            )
            return truth.negation(result) if negated else result

        return Part(Type.TRUTH, run, *self.place(node))

    def _chosen(self, node: ast.Compare, left: Part, codes: Part, *, negated: bool) -> Part:
        """Build ``"pain" in symptoms``: whether a code is among the several of an item."""
        if left.type is not None and left.type not in _WORDS:
            return self.complain("S002", left, sentences.wrong_type("in", Type.CODE, left))
        self._text_is_a_code(codes, left)
        one, several = left.run, codes.run

        def run(context: Context, row: Context) -> Found:
            code, chosen = one(context, row), several(context, row)
            if code is None or not isinstance(chosen, tuple):
                return None
            return (code in chosen) is not negated

        return Part(Type.TRUTH, run, *self.place(node))


def _test(test: _Test, one: Run, other: Run) -> Run:
    return lambda context, row: test(one(context, row), other(context, row))


def _truth(found: Found) -> Truth:
    return found if isinstance(found, bool | truth.Undecided) else None
