"""How large a picture may be that comes from outside, in pixels and frames."""

MAX_PIXELS = 50_000_000
"""Pixels of a picture."""
MAX_FRAMES = 2_000
"""Frames of a picture that moves."""
MAX_MOVING = 100_000_000
"""Pixels of all its frames, each of which takes four bytes of memory."""
