"""Pages kept whole for everybody, and how it is known that one is still what it was."""
