"""The library: papers, who wrote them, what identifies them, and where posts cite them."""

from papers.models.citations import Citation, CitedWork, CommentCitation
from papers.models.identifiers import Identifier
from papers.models.keys import KEY_PATTERN, Key, free_value, validate_key
from papers.models.papers import UNDATED, Paper
from papers.models.people import Authorship, Contributor, validate_orcid
from papers.models.styles import ReferenceList, Style

__all__ = [
    "KEY_PATTERN",
    "UNDATED",
    "Authorship",
    "Citation",
    "CitedWork",
    "CommentCitation",
    "Contributor",
    "Identifier",
    "Key",
    "Paper",
    "ReferenceList",
    "Style",
    "free_value",
    "validate_key",
    "validate_orcid",
]
