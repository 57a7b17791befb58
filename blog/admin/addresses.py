"""Old addresses in the admin."""

from django.contrib import admin

from blog.models import ListAddress, OldAddress
from blog.models.addresses import TARGETS
from papers.admin.concurrent_edits import MeanwhileAdmin


@admin.register(OldAddress)
class OldAddressAdmin(MeanwhileAdmin):
    list_display = ["path", *TARGETS]
    list_select_related = TARGETS
    search_fields = ["path"]
    autocomplete_fields = TARGETS


@admin.register(ListAddress)
class ListAddressAdmin(MeanwhileAdmin):
    list_display = ["path", "leads_to"]
    list_filter = ["leads_to"]
    search_fields = ["path"]
