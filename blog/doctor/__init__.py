"""Looks through an installation and says what is wrong and how to put it right."""
