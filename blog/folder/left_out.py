"""Models of which nothing stands in an exported folder, with the reasons."""

from django.db import models

from blog.folder.row_tables import MADE, OF_TEXT
from blog.models import (
    AddressKey,
    ApiToken,
    AuthorWords,
    Backup,
    Byline,
    CommentWords,
    DemoObject,
    DraftLink,
    Event,
    ExportedText,
    Hashtag,
    Invitation,
    Letter,
    OwnPicture,
    PostWords,
    Rate,
    SeenFiles,
    TableVersion,
    TaggedPost,
    TagMerge,
    TagWords,
    UnsavedText,
    UserSession,
    WebLink,
)
from papers.models import (
    Citation,
    CommentCitation,
    IndexState,
    PaperWords,
    PersonWords,
    Question,
    ReferenceList,
    Spelling,
    TitleSearch,
    UnresolvedKey,
    WatchContent,
)

WORDS = (
    *(PostWords, CommentWords, TagWords, AuthorWords, PaperWords, PersonWords, Spelling),
    IndexState,
)
"""What the search finds by."""
LEFT_OUT: dict[type[models.Model], str] = {
    TaggedPost: "the tags stand in the header of the post's file, in their order",
    Byline: "the authors stand in the header of the post's file, in their order",
    Hashtag: OF_TEXT,
    Citation: OF_TEXT,
    CommentCitation: OF_TEXT,
    UnresolvedKey: OF_TEXT,
    ReferenceList: OF_TEXT,
    DraftLink: "a secret address: another copy of the site makes its own",
    AddressKey: "a secret that is deleted after days",
    ApiToken: "a secret: another copy of the site has tokens of its own",
    Rate: "how often somebody wrote in the last minutes",
    Letter: "what was mailed: another copy of the site is not to mail it again",
    WatchContent: "another copy of a bibliography that comes again from where it is kept",
    ExportedText: "copies of what was exported; the next export keeps them anew",
    SeenFiles: "times of files on this machine; an import reads them again and keeps it anew",
    Question: "asked again: another copy of the site asks for itself",
    WebLink: "found anew in the texts, and asked again",
    TitleSearch: "what a registry suggested, which an editor may have looked for again",
    **dict.fromkeys(WORDS, MADE),
    OwnPicture: "measured anew from the pictures, which texts show",
    TagMerge: "another copy of the site begins with the tags as they are",
    Backup: "where this copy of the site was backed up; another has its own backups",
    UnsavedText: "what somebody typed and did not save is theirs alone",
    UserSession: "who is logged in here, which is a secret",
    Invitation: "whom this copy of the site waits for; their links are of its address",
    Event: "what was done at this copy of the site; it names accounts, which are not exported",
    TableVersion: "counted by the database itself",
    DemoObject: "tells the demo's rows from a user's; what was imported is the user's",
}
"""Models without a table, and why."""
