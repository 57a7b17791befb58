"""The closed lists of the library, with the words that users see."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    """How far a paper has been checked against the registries."""

    UNCHECKED = "unchecked", _("not checked yet")
    TO_LOOK_UP = "to_look_up", _("to be looked up")

    @property
    def shape(self) -> str:
        """What stands before the word, so that states differ without colour."""
        return {State.UNCHECKED: "○", State.TO_LOOK_UP: "◌"}[self]


class SourceKind(models.TextChoices):
    """Where a record came from, in the order in which the sources of a paper count."""

    EDITOR = "editor", _("an editor")
    FILE = "file", _("file")
    POST = "post", _("file of the post")
    REGISTRY = "registry", _("registry")
    PROVISIONAL = "provisional", _("an identifier alone")


class ReadingState(models.TextChoices):
    """Where a paper stands on the reading list."""

    READING = "reading", _("reading")
    TO_READ = "to_read", _("to read")
    READ = "read", _("read")
