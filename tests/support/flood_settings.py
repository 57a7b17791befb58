"""The real settings with the gates open, for a server that takes very many comments at once."""

from config.settings import *  # noqa: F403

BLOG_RATE_LIMITS = dict.fromkeys(("comment", "preview", "report"), ((10**6, 60), (10**6, 60)))
