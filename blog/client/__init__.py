"""The command ``wellcited``, with which posts are written in one's own editor. It needs Python and
nothing else: no module here imports any but the standard library and ``blog.text.header_lines``."""
