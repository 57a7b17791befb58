"""Old addresses in the admin."""

from django.contrib import admin

from blog.models import ListAddress, OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    list_display = ["path", "post", "tag", "author"]
    list_select_related = ["post", "tag", "author"]
    search_fields = ["path"]
    autocomplete_fields = ["post", "tag", "author"]


@admin.register(ListAddress)
class ListAddressAdmin(admin.ModelAdmin):
    list_display = ["path", "leads_to"]
    list_filter = ["leads_to"]
    search_fields = ["path"]
