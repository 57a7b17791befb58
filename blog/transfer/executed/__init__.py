"""Cells of code and their results: notebooks, Quarto, R Markdown. No Django here."""
