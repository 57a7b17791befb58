"""Reading what a site's folder holds: from bytes and paths to plain values. No Django here."""
