"""All addresses of the site (design.md, "Addresses")."""

from django.contrib import admin
from django.urls import include, path

from blog.admin.logins import admin_login

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("", include("papers.urls")),
    path("", include("blog.urls")),
]
handler400 = "blog.views.site.bad_request"
handler403 = "blog.views.site.permission_denied"
handler404 = "blog.views.site.not_found"
handler500 = "config.faults.server_error"
