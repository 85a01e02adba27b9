"""Why a calculated EDSS step is what it is, in sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from crf_app.base.values import Answer
from crf_app.base.words import Say
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from crf_app.capture.shown import show_number
from crf_app.expressions.clinical import scores_from
from crf_app.expressions.edss import MOST, EdssReason, why_edss
from crf_app.expressions.edss_choices import choices_of

STEP_ROLES: Final = ("edss.step", "edss.calculated")


def why_lines(session: FormSession, say: Say) -> tuple[str, tuple[str, ...], str]:
    """Return the head, the numbered sentences and the remark below them; nothing while scores are missing."""
    names = {item.role: item for item in session.form.items() if item.role in STEP_ROLES}
    calculated = names.get("edss.calculated")
    advice = calculated.help.in_(say.language) if calculated is not None else ""
    if not all(session.form.has(item) for item in MOST):
        return "", (), advice
    given = [_number(session.answer(EntryKey(item))) for item in MOST]
    missing = sum(each is None for each in given)
    if missing:
        left = say.n("{n} score is still missing.", "{n} scores are still missing.", missing)
        return say("Why"), (left,), advice
    scores = scores_from(*given)
    if scores is None:
        return say("Why"), (say("One of the scores does not exist."),), advice
    rated = _number(session.answer(EntryKey(names["edss.step"].id))) if "edss.step" in names else None
    reason = why_edss(scores, choices_of(session.study.facts.settings), rated)
    head = say("Why {step}", step=_step(reason.step, say))
    sentences = sentences_of(reason, say)
    numbered = tuple(say("{n}. {text}", n=n, text=text) for n, text in enumerate(sentences, 1))
    method = reason.algorithm.rpartition(" ")[2]
    source = say("Kurtzke table, method {method}.", method=method)
    return head, numbered, f"{advice} {source}".strip()


def sentences_of(reason: EdssReason, say: Say) -> list[str]:
    """Return what decides, what the systems alone would give, and what would make both agree."""
    found: list[str] = []
    code, step = reason.ambulation, _step(reason.step, say)
    systems = _step(reason.systems_give, say)
    if reason.ambulation_sets is not None:
        found.append(say("Ambulation code {code} sets {step}, whatever the functional systems.", code=code, step=step))
        found.append(say("The functional systems alone would give {step}.", step=systems))
    elif reason.ambulation_least is not None and reason.ambulation_least > reason.systems_give:
        least = _step(reason.ambulation_least, say)
        found.append(say("The functional systems give {step}.", step=systems))
        found.append(say("Ambulation code {code} means at least {step}.", code=code, step=least))
    else:
        many = reason.counts[reason.highest]
        found.append(
            say.n(
                "The functional systems decide: the highest grade is {grade}, in {n} system.",
                "The functional systems decide: the highest grade is {grade}, in {n} systems.",
                many,
                grade=reason.highest,
            )
        )
        found.append(say("Ambulation code {code} does not raise it.", code=code))
    if reason.cerebral_ignored:
        found.append(say("A cerebral grade of 1 does not count in this study."))
    if reason.gap is not None:
        found.append(say("The published calculators differ here; {step} is the choice of this study.", step=systems))
    if reason.rated is not None:
        found.append(_agreement(reason, say))
    return found


def _agreement(reason: EdssReason, say: Say) -> str:
    if reason.agrees:
        return say("The rater's step is the same.")
    if reason.agreeing_ambulation:
        code = reason.agreeing_ambulation[0]
        if reason.rated is not None and len(reason.agreeing_ambulation) >= 1:
            near = min(reason.agreeing_ambulation, key=lambda each: abs(each - reason.ambulation))
            code = near
        rated = _step(reason.rated or reason.step, say)
        return say("With code {code} the result is {step}, the same as the rater's.", code=code, step=rated)
    return say("No ambulation code gives the rater's step with these systems.")


def _number(answer: Answer | None) -> Decimal | None:
    value = answer.value if answer is not None else None
    return value if isinstance(value, Decimal) else None


def _step(step: Decimal, say: Say) -> str:
    return show_number(step, say.language)
