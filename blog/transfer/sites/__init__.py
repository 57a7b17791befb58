"""A whole site of another system: its files, and what it says of itself. No Django here."""
