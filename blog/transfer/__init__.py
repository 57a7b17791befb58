"""Other systems' posts, pages and comments, taken over."""
