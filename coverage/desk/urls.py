"""The desk's addresses beneath the admin's; each ends in what it does."""

from django.urls import include, path

from coverage.desk.views import (
    afterwards,
    check,
    entries,
    history,
    later,
    page,
    pictures,
    presence,
    preview,
    show,
    typing,
)

of_one_entry = [
    path("edit/", entries.edit, name="desk_edit"),
    path("correct/", entries.correct, name="desk_correct"),
    path("take-over/", presence.take_over, name="desk_take_over"),
    path("watch/", presence.watch, name="desk_watch"),
    path("withdraw/", afterwards.withdraw, name="desk_withdraw"),
    path("restore/", entries.restore, name="desk_restore"),
    path("pin/", entries.pin, name="desk_pin"),
    path("unpin/", entries.unpin, name="desk_unpin"),
    path("mark/", entries.mark, name="desk_mark"),
    path("unmark/", entries.unmark, name="desk_unmark"),
    path("send-back/", afterwards.send_back, name="desk_send_back"),
    path("more/", afterwards.more, name="desk_more"),
    path("history/", history.history, name="desk_history"),
    path("bring-back/<int:number>/", history.bring_back, name="desk_bring_back"),
    path("retime/", afterwards.retime, name="desk_retime"),
    path("doubt/", afterwards.doubt, name="desk_doubt"),
    path("confirm/", afterwards.confirm, name="desk_confirm"),
    path("refute/", afterwards.refute, name="desk_refute"),
    path("unmark-doubt/", afterwards.unmark_doubt, name="desk_unmark_doubt"),
    path("pin-until/", afterwards.pin_until, name="desk_pin_until"),
    path("receipt/", afterwards.receipt, name="desk_receipt"),
    path("told/", afterwards.told, name="desk_told"),
    path("review/", afterwards.review, name="desk_review"),
    path("let-go/", afterwards.let_go, name="desk_let_go"),
    path("move/", afterwards.move, name="desk_move"),
    path("duplicate/", afterwards.duplicate, name="desk_duplicate"),
    path("send-now/", later.send_now, name="desk_send_now"),
    path("unschedule/", entries.unschedule, name="desk_unschedule"),
    path("delete/", entries.delete, name="desk_delete"),
]
of_one_page = [
    path("", show.desk, name="desk"),
    path("now/", show.now, name="desk_now"),
    path("corrections/", afterwards.corrections, name="desk_corrections"),
    path("older/", show.older, name="desk_older"),
    path("check/", check.check, name="desk_check"),
    path("preview/", preview.preview, name="desk_preview"),
    path("page/edit/", page.edit, name="desk_page_edit"),
    path("page/announce/", page.announce, name="desk_page_announce"),
    path("page/open/", page.open, name="desk_page_open"),
    path("page/close/", page.close, name="desk_page_close"),
    path("entries/new/", entries.new, name="desk_new"),
    path("entries/publish/", entries.publish, name="desk_publish"),
    path("entries/submit/", entries.submit, name="desk_submit"),
    path("entries/schedule/", later.schedule, name="desk_schedule"),
    path("entries/when/", later.when, name="desk_when"),
    path("entries/draft/", entries.draft, name="desk_draft"),
    path("here/", presence.here, name="desk_here"),
    path("in/", show.logged_in, name="desk_in"),
    path("entries/autosave/", typing.autosave, name="desk_autosave"),
    path("entries/kept/", typing.kept, name="desk_kept"),
    path("entries/discard/", typing.discard, name="desk_discard"),
    path("entries/<int:entry_pk>/", include(of_one_entry)),
]
of_live_pages = [path("<int:page_pk>/desk/", include(of_one_page))]
of_images = [
    path("take-in/", pictures.take_in, name="desk_take_in"),
    path("<int:image_pk>/figure/", pictures.image, name="desk_image"),
]
of_videos = [path("<int:video_pk>/figure/", pictures.video, name="desk_video")]
