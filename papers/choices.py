"""The closed lists of the library, with the words that users see."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.registries.registry_record import RegistryName

# CSL 1.0.2, appendix III (types) and IV (name variables); the commonest first.
TYPES = [
    ("article-journal", _("journal article")),
    ("paper-conference", _("conference paper")),
    ("article", _("preprint")),
    ("book", _("book")),
    ("chapter", _("chapter")),
    ("thesis", _("thesis")),
    ("report", _("report")),
    ("dataset", _("dataset")),
    ("software", _("software")),
    ("article-magazine", _("magazine article")),
    ("article-newspaper", _("newspaper article")),
    ("entry-encyclopedia", _("encyclopedia entry")),
    ("post-weblog", _("blog post")),
    ("webpage", _("web page")),
    ("speech", _("talk")),
    ("standard", _("standard")),
    ("patent", _("patent")),
    ("review", _("review")),
    ("manuscript", _("manuscript")),
    ("document", _("document")),
]
NAME_ROLES = [
    ("author", _("author")),
    ("editor", _("editor")),
    ("translator", _("translator")),
    ("container-author", _("author of the book")),
    ("collection-editor", _("series editor")),
]
SCHEMES = [
    ("doi", "DOI"),
    ("arxiv", "arXiv"),
    ("pmid", "PMID"),
    ("pmcid", "PMCID"),
    ("isbn", "ISBN"),
    ("openreview", "OpenReview"),
    ("acl", "ACL Anthology"),
    ("url", _("Web address")),
]


class Role(models.TextChoices):
    """What a post does with a work; ``about`` is the strongest (after CiTO, the Citation Typing
    Ontology)."""

    ABOUT = "about", _("about")
    MENTIONS = "mentions", _("mentions")
    SUPPORTS = "supports", _("supports")
    DISPUTES = "disputes", _("disputes")
    USES = "uses", _("uses")
    BACKGROUND = "background", _("background")


class Origin(models.TextChoices):
    """How a cited work was found."""

    EDITOR = "editor", _("an editor")
    KEY = "key", _("a citation key")
    IDENTIFIER = "identifier", _("an identifier or a link")
    TITLE = "title", _("its title")


class State(models.TextChoices):
    """Whether a paper's record is known, or only what names the work."""

    UNCHECKED = "unchecked", _("known")
    TO_LOOK_UP = "to_look_up", _("to be looked up")


class Standing(models.TextChoices):
    """What the registries say of a paper, as readers are told it. Only ``AGREES`` and ``DIFFERS``
    are checks: the record was compared with the registry's, by an identifier."""

    AGREES = "agrees", _("agrees")
    DIFFERS = "differs", _("differs")
    UNCHECKED = "unchecked", _("not checked")
    NOT_FOUND = "not_found", _("no such work")
    UNREACHABLE = "unreachable", _("could not be reached")

    @property
    def shape(self) -> str:
        """What stands before the word, so that states differ without colour."""
        return {"agrees": "✓", "differs": "≠", "unchecked": "○", "not_found": "∅"}.get(self, "◌")


CHECKED = (Standing.AGREES, Standing.DIFFERS)
REGISTRIES = [
    (RegistryName.CROSSREF.value, "Crossref"),
    (RegistryName.DATACITE.value, "DataCite"),
    (RegistryName.ARXIV.value, "arXiv"),
]


class SourceKind(models.TextChoices):
    """Where a record came from, in the order in which the sources of a paper count."""

    EDITOR = "editor", _("an editor")
    FILE = "file", _("file")
    POST = "post", _("file of the post")
    REGISTRY = "registry", _("registry")
    PROVISIONAL = "provisional", _("an identifier alone")


class WatchKind(models.TextChoices):
    """How a bibliography that is kept in step comes here."""

    PATH = "path", _("a file on the server")
    UPLOAD = "upload", _("sent to a private address")
    ZOTERO = "zotero", _("a library of Zotero's")


class LookOutcome(models.TextChoices):
    """What came of a look at a bibliography that is kept in step."""

    TAKEN = "taken", _("taken in")
    REFUSED = "refused", _("not read; nothing changed")
    WAITS = "waits", _("waits for an editor; nothing changed")
    TRIAL = "trial", _("looked first; nothing changed")


class ReadingState(models.TextChoices):
    """Where a paper stands on the reading list."""

    READING = "reading", _("reading")
    TO_READ = "to_read", _("to read")
    READ = "read", _("read")


FIELD_NAMES = {
    "title": _("Title"),
    "authors": _("Authors"),
    "year": _("Year"),
    "venue": _("Journal or proceedings"),
    "volume": _("Volume"),
    "pages": _("Pages"),
    "identifiers": _("Identifiers"),
    "type": _("Type"),
}
"""The fields that a check compares (``papers.checking.comparison``)."""
