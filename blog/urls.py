from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path
from django.views.decorators.common import no_append_slash

from blog.feeds.comment_feeds import CommentFeed, PostCommentFeed
from blog.feeds.correction_feed import CorrectionFeed
from blog.feeds.notice_feed import NoticeFeed
from blog.feeds.paged_feeds import feed_addresses
from blog.feeds.paper_feeds import PaperFeed, ReadingFeed
from blog.feeds.post_feeds import AuthorFeed, PostFeed, SeriesFeed, TagFeed
from blog.markup.document.own_frames import DIGEST
from blog.markup.document.own_frames import FOLDER as FRAMES
from blog.sitemaps import SITEMAPS, sitemap_index
from blog.views import (
    api,
    comments,
    corrections,
    drafts,
    mail,
    media,
    mentions,
    pages,
    posts,
    search,
    series,
    site,
    subscribers,
    tags,
    uploads,
    versions,
)
from papers.pages.export_kinds import ENDINGS

app_name = "blog"
urlpatterns = [
    path("", pages.home, name="home"),
    path("posts/<str:slug>/", posts.post_detail, name="post_detail"),
    path("posts/<str:slug>.md", posts.post_source, name="post_source"),
    re_path(
        rf"^posts/(?P<slug>[^/]+)/references\.(?P<kind>{ENDINGS})$",
        posts.references,
        name="references",
    ),
    re_path(
        rf"^posts/(?P<slug>[^/]+)/cite\.(?P<kind>{ENDINGS})$", posts.post_cite, name="post_cite"
    ),
    path("posts/<str:slug>/comments/", comments.comment_add, name="comment_add"),
    path("posts/<str:slug>/comments/thanks/", comments.comment_thanks, name="comment_thanks"),
    path("posts/<str:slug>/comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path(
        "posts/<str:slug>/comments/<int:pk>/withdraw/",
        comments.comment_withdraw,
        name="comment_withdraw",
    ),
    path("comments/<int:pk>/", comments.comment_detail, name="comment_detail"),
    path("comments/<int:pk>/report/", comments.comment_report, name="comment_report"),
    path("drafts/<str:token>/", drafts.draft_detail, name="draft_detail"),
    path("mail/confirm/<str:token>/", mail.mail_confirm, name="mail_confirm"),
    path("mail/stop/<str:token>/", mail.mail_stop, name="mail_stop"),
    path("subscribe/", subscribers.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", subscribers.subscribe_confirm, name="subscribe_confirm"),
    path("subscribe/stop/<str:token>/", subscribers.subscribe_stop, name="subscribe_stop"),
    path(
        "posts/<str:slug>/corrections/<int:version>/",
        corrections.correction_detail,
        name="correction_detail",
    ),
    path("posts/<str:slug>/versions/", versions.version_list, name="version_list"),
    path(
        "posts/<str:slug>/versions/<int:version>/", versions.version_detail, name="version_detail"
    ),
    path("corrections/", corrections.correction_list, name="correction_list"),
    path("archive/", posts.archive, name="archive"),
    path("archive/<int:year>/", posts.archive_year, name="archive_year"),
    path("tags/", tags.tag_list, name="tag_list"),
    path("tags/<str:slug>/", tags.tag_detail, name="tag_detail"),
    path("series/", series.series_list, name="series_list"),
    path("series/<str:slug>/", series.series_detail, name="series_detail"),
    path("authors/", posts.author_list, name="author_list"),
    path("authors/<str:slug>/", posts.author_detail, name="author_detail"),
    path("about/", pages.about, name="about"),
    *feed_addresses("feeds/posts", PostFeed),
    *feed_addresses("feeds/comments", CommentFeed),
    *feed_addresses("corrections/feed", CorrectionFeed),
    *feed_addresses("tags/<str:slug>/feed", TagFeed),
    *feed_addresses("series/<str:slug>/feed", SeriesFeed),
    *feed_addresses("authors/<str:slug>/feed", AuthorFeed),
    *feed_addresses("posts/<str:slug>/comments/feed", PostCommentFeed),
    *feed_addresses("papers/notices/feed", NoticeFeed),
    *feed_addresses("papers/reading/feed", ReadingFeed),
    *feed_addresses("papers/<str:key>/feed", PaperFeed),
    path("bibliographies/", uploads.bibliography_put, name="bibliography_put"),
    path("bibliographies/<str:token>/", uploads.bibliography_put, name="bibliography_put_to"),
    path("api/v1/posts", api.api_posts, name="api_posts"),
    path("api/v1/posts/<int:number>", api.api_post, name="api_post"),
    path("api/v1/posts/<int:number>/copies", api.api_copies, name="api_copies"),
    path("api/v1/preview", api.api_preview, name="api_preview"),
    path("api/v1/pictures", api.api_pictures, name="api_pictures"),
    path("api/v1/openapi.json", api.api_description, name="api_description"),
    path("api/v1/wellcited.pyz", api.api_program, name="api_program"),
    path("api/<path:rest>", api.api_nothing, name="api_nothing"),
    path("webmention", mentions.webmention, name="webmention"),
    path("search/", search.search, name="search"),
    path("search/titles/", search.search_titles, name="search_titles"),
    path("search/description.xml", search.search_description, name="search_description"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
    path("healthz", site.healthz, name="healthz"),
    path("media/<path:path>", media.media, name="media"),
    re_path(rf"^{FRAMES}/(?P<digest>{DIGEST})/(?P<path>.+)$", media.frame, name="frame"),
    path("look/<str:digest>.css", pages.site_look, name="site_look"),
    # The owner's pages come last: whatever stands above is ours.
    re_path(
        r"^(?P<address>[\w-]+(?:/[\w-]+)*)/$",
        no_append_slash(pages.page_detail),
        name="page_detail",
    ),
]
