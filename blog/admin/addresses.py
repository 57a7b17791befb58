"""Old addresses in the admin."""

from django.contrib import admin

from blog.models import ListAddress, OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    list_display = ["path", "post", "tag"]
    list_select_related = ["post", "tag"]
    search_fields = ["path"]
    autocomplete_fields = ["post", "tag"]


@admin.register(ListAddress)
class ListAddressAdmin(admin.ModelAdmin):
    list_display = ["path", "leads_to"]
    list_filter = ["leads_to"]
    search_fields = ["path"]
