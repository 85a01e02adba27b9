"""Reports on paper: fonts, styles, text in three scripts, tables, marks, charts, archive files."""
