from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notices.models import Notice

ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
def about(request):
    return render(request, "notices/about.html")


@require_safe
def list_notices(request):
    latest = Notice.objects.values("title", "body", "posted_at")[:20]
    return JsonResponse({"notices": list(latest)})


@require_safe
def static_file(request, name):
    """Serve what collectstatic listed, and no other path; hashed names never change."""
    if name not in staticfiles_storage.hashed_files.values():
        raise Http404
    response = FileResponse(staticfiles_storage.open(name))
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
