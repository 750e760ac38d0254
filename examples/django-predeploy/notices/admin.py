from django.contrib import admin

from notices.models import Notice

admin.site.register(Notice)
