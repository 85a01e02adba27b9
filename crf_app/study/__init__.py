"""What is defined: the study, its schedule, forms, items, code lists and rules."""
