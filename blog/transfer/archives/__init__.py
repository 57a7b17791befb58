"""The exports of other systems that are one file. No Django here."""
