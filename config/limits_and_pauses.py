"""How many, how often and how long, where nobody has to say it: settings that no variable of the
environment names. ``config.settings`` takes them all in; settings of one's own may change them.
"""

BLOG_POSTS_PER_PAGE = 20
BLOG_COMMENTS_PER_PAGE = 200
BLOG_EDIT_MINUTES = 15  # in which a comment can be changed by its writer, unless it is answered
BLOG_LOGIN_RATE_LIMITS = ((5, 900), (30, 900))
"""(How many wrong ones of one address, in how many seconds) for one account, for all."""
BLOG_CODE_RATE_LIMIT = (30, 3600)
"""(How many codes of a second factor, in how many seconds) are tried for one account, wherever
from. Only who has its password gets so far, and a new password shuts them out."""
BLOG_INVITATION_DAYS = 7  # that an invitation's link works
BLOG_EVENT_DAYS = 365  # that the log of log-ins, rights and exports goes back
BLOG_REFUSED_LOGINS_KEPT = (1000, 3600)  # so many in so many seconds; of more none is told
BLOG_RESET_RATE_LIMITS = ((10, 3600), (3, 3600))
"""(How many letters for new passwords, in how many seconds) one sender asks for; one box gets."""
BLOG_RATE_LIMITS = {
    "comment": ((6, 600), (60, 120)),
    "preview": ((30, 300), (300, 60)),
    "report": ((5, 3600), (60, 3600)),
    "upload": ((30, 600), (300, 60)),
    "token": ((30, 600), (300, 60)),
    "search": ((90, 90), (1200, 60)),
    "draft note": ((20, 600), (120, 60)),
    "mention": ((20, 600), (60, 600)),
    "subscribe": ((5, 3600), (300, 3600)),
}
"""(How many, in how many seconds) of one sender; of all, before the site is careful."""
BLOG_UNSAVED_RATE_LIMIT = (120, 300)  # keepings of one user's unsaved texts, in so many seconds
BLOG_PICKER_RATE_LIMIT = (600, 120)  # looks of one user for papers to cite, in so many seconds
BLOG_CHECK_RATE_LIMIT = (120, 300)  # checks of texts that one user writes, in so many seconds
BLOG_PICTURE_RATE_LIMIT = (120, 600)  # times that one user sends pictures, in so many seconds
BLOG_API_RATE_LIMIT = (600, 300)  # requests of one user's programs, in so many seconds
BLOG_POST_PREVIEW_RATE_LIMIT = (300, 300)  # previews of one user's unsaved posts
BLOG_ADDRESS_DAYS = 14  # how long the sender of a comment can be told again, by a keyed hash
BLOG_CONFIRM_LETTERS_PER_DAY = 3  # to one address, which may be a stranger's
BLOG_CONFIRM_LETTERS = 5  # in all, to an address that never confirmed
BLOG_LETTERS_PER_DAY = 50  # about comments, to one reader
BLOG_UNCONFIRMED_DAYS = 7  # in which who asked for posts by mail confirms it
BLOG_MAIL_BATCH = (50, 10.0)  # letters with posts at once, and seconds until the next
BLOG_MAIL_WAIT_SECONDS = (
    600  # from a post's time to its letters; what is withdrawn by then is not sent
)
BLOG_MAILED_FOR_DAYS = 14  # how old a post may be that is mailed
BLOG_MOST_BOUNCES = 5  # letters of different days that come back, before a reader is taken off

PAPERS_PER_PAGE = 50
PAPERS_REGISTRY_PAUSES = {"crossref": 0.1, "datacite": 0.2, "arxiv": 3.0, "zotero": 0.5}
"""Seconds from one question to the next, as the services' rules of 2026 ask for; never shorter."""
PAPERS_DOOR_SECONDS = 10.0  # for all of one question to another host, its redirects included
PAPERS_DOOR_BYTES = 2_000_000  # of an answer, unpacked
