"""Judging comments: signals, limits, bans, and the decisions of moderators (docs/moderation.md)."""
