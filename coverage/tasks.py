"""What the worker does, by itself or when its time has come: a line each, the nouns know how."""

from procrastinate.contrib.django import app

from coverage.models import Entry


@app.periodic(cron="* * * * *")
@app.task(name="coverage.tasks.publish_due")
def publish_due(timestamp=None):
    """Publish what is due; every minute too, in case a moment passed while no worker was there."""
    Entry.objects.publish_due()
