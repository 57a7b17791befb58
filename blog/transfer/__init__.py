"""Reading other systems' posts: from bytes and paths to plain values."""
