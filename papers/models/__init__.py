"""The library: papers, who wrote them, what identifies them, and where posts cite them."""

from papers.models.address_fields import AddressField
from papers.models.checks import Check
from papers.models.citations import Citation, CitedWork, CommentCitation, UnresolvedKey
from papers.models.free_values import FreeValues, free_value
from papers.models.identifiers import Identifier
from papers.models.keys import RESERVED, Key, can_be_key, validate_key
from papers.models.merges import DistinctPair, DistinctPeople, Merge, MergeKind
from papers.models.notes import Noted
from papers.models.notices import Notice
from papers.models.papers import UNDATED, Paper
from papers.models.people import Authorship, Contributor, OldSlug, OrcidField
from papers.models.questions import Question
from papers.models.reading import Reading
from papers.models.sources import Source
from papers.models.styles import ReferenceList, Style
from papers.models.title_searches import TitleSearch
from papers.models.watches import Watch, WatchContent, WatchLook
from papers.models.word_rows import PaperWords, PersonWords
from papers.search.index_state import IndexState
from papers.search.spelling import Spelling

__all__ = [
    "RESERVED",
    "UNDATED",
    "AddressField",
    "Authorship",
    "Check",
    "Citation",
    "CitedWork",
    "CommentCitation",
    "Contributor",
    "DistinctPair",
    "DistinctPeople",
    "FreeValues",
    "Identifier",
    "IndexState",
    "Key",
    "Merge",
    "MergeKind",
    "Noted",
    "Notice",
    "OldSlug",
    "OrcidField",
    "Paper",
    "PaperWords",
    "PersonWords",
    "Question",
    "Reading",
    "ReferenceList",
    "Source",
    "Spelling",
    "Style",
    "TitleSearch",
    "UnresolvedKey",
    "Watch",
    "WatchContent",
    "WatchLook",
    "can_be_key",
    "free_value",
    "validate_key",
]
