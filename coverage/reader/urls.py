from django.urls import path, re_path

from coverage.reader import captions, embedding, face, feeds, finding, media, players, sitemaps, views

urlpatterns = [
    path("", views.front, name="front"),
    path("live/<slug:slug>/", views.live_page, name="live_page"),
    path("live/<slug:slug>/older", finding.older, name="older"),
    path("live/<slug:slug>/at", finding.at, name="at"),
    path("live/<slug:slug>/search", finding.search, name="search"),
    path("live/<slug:slug>/corrections/", finding.corrections, name="corrections"),
    path("live/<slug:slug>/from-the-start", views.from_start, name="from_start"),
    path("live/<slug:slug>/entries/<int:pk>/", views.entry, name="entry"),
    path("live/<slug:slug>/embed/", embedding.embed, name="embed"),
    path("live/<slug:slug>/entries/<int:pk>/embed/", embedding.entry_embed, name="entry_embed"),
    path("live/<slug:slug>/page.jsonld", views.page_json_ld, name="page_json_ld"),
    path("live/<slug:slug>/feed.atom", feeds.page_atom, name="feed"),
    path("live/<slug:slug>/feed.json", feeds.page_json, name="feed_json"),
    # A tag's slug may be of any script.
    re_path(r"^tags/(?P<slug>[-\w]+)/$", views.tag, name="tag"),
    re_path(r"^tags/(?P<slug>[-\w]+)/feed\.atom$", feeds.tag_atom, name="tag_feed"),
    re_path(r"^tags/(?P<slug>[-\w]+)/feed\.json$", feeds.tag_json, name="tag_feed_json"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/feed.atom", feeds.author_atom, name="author_feed"),
    path("authors/<slug:slug>/feed.json", feeds.author_json, name="author_feed_json"),
    re_path(
        r"^videos/(?P<pk>[0-9]{1,18})/captions/(?P<language>[A-Za-z0-9-]{2,20})\.vtt$",
        captions.captions,
        name="captions",
    ),
    path("embeds/<int:pk>/", players.player, name="player"),
    path("oembed", embedding.oembed, name="oembed"),
    path("embed.js", embedding.embed_script, name="embed_script"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    re_path(r"^site-(?P<digest>[0-9a-f]{12})\.css$", face.style, name="site_style"),
    path("robots.txt", views.robots, name="robots"),
    path("media/<path:name>", media.media, name="media"),
]
