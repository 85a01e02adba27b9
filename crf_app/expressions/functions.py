"""The one table of functions a rule may call: checker, reference page and tests read it."""

from __future__ import annotations

from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.functions_clinical import CLINICAL
from crf_app.expressions.functions_general import GENERAL, LOOKUP
from crf_app.expressions.functions_given import GIVEN
from crf_app.expressions.functions_moments import MOMENTS
from crf_app.expressions.functions_rows import ROWS
from crf_app.expressions.functions_scales import SCALES

FUNCTIONS = {function.name: function for function in (*GENERAL, *ROWS, *GIVEN, *MOMENTS, *CLINICAL, *SCALES)}
"""Every function by its name, in the order in which the reference lists them."""

__all__ = ["FUNCTIONS", "LOOKUP", "Example", "Function", "Parameter"]
