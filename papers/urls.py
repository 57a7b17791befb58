from django.urls import path, re_path

from papers.pages import exports
from papers.pages.export_kinds import ENDINGS
from papers.views import notices, papers, people, reading

app_name = "papers"
urlpatterns = [
    path("papers/", papers.paper_list, name="paper_list"),
    re_path(rf"^papers\.(?P<kind>{ENDINGS})$", exports.library_export, name="library_export"),
    re_path(
        rf"^papers/(?P<key>[^/]+)\.(?P<kind>{ENDINGS})$",
        exports.paper_export,
        name="paper_export",
    ),
    path("papers/notices/", notices.notice_list, name="notice_list"),
    path("papers/reading/", reading.reading_list, name="reading_list"),
    path("papers/people/", people.person_list, name="person_list"),
    path("papers/people/<str:slug>/", people.person_detail, name="person_detail"),
    path("papers/<str:key>/", papers.paper_detail, name="paper_detail"),
]
