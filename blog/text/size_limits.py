"""How many bytes a file of each kind may have that comes from outside."""

MAX_POST = 4 * 1024 * 1024
"""One post or page: its text, without its pictures."""
MAX_NOTEBOOK = 30 * 1024 * 1024
"""A notebook, whose pictures are in it."""
MAX_IMAGE = 20 * 1024 * 1024
"""A picture in a post."""
MAX_LOGO = 500_000
"""The site's logo and its icon, which every page shows."""
MAX_LINKED_FILE = 50 * 1024 * 1024
"""A file that a post links."""
