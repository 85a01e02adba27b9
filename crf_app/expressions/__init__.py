"""The rule language of a study: a small, typed, three-valued subset of Python expressions."""
