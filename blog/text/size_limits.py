"""How large a file of each kind may be that comes from outside, in bytes if not said otherwise."""

MAX_POST = 4 * 1024 * 1024
"""One post or page: its text, without its pictures."""
MAX_NOTEBOOK = 30 * 1024 * 1024
"""A notebook, whose pictures are in it."""
MAX_IMAGE = 20 * 1024 * 1024
"""A picture in a post."""
MAX_PIXELS = 50_000_000
"""Pixels of a picture."""
MAX_FRAMES = 2_000
"""Frames of a picture that moves."""
MAX_MOVING = 100_000_000
"""Pixels of all its frames, each of which takes four bytes of memory."""
MAX_LOGO = 500_000
"""The site's logo and its icon, which every page shows."""
MAX_LINKED_FILE = 50 * 1024 * 1024
"""A file that a post links."""
