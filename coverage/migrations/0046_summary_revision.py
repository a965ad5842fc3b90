import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import coverage.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0055_picture_withdrawn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SummaryRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("text", coverage.models.fields.ProseField(blank=True, verbose_name="summary")),
                ("version", models.PositiveBigIntegerField(verbose_name="page version")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summaries",
                        to="coverage.livepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "summary",
                "verbose_name_plural": "summaries",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "number"), name="summary_number_once")
                ],
            },
        ),
    ]
