"""Case report forms of a clinical-trial site: one encrypted, audited file, filled offline."""

__version__ = "0.1.0"
