from django.contrib import admin
from django.urls import path

from notices import views

urlpatterns = [
    path("", views.about, name="about"),
    path("notices/", views.list_notices, name="notices"),
    path("static/<path:name>", views.static_file, name="static"),
    path("admin/", admin.site.urls),
]
