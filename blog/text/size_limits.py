"""How many bytes a file of each kind may have that comes from outside; those of the library are
beside what reads them, in `papers`."""

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
MAX_FETCHED_IMAGE = 10 * 1024 * 1024
"""A picture of another host."""
MAX_DRAWING = 5 * 1024 * 1024
"""A drawing (SVG)."""
MAX_EMBEDDED = 60 * 1024 * 1024
"""All pictures that stand inside of one file."""
MAX_FRAMED_PAGE = 30 * 1024 * 1024
"""A page that a post shows in a frame, together with what it loads."""
MAX_RESULT = 20 * 1024 * 1024
"""A result of Quarto's that stands beside its document."""
MAX_CONFIG = 128 * 1024
"""A site's configuration."""
MAX_FOLDER_METADATA = 64 * 1024
"""What Quarto says of all documents of a folder."""
MAX_DATA_FILE = 512 * 1024
"""A file of data that templates read."""
MAX_INCLUDE = 128 * 1024
"""A file that templates include."""
MAX_COMMENT_FILE = 4 * 1024 * 1024
"""A file of comments in a site's folder: thousands on one post."""
MAX_COMMENT_EXPORT = 50_000_000
"""An export of comments."""
MAX_ISSO_DATABASE = 1_000_000_000
"""A database of Isso's."""
MAX_GHOST_EXPORT = 500_000_000
"""An export of Ghost's."""
MAX_GHOST_SETTINGS = 1_000_000
"""What Ghost gives of its addresses and redirects."""
MAX_SUBSCRIBERS_FILE = 2_000_000
"""Addresses of readers who get posts by mail."""
MAX_MAIL_REPORTS = 50_000_000
"""Reports of mail that came back."""
MAX_EXPORTED_DATA = 64 * 1024 * 1024
"""A data file of an exported folder."""
