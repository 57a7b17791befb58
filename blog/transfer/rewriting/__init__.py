"""Other systems' texts rewritten to this blog's Markdown. No Django here."""
