from django.urls import path, re_path

from coverage.reader import feeds, media, views

urlpatterns = [
    path("", views.front, name="front"),
    path("live/<slug:slug>/", views.live_page, name="live_page"),
    path("live/<slug:slug>/older", views.older, name="older"),
    path("live/<slug:slug>/entries/<int:pk>/", views.entry, name="entry"),
    path("live/<slug:slug>/feed.atom", feeds.PageFeed(), name="feed"),
    re_path(r"^tags/(?P<slug>[-\w]+)/$", views.tag, name="tag"),  # a slug of any script
    path("authors/<slug:slug>/", views.author, name="author"),
    path("robots.txt", views.robots, name="robots"),
    path("media/<path:name>", media.media, name="media"),
]
