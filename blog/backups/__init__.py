"""The whole site kept in another place while it runs, and brought back: database, media, key."""
