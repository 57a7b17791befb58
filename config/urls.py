"""All addresses of the site (design.md, "Addresses")."""

from django.contrib import admin
from django.urls import include, path

from blog.admin import password_resets as resets
from blog.admin.invitation_page import invitation
from blog.admin.logins import admin_login
from blog.admin.shown_rows import view_on_site

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/password/", resets.password_reset, name="admin_password_reset"),
    path("admin/password/sent/", resets.password_reset_done, name="password_reset_done"),
    path(
        "admin/password/<str:uidb64>/<str:token>/",
        resets.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path("admin/password/set/", resets.password_reset_complete, name="password_reset_complete"),
    path("admin/invitation/<str:token>/", invitation, name="invitation"),
    path("admin/r/<path:content_type_id>/<path:object_id>/", view_on_site),
    path("admin/", admin.site.urls),
    path("", include("papers.urls")),
    path("", include("blog.urls")),
]
handler400 = "blog.views.site.bad_request"
handler403 = "blog.views.site.permission_denied"
handler404 = "blog.views.site.not_found"
handler500 = "config.faults.server_error"
