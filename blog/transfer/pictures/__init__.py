"""Pictures and framed pages that come with posts: found, checked, made harmless. No Django here."""
