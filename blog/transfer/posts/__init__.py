"""One found file read as a post, field by field. No Django here."""
