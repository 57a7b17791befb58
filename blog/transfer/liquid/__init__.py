"""Jekyll's templates, run once while a post is read: what of them, and within which limits."""
